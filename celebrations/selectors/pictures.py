"""Pictures that an organisation may put into its spotlight, and those that are in one."""

from datetime import date

from django.db.models import QuerySet

from awards.models import Organisation, User
from celebrations.models import Spotlight, SpotlightPicture
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.selectors.evidence.public import public_pictures


def choosable(organisation: Organisation, *, viewer: User, on: date) -> QuerySet[EvidenceFile]:
    """The newest evidence first. Only what this person sees in the library."""
    pieces = EvidenceItem.objects.visible_to(viewer).filter(organisation=organisation)
    return (
        public_pictures(on)
        .filter(item__in=pieces)
        .select_related("item", "file")
        .order_by("-item__happened_on", "-item", "pk")
    )


def pictures_in(spotlight: Spotlight, *, on: date) -> list[tuple[SpotlightPicture, bool]]:
    """Each picture of a version, and whether it may be shown today. Two queries."""
    rows = list(spotlight.pictures.select_related("file__item", "copy"))
    fine = set(
        public_pictures(on)
        .filter(pk__in=[row.file_id for row in rows])
        .values_list("pk", flat=True)
    )
    return [(row, row.file_id in fine) for row in rows]

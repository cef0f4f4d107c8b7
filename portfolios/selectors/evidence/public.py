"""Which pictures everybody may see: asked at each look, so consent that has gone counts at once."""

from datetime import date

from django.db.models import Q, QuerySet

from foundation.models import PrivateFile
from portfolios.choices import ConsentScope, ShowsPeople
from portfolios.models import EvidenceFile, EvidenceItem

# What a page shows.
TYPES = ("image/jpeg", "image/png", "image/webp")


def public_pictures(on: date) -> QuerySet[EvidenceFile]:
    """Clean pictures of pieces with nobody in them, or with consent for public websites.

    Consent is whole (who is in it, who holds the form, since when), in force, undisputed and for
    everybody. Nothing that is restricted or removed, and nothing that a panel took.
    """
    everybody = Q(
        consent__shows_people=ShowsPeople.PEOPLE,
        consent__scope=ConsentScope.WEB,
        consent__given_on__isnull=False,
    ) & ~Q(consent__holder="")
    somebody = Q(consent__children=True) | Q(consent__young_people=True) | Q(consent__adults=True)
    nobody = Q(consent__shows_people=ShowsPeople.NOBODY)
    pieces = (
        EvidenceItem.objects.kept()
        .shown(on)
        .filter(nobody | (everybody & somebody), restricted_at=None, organisation__erased_at=None)
    )
    return EvidenceFile.objects.filter(
        item__in=pieces,
        removed_at=None,
        file__state=PrivateFile.State.CLEAN,
        file__content_type__in=TYPES,
    )

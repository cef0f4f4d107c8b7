"""What the public sees of spotlights, and where each stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch

from awards.models import Award, Organisation
from celebrations.choices import OPEN_STATES, SpotlightState
from celebrations.models import OwnEvent, Spotlight, SpotlightPicture
from celebrations.models.spotlights import SpotlightQuerySet


def holds_award(organisation: Organisation, *, on: date) -> bool:
    return Award.objects.held_on(on).filter(organisation=organisation).exists()


def published(on: date) -> SpotlightQuerySet:
    """The newest first, with their pictures that have a copy for the web: three queries for a page."""
    ready = SpotlightPicture.objects.filter(copy__isnull=False)
    return (
        Spotlight.objects.public(on)
        .select_related("organisation")
        .prefetch_related(Prefetch("pictures", ready, to_attr="shown_pictures"))
        .order_by(F("answered_at").desc(), "-pk")
    )


@dataclass(frozen=True)
class Standing:
    """Both versions that can be there at once."""

    open: Spotlight | None
    shown: Spotlight | None
    # Approved, and really to be seen today.
    is_public: bool


def standing_of(organisation: Organisation, event: OwnEvent | None = None, *, on: date) -> Standing:
    """Of the story of its work, or of that event. Two queries."""
    rows = Spotlight.objects.of_story(organisation, event).filter(
        state__in=[*OPEN_STATES, SpotlightState.SHOWN]
    )
    found = {
        row.state == SpotlightState.SHOWN: row
        for row in rows.select_related("organisation", "event")
    }
    shown = found.get(True)
    public = shown is not None and Spotlight.objects.public(on).filter(pk=shown.pk).exists()
    return Standing(found.get(False), shown, public)

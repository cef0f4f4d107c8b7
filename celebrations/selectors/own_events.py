"""The recognition events of an organisation, and how the story of each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.models import Award, Organisation
from celebrations.choices import OPEN_STATES, SpotlightState
from celebrations.models import OwnEvent, Spotlight
from foundation.forms import show_date

# What is said of its story in a list, and its shape (_status.html).
WORDS = {
    SpotlightState.DRAFT: ("todo", "Being written"),
    SpotlightState.SENT: ("waiting", "With SEND officers"),
    SpotlightState.CHANGES: ("attention", "Changes asked for"),
}


@dataclass(frozen=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True)
class Listed:
    event: OwnEvent
    # What everybody can read today; none where nothing is public.
    public: Spotlight | None
    kind: str
    text: str


def rows_of(event: OwnEvent) -> list[Row]:
    """All that is recorded, in words; for its page, and where two people have changed it."""
    return [
        Row("What it was called", event.name),
        Row("The day", show_date(event.held_on)),
        Row("Where it was", event.place),
        Row("Award", award_in_words(event.award) if event.award else ""),
        Row("What happened", event.what_happened),
        Row("How many people came", str(event.people) if event.people else ""),
        Row("Who came", event.who_came),
    ]


def awards_to_choose(organisation: Organisation, *, chosen: Award | None = None) -> list[Award]:
    """Its own, the newest first; one that was taken back only where it stands in the record."""
    rows = organisation.awards.order_by("-awarded_on", "-pk")
    return [row for row in rows if row.revoked_on is None or row == chosen]


def award_in_words(award: Award) -> str:
    return f"{award.stage.capitalize()}, {show_date(award.awarded_on)}"


def listed(events: Iterable[OwnEvent], *, on: date) -> list[Listed]:
    """Two queries, however many there are."""
    rows = list(events)
    versions = Spotlight.objects.filter(
        event__in=rows, state__in=[*OPEN_STATES, SpotlightState.SHOWN]
    ).defer("story", "changed")
    shown = {row.event_id: row for row in versions if row.state == SpotlightState.SHOWN}
    opened = {row.event_id: row for row in versions if row.state != SpotlightState.SHOWN}
    public = set(
        Spotlight.objects.public(on)
        .filter(pk__in=[row.pk for row in shown.values()])
        .values_list("pk", flat=True)
    )
    return [_listed(row, shown.get(row.pk), opened.get(row.pk), public) for row in rows]


def _listed(
    event: OwnEvent, shown: Spotlight | None, opened: Spotlight | None, public: set[int]
) -> Listed:
    if shown is not None and shown.pk in public:
        text = "On the website"
        if opened is not None:
            text = f"{text}; a new version: {WORDS[SpotlightState(opened.state)][1].lower()}"
        return Listed(event, shown, "done", text)
    if opened is not None:
        return Listed(event, None, *WORDS[SpotlightState(opened.state)])
    if shown is not None:
        return Listed(event, None, "stopped", "Approved, and not shown")
    return Listed(event, None, "todo", "Recorded, not told to everybody")

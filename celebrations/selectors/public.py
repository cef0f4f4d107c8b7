"""Spotlights as feeds tell of them."""

from datetime import date

from awards.emails import address_of
from celebrations.models import Spotlight
from celebrations.records import Entry, Occasion, Shown
from celebrations.selectors.spotlights import published

FEED_LENGTH = 20


def entries(*, on: date) -> list[Entry]:
    """The newest. Two queries."""
    return [_entry(row) for row in published(on)[:FEED_LENGTH]]


def _entry(row: Spotlight) -> Entry:
    if row.answered_at is None:
        raise ValueError("What is public was answered.")
    return Entry(
        id=f"urn:uuid:{row.uuid}",
        url=address_of("spotlight", row.uuid),
        organisation=row.organisation.name,
        title=row.title,
        summary=row.summary,
        story=row.story,
        changed=row.changed,
        published_at=row.answered_at,
        event=Occasion(row.event_name, row.event_day, row.event_place) if row.event_day else None,
        pictures=tuple(
            Shown(address_of("spotlight-picture", picture.uuid), picture.alt)
            for picture in row.shown_pictures  # type: ignore[attr-defined]  # prefetched
        ),
    )

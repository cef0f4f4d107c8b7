"""Officers put in order who is called up at a recognition event."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from awards.models import User
from celebrations.choices import Answer
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.evening import invited, with_emblems
from celebrations.selectors.events.order import places_seen, usual_key
from celebrations.services.events.locking import note, planned_event
from foundation.refusals import Refused


@transaction.atomic
def put_in_usual_order(*, event: RecognitionEvent, seen: str, actor: User, at: datetime) -> None:
    """By stage from Bronze to Platinum, then by name; what was changed by hand is lost."""
    fresh = planned_event(event, actor=actor)
    rows = _rows(fresh, seen=seen)
    _number(rows, usual_key)
    note("event.ordered", fresh, actor=actor, at=at, how="usual", organisations=_coming(rows))


@transaction.atomic
def save_order(
    *,
    event: RecognitionEvent,
    places: Mapping[UUID, int],
    seen: str,
    actor: User,
    at: datetime,
) -> None:
    """Re-numbered from 1. Who is given a number that is taken moves there, and the others make room."""
    fresh = planned_event(event, actor=actor)
    rows = _rows(fresh, seen=seen)
    behind = len(rows) + 1

    def key(row: EventInvitation) -> tuple[int, int, int, tuple[int, str, int]]:
        old = behind if row.place is None else row.place
        new = places.get(row.uuid, old)
        # Upwards before the one that stands there, downwards behind it.
        return new, (new > old) - (new < old), old, usual_key(row)

    _number(rows, key)
    note("event.ordered", fresh, actor=actor, at=at, how="by hand", organisations=_coming(rows))


def _rows(event: RecognitionEvent, *, seen: str) -> list[EventInvitation]:
    """Read after the lock on the event is held."""
    rows = list(with_emblems(invited(event).select_for_update(no_key=True, of=("self",))))
    if places_seen(rows) != seen:
        raise Refused(
            "A colleague has changed the running order meanwhile. Nothing of yours is saved. "
            "Look at the order as it is now, then change it."
        )
    return rows


def _number(rows: list[EventInvitation], key: Callable[[EventInvitation], Any]) -> None:
    coming = sorted((row for row in rows if row.answer == Answer.COMING), key=key)
    numbers = {row.pk: place for place, row in enumerate(coming, start=1)}
    for row in rows:
        row.place = numbers.get(row.pk)
    EventInvitation.objects.bulk_update(rows, ["place"], batch_size=200)


def _coming(rows: list[EventInvitation]) -> int:
    return sum(row.answer == Answer.COMING for row in rows)

"""The running order: who is called up, one after the other, and who gets the emblem another way."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from celebrations.choices import Answer
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.records import Emblem
from celebrations.selectors.events.evening import (
    emblems_of,
    highest,
    invited,
    printed_name_of,
    with_certificates,
)


@dataclass(frozen=True)
class Turn:
    """One organisation on the page of the order."""

    invitation: EventInvitation
    printed_name: str
    emblems: tuple[Emblem, ...]
    # Who comes up, by name.
    people: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.invitation.organisation.name


@dataclass(frozen=True)
class Order:
    coming: list[Turn]
    # They come another day, or somebody brings it: not there, or no answer.
    absent: list[Turn]
    # What the officer has seen, to tell whether a colleague changed it meanwhile.
    seen: str

    @property
    def is_whole(self) -> bool:
        return all(turn.invitation.place is not None for turn in self.coming)


def order_of(event: RecognitionEvent) -> Order:
    """Five queries, however many there are."""
    turns = [_turn(row) for row in with_certificates(invited(event).in_order())]
    return Order(
        coming=[turn for turn in turns if turn.invitation.answer == Answer.COMING],
        absent=[turn for turn in turns if turn.invitation.answer != Answer.COMING and turn.emblems],
        seen=places_seen(turn.invitation for turn in turns),
    )


def places_seen(rows: Iterable[EventInvitation]) -> str:
    """Of the places that were given. Whoever answers meanwhile has none, and changes nothing."""
    given = sorted((row.place, row.pk) for row in rows if row.place is not None)
    return hashlib.sha256(repr(given).encode()).hexdigest()[:16]


def usual_key(row: EventInvitation) -> tuple[int, str, int]:
    """By the highest emblem, Bronze first; then by name."""
    return highest(row), row.organisation.name.casefold(), row.pk


def _turn(row: EventInvitation) -> Turn:
    people = row.people  # type: ignore[attr-defined]  # with_certificates
    return Turn(
        row,
        printed_name_of(row),
        emblems_of(row),
        tuple(each.name for each in people if each.on_stage),
    )

"""What the pages of one invitation show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, QuerySet, Value, When

from awards.models import Organisation
from awards.selectors.revocations import stage_name
from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, RecognitionEvent
from celebrations.selectors.events.evening import presented


@dataclass(frozen=True)
class Shown:
    """One invitation with all that hangs on it."""

    invitation: EventInvitation
    event: RecognitionEvent
    # “Gold, 3 March 2027”, the earliest first.
    emblems: Sequence[tuple[str, date]]
    guests: Sequence[Guest]
    most: int
    # Why it takes no answer; empty while it does.
    closed: str

    @property
    def answered(self) -> bool:
        return self.invitation.answer != Answer.NONE

    @property
    def coming(self) -> bool:
        return self.invitation.answer == Answer.COMING

    @property
    def room(self) -> int:
        return max(0, self.most - len(self.guests))

    @property
    def receives(self) -> list[Guest]:
        return [guest for guest in self.guests if guest.on_stage]


def shown(
    invitation: EventInvitation, *, most: int, closed: str, with_guests: bool = True
) -> Shown:
    """Two queries."""
    rows = presented().filter(invitation=invitation)
    emblems = [(stage_name(row.award), row.award.awarded_on) for row in rows]
    guests = list(invitation.guests.all()) if with_guests else []
    return Shown(invitation, invitation.event, emblems, guests, most, closed)


def invitations_of(organisation: Organisation) -> "QuerySet[EventInvitation]":
    """Those that were sent to it: of events that are planned first, the next one at the top."""
    rows = EventInvitation.objects.sent().filter(organisation=organisation)
    later = Case(
        When(event__cancelled_at=None, event__closed_at=None, then=Value(0)), default=Value(1)
    )
    return rows.select_related("event").order_by(later, "-event__starts_at", "-pk")

"""An organisation says whether it comes: by its private link, or to an officer who writes it down."""

from collections.abc import Collection
from copy import copy
from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.models import User
from celebrations import emails_replies
from celebrations.choices import Answer
from celebrations.models import EventInvitation
from celebrations.services.events.locking import note
from celebrations.services.events.opened import SHORTLY, opened, role_of
from foundation.dates import london_date
from foundation.refusals import Refused
from foundation.versions import clash_over


@transaction.atomic
def answer(
    *,
    invitation: EventInvitation,
    answer: Answer,
    message: str,
    seen: datetime | None,
    gone: Collection[UUID] = (),
    actor: User | None,
    at: datetime,
) -> EventInvitation:
    """`seen`: when the answer was given that the page has shown. Of two people who answer, nobody
    overwrites what the other has said without knowing it (T-44).

    `gone`: the guests that are to be deleted, because nobody comes. All of them have to be named:
    one whom a colleague has added meanwhile is not lost.
    """
    if answer == Answer.NONE:
        raise Refused("Say whether you come.")
    fresh = opened(invitation, actor=actor, at=at)
    _refuse_unseen(fresh, seen, answer=answer, message=message)
    dropped = _drop_guests(fresh, gone) if answer == Answer.NOT_COMING else 0
    came_off = fresh.answer == Answer.COMING and answer == Answer.NOT_COMING
    fresh.answer, fresh.message = answer, message
    fresh.answered_at, fresh.answered_by = at, actor
    fresh.save(update_fields=["answer", "message", "answered_at", "answered_by"])
    note(
        "event_invitation.answered",
        fresh,
        actor=actor,
        at=at,
        role=role_of(actor),
        answer=answer.value,
        guests_deleted=dropped,
    )
    if came_off and london_date(at) >= fresh.event.day - SHORTLY:
        emails_replies.tell_officers_of_no(fresh, apart_from=actor, at=at)
    return fresh


def _refuse_unseen(
    fresh: EventInvitation, seen: datetime | None, *, answer: Answer, message: str
) -> None:
    """Not where both say the same, as with a second click."""
    if fresh.answered_at == seen or (fresh.answer, fresh.message) == (answer, message):
        return
    said = "that you are coming" if fresh.answer == Answer.COMING else "that you are not coming"
    mine = copy(fresh)
    mine.answer, mine.message = answer, message
    raise clash_over(
        mine,
        fields=("answer", "message"),
        sentence=f"Somebody has answered since you opened this page: {said}. Your answer is not saved.",
    )


def _drop_guests(invitation: EventInvitation, gone: Collection[UUID]) -> int:
    rows = invitation.guests.all()
    if rows.exclude(uuid__in=gone).exists():
        raise Refused(
            "Somebody has added a guest meanwhile. Open the invitation again and look at the guests first."
        )
    return rows.delete()[0]

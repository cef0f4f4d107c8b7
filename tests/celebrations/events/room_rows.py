"""Rows of an evening: an event, organisations with their answers, emblems and guests.

event = evening(officer, starts_at=NOW)
party(event, award, answer="coming", guests=["Amina Yusuf"])
"""

from datetime import date, datetime, timedelta
from typing import Any

from awards.models import Award, User
from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, Presentation, RecognitionEvent

PRESENTER = "Councillor Jo Bloggs"


def evening(officer: User, *, starts_at: datetime, **values: Any) -> RecognitionEvent:
    said: dict[str, Any] = {
        "name": "Recognition Event 2026",
        "venue": "Council House",
        "presenter": PRESENTER,
        "counts_from": date(2025, 1, 1),
        "reply_by": (starts_at - timedelta(days=10)).date(),
        "starts_at": starts_at,
        "created_at": starts_at - timedelta(days=60),
        "created_by": officer,
    }
    return RecognitionEvent.objects.create(**(said | values))


def party(
    event: RecognitionEvent,
    *awards: Award,
    answer: str = Answer.COMING,
    guests: list[str] | None = None,
    **values: Any,
) -> EventInvitation:
    """The first guest comes up to the stage."""
    at = event.created_at
    row = EventInvitation.objects.create(
        event=event,
        organisation=awards[0].organisation,
        link_made_at=at,
        added_at=at,
        added_by=event.created_by,
        **{"invited_at": at, **values},
        answer=answer,
        answered_at=None if answer == Answer.NONE else at,
    )
    Presentation.objects.bulk_create(Presentation(invitation=row, award=each) for each in awards)
    for place, name in enumerate(guests or []):
        guest(row, name, on_stage=place == 0)
    return row


def guest(row: EventInvitation, name: str, **values: Any) -> Guest:
    return Guest.objects.create(invitation=row, name=name, added_at=row.event.created_at, **values)


def emblem(row: EventInvitation) -> Presentation:
    return row.presentations.select_related("award").get()

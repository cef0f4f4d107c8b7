"""A recognition event with invitations, as they stand when a test begins.

event = evening(officer=officer, at=now)
row = invited(event, organisation, officer=officer, at=now); client.get(path_to(row))
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

from awards.models import Award, Organisation, User
from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, Presentation, RecognitionEvent
from celebrations.services.events.guests import add_guest
from celebrations.services.events.links import reply_address
from celebrations.services.events.replying import answer
from foundation.dates import london_date

DAY = timedelta(days=1)
# Of `now`: the event, and the last day for an answer.
STARTS, REPLY_BY = 40 * DAY, 20 * DAY
GUEST = {
    "name": "Robin Guest",
    "access_needs": "A place for a wheelchair",
    "dietary_needs": "No nuts",
    "on_stage": True,
    "no_pictures": False,
}


def evening(*, officer: User, at: datetime, **values: Any) -> RecognitionEvent:
    return RecognitionEvent.objects.create(
        **{
            "name": "Recognition Event 2027",
            "starts_at": at + STARTS,
            "venue": "Council House",
            "address": "Victoria Square, Birmingham",
            "presenter": "The Lord Mayor",
            "practical": "There is a lift to every room.",
            "counts_from": london_date(at - 365 * DAY),
            "reply_by": london_date(at + REPLY_BY),
            "most_guests": 3,
            "created_at": at,
            "created_by": officer,
        }
        | values
    )


def invited(
    event: RecognitionEvent,
    organisation: Organisation,
    *awards: Award,
    officer: User,
    at: datetime,
    **values: Any,
) -> EventInvitation:
    row = EventInvitation.objects.create(
        **{
            "event": event,
            "organisation": organisation,
            "link_made_at": at,
            "added_at": at,
            "added_by": officer,
            "asked_at": at,
            "invited_at": at,
        }
        | values
    )
    for award in awards:
        Presentation.objects.create(invitation=row, award=award)
    return row


def path_to(invitation: EventInvitation, rest: str = "") -> str:
    return urlsplit(reply_address(fresh(invitation))).path + rest


def fresh(invitation: EventInvitation) -> EventInvitation:
    rows = EventInvitation.objects.select_related("event", "organisation")
    return rows.get(pk=invitation.pk)


def says_yes(
    invitation: EventInvitation, *, at: datetime, actor: User | None = None
) -> EventInvitation:
    row = fresh(invitation)
    return answer(
        invitation=row,
        answer=Answer.COMING,
        message="",
        seen=row.answered_at,
        actor=actor,
        at=at,
    )


def says_no(
    invitation: EventInvitation,
    *,
    at: datetime,
    gone: Collection[UUID] = (),
    actor: User | None = None,
) -> EventInvitation:
    row = fresh(invitation)
    return answer(
        invitation=row,
        answer=Answer.NOT_COMING,
        message="",
        seen=row.answered_at,
        gone=gone,
        actor=actor,
        at=at,
    )


def brings(
    invitation: EventInvitation,
    name: str = "Robin Guest",
    *,
    at: datetime,
    actor: User | None = None,
    **values: Any,
) -> Guest:
    return add_guest(
        invitation=fresh(invitation),
        values=GUEST | {"name": name} | values,
        key=uuid4(),
        actor=actor,
        at=at,
    )


@pytest.fixture
def event(officer: User, now: datetime) -> RecognitionEvent:
    return evening(officer=officer, at=now)


@pytest.fixture
def invitation(
    event: RecognitionEvent, organisation: Organisation, officer: User, now: datetime
) -> EventInvitation:
    return invited(event, organisation, officer=officer, at=now)

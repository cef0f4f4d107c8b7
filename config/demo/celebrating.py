"""The yearly recognition event: one a year ago, with emblems handed over, and one to come."""

import tomllib
from collections.abc import Collection
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from awards.models import User
from celebrations.choices import Answer
from celebrations.emails_events import send_invitation
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.due import due_of, usual_counts_from
from celebrations.selectors.events.inviting import to_invite
from celebrations.selectors.events.order import places_seen
from celebrations.services.events.attendance import save_attendance
from celebrations.services.events.closing import close_event
from celebrations.services.events.due import set_due
from celebrations.services.events.guests import add_guest
from celebrations.services.events.inviting import invite_all
from celebrations.services.events.links import reply_address
from celebrations.services.events.order import put_in_usual_order
from celebrations.services.events.planning import Details, plan_event
from celebrations.services.events.replying import answer
from config.demo.people import Cast
from foundation.dates import LONDON, london_date

FILE = Path(__file__).with_name("events.toml")
Table = dict[str, Any]
DAY = timedelta(days=1)
# Invitations go out so long before the evening, and answers are taken until ten days before it.
INVITED, ANSWERED, ORDERED = 56 * DAY, 51 * DAY, 47 * DAY
THURSDAY = 3


def tell_of_events(cast: Cast, *, now: datetime) -> None:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    _past(told["past"], cast.second_officer, starts_at=_evening(now - told["past"]["days"] * DAY))
    _next(told["next"], cast.second_officer, starts_at=_evening(now + told["next"]["days"] * DAY))


def _past(table: Table, officer: User, *, starts_at: datetime) -> None:
    invited_at = starts_at - INVITED
    event = _plan(table, officer, starts_at=starts_at, at=invited_at - 9 * DAY)
    _list_all(event, officer, at=invited_at - DAY)
    _invite(event, officer, at=invited_at)
    for row in event.invitations.exclude(organisation__name__in=table["absent"]):
        _answer(row, coming=True, message="", at=starts_at - ANSWERED)
    for party in table["guest"]:
        row = event.invitations.get(organisation__name=party["organisation"])
        for name in party["names"]:
            _bring(row, {"name": name, "on_stage": True}, at=starts_at - ANSWERED)
    _usual_order(event, officer, at=starts_at - 9 * DAY)
    there = event.invitations.coming()
    came = {guest for row in there for guest in row.guests.values_list("uuid", flat=True)}
    given = {
        award for row in there for award in row.presentations.values_list("award__uuid", flat=True)
    }
    save_attendance(
        event=event,
        shown=set(event.invitations.values_list("uuid", flat=True)),
        ticked=came | given,
        was=set(),
        actor=officer,
        at=starts_at + timedelta(hours=1),
    )
    close_event(event=event, actor=officer, at=starts_at + DAY)


def _next(table: Table, officer: User, *, starts_at: datetime) -> None:
    invited_at = starts_at - INVITED
    event = _plan(table, officer, starts_at=starts_at, at=invited_at - 9 * DAY)
    _list_all(event, officer, at=invited_at - DAY, but=table["later"])
    _invite(event, officer, at=invited_at)
    answers = sorted(table["answer"], key=lambda each: each.get("after_order", False))
    ordered = False
    for number, each in enumerate(answers):
        late = each.get("after_order", False)
        if late and not ordered:
            _usual_order(event, officer, at=starts_at - ORDERED)
            ordered = True
        row = event.invitations.get(organisation__name=each["organisation"])
        at = starts_at - (ORDERED if late else ANSWERED) + number * timedelta(hours=5)
        _answer(row, coming=each["coming"], message=each["message"], at=at)
        for guest in each["guests"]:
            _bring(row, guest, at=at)
    _list_all(event, officer, at=starts_at - ORDERED + DAY)


def _evening(moment: datetime) -> datetime:
    """The Thursday on that day or before it, at half past five."""
    day = london_date(moment)
    day -= timedelta(days=(day.weekday() - THURSDAY) % 7)
    return datetime.combine(day, time(17, 30), tzinfo=LONDON)


def _plan(table: Table, officer: User, *, starts_at: datetime, at: datetime) -> RecognitionEvent:
    day = london_date(starts_at)
    return plan_event(
        details=Details(
            name=f"{table['name']} {day.year}",
            starts_at=starts_at,
            venue=table["venue"],
            address=table["address"],
            presenter=table["presenter"],
            practical=table["practical"].strip(),
            counts_from=usual_counts_from(on=london_date(at)),
            reply_by=day - timedelta(days=10),
        ),
        actor=officer,
        at=at,
    )


def _list_all(
    event: RecognitionEvent, officer: User, *, at: datetime, but: Collection[str] = ()
) -> None:
    """Everything that was given by then."""
    on = london_date(at)
    due = due_of(event, on=on)
    awards = [
        each.award.uuid
        for each in due.emblems
        if each.award.awarded_on <= on and each.award.organisation.name not in but
    ]
    set_due(event=event, awards=awards, actor=officer, at=at)


def _invite(event: RecognitionEvent, officer: User, *, at: datetime) -> None:
    """The officer's word, and at once what the job does, as it was done on that day."""
    invite_all(event=event, seen=to_invite(event).seen, actor=officer, at=at)
    rows = EventInvitation.objects.let_go().filter(event=event)
    for row in rows.select_related("event", "organisation"):
        send_invitation(row, answer_at=reply_address(row), at=at)
        row.invited_at = at
        row.save(update_fields=["invited_at"])


def _answer(row: EventInvitation, *, coming: bool, message: str, at: datetime) -> None:
    said = Answer.COMING if coming else Answer.NOT_COMING
    answer(invitation=row, answer=said, message=message, seen=row.answered_at, actor=None, at=at)


def _bring(row: EventInvitation, guest: Table, *, at: datetime) -> None:
    add_guest(
        invitation=row,
        values={
            "name": guest["name"],
            "access_needs": guest.get("access", ""),
            "dietary_needs": guest.get("diet", ""),
            "on_stage": guest.get("on_stage", False),
            "no_pictures": guest.get("no_pictures", False),
        },
        key=uuid4(),
        actor=None,
        at=at,
    )


def _usual_order(event: RecognitionEvent, officer: User, *, at: datetime) -> None:
    seen = places_seen(event.invitations.all())
    put_in_usual_order(event=event, seen=seen, actor=officer, at=at)

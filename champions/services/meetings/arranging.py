"""Offering times and agreeing on one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.choices import Role
from awards.models import Application, User
from awards.permissions import need_writer
from champions import emails_visits
from champions.choices import AppointmentState, Group, MeetingOutcome, PlaceKind, Purpose, Side
from champions.models import Appointment, OfferedTime
from champions.selectors import needs_meeting
from champions.services.locks import locked
from champions.services.meetings.rounds import (
    need_arranger,
    new_round,
    open_now,
    record,
    refuse_bad_times,
    refuse_when_closed,
)
from champions.services.nameless import refuse_names
from foundation.refusals import Refused


@transaction.atomic
def offer_times(
    *,
    application: Application,
    times: Sequence[datetime],
    place_kind: PlaceKind,
    place: str,
    minutes: int,
    actor: User,
    at: datetime,
) -> Appointment:
    """The panel's side offers times to meet, and where; a new round replaces the one before."""
    current = locked(application)
    role = need_arranger(actor, current)
    refuse_when_closed(current)
    if not needs_meeting(current):
        raise Refused("There is no meeting at this stage.")
    refuse_bad_times(times, at)
    meetings = Appointment.objects.meetings().filter(application=current)
    if meetings.filter(state=AppointmentState.HELD, outcome=MeetingOutcome.READY).exists():
        raise Refused("The meeting has already been held.")
    appointment = meetings.open().first()
    if appointment is None:
        appointment = Appointment.objects.create(
            application=current,
            purpose=Purpose.MEETING,
            state_since=at,
            place_kind=place_kind,
            place=place,
            minutes=minutes,
            created_by=actor,
            created_at=at,
        )
    elif appointment.state == AppointmentState.AGREED:
        raise Refused("A time has already been agreed. You can move the meeting.")
    else:
        appointment.place_kind, appointment.place = place_kind, place
        appointment.minutes = minutes
    new_round(appointment, times, Side.PANEL, actor, at)
    record("offered", appointment, actor, role, at)
    return appointment


@transaction.atomic
def offer_visit(
    *,
    application: Application,
    purpose: Purpose,
    group: Group | None = None,
    about: str,
    times: Sequence[datetime],
    place_kind: PlaceKind,
    place: str,
    minutes: int,
    key: UUID,
    actor: User,
    at: datetime,
) -> Appointment:
    """A monitoring visit or an interview; a case has as many as its panel wants (scheme.md 20).

    `key` becomes its id: the same one finds what the first click made (T-43).
    """
    current = locked(application)
    role = need_arranger(actor, current)
    before = Appointment.objects.filter(uuid=key).first()
    if before is not None:
        if (before.application_id, before.created_by_id) != (current.pk, actor.pk):
            raise Refused("This page is out of date. Open it again.")
        before.application = current
        return before
    refuse_when_closed(current)
    if needs_meeting(current) or purpose is Purpose.MEETING:
        raise Refused("There are no visits or interviews at this stage.")
    if (purpose is Purpose.INTERVIEW) != (group is not None):
        raise Refused("Say whom the interview is with.")
    if not about.strip():
        raise Refused("Say what you want to see or hear.")
    if purpose is Purpose.INTERVIEW:
        refuse_names([about], current)
    refuse_bad_times(times, at)
    appointment = Appointment.objects.create(
        uuid=key,
        application=current,
        purpose=purpose,
        group=group or "",
        about=about,
        state_since=at,
        place_kind=place_kind,
        place=place,
        minutes=minutes,
        created_by=actor,
        created_at=at,
    )
    new_round(appointment, times, Side.PANEL, actor, at)
    record("offered", appointment, actor, role, at)
    return appointment


@transaction.atomic
def offer_again(
    *, appointment: Appointment, times: Sequence[datetime], actor: User, at: datetime
) -> Appointment:
    """None is agreed yet: the panel's side offers other times."""
    current, appointment = open_now(appointment, AppointmentState.OFFERED)
    role = need_arranger(actor, current)
    refuse_bad_times(times, at)
    new_round(appointment, times, Side.PANEL, actor, at)
    record("offered", appointment, actor, role, at)
    return appointment


@transaction.atomic
def propose_other_times(
    *,
    appointment: Appointment,
    times: Sequence[datetime],
    access_needs: str = "",
    actor: User,
    at: datetime,
) -> Appointment:
    """None of the panel's times suits: the organisation offers its own."""
    current, appointment = open_now(appointment, AppointmentState.OFFERED)
    role = need_writer(actor, current)
    refuse_bad_times(times, at)
    appointment.access_needs = access_needs
    new_round(appointment, times, Side.ORGANISATION, actor, at)
    record("other_times", appointment, actor, role, at)
    return appointment


@transaction.atomic
def accept_time(
    *, offered: OfferedTime, access_needs: str = "", actor: User, at: datetime
) -> Appointment:
    """The organisation takes one of the times that the panel offered."""
    current, appointment = open_now(offered.appointment, AppointmentState.OFFERED)
    role = need_writer(actor, current)
    appointment.access_needs = access_needs
    return _agree(appointment, offered, Side.PANEL, actor, role, at)


@transaction.atomic
def agree(*, offered: OfferedTime, actor: User, at: datetime) -> Appointment:
    """The panel takes one of the times that the organisation offered."""
    current, appointment = open_now(offered.appointment, AppointmentState.OFFERED)
    role = need_arranger(actor, current)
    return _agree(appointment, offered, Side.ORGANISATION, actor, role, at)


def _agree(
    appointment: Appointment,
    offered: OfferedTime,
    side: Side,
    actor: User,
    role: Role,
    at: datetime,
) -> Appointment:
    current = appointment.offers.open().filter(pk=offered.pk, side=side).first()
    if current is None:
        raise Refused("This time is no longer on offer. Look at the times again.")
    if current.starts_at <= at:
        raise Refused("This time has passed. Choose another one.")
    appointment.starts_at = current.starts_at
    appointment.state = AppointmentState.AGREED
    appointment.state_since = at
    appointment.version += 1
    appointment.save()
    appointment.offers.open().update(closed_at=at)
    emails_visits.tell_agreed(appointment, changed=False, at=at)
    record("agreed", appointment, actor, role, at)
    return appointment

"""Offering, choosing, moving and calling off a meeting (scheme.md 7).

Each side offers or answers in turn. Every change makes `version` grow: the calendar's SEQUENCE.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from awards.choices import Role, Status
from awards.models import Application, User
from awards.permissions import need_writer
from champions import emails
from champions.choices import AppointmentState, MeetingOutcome, PlaceKind, Purpose, Side
from champions.models import Appointment, OfferedTime, Panel
from champions.permissions import need_panel_side
from champions.selectors import needs_meeting
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import Refused

MOST_TIMES = 5


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
    """The panel's side offers times, and where; a new round replaces the one before."""
    current = locked(application)
    role = need_panel_side(actor, _panel(current))
    _refuse_when_closed(current)
    if not needs_meeting(current):
        raise Refused("There is no meeting at this stage.")
    _refuse_bad_times(times, at)
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
    _new_round(appointment, times, Side.PANEL, actor, at)
    _record("meeting.offered", appointment, actor, role, at)
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
    current, appointment = _open(appointment, AppointmentState.OFFERED)
    role = need_writer(actor, current)
    _refuse_bad_times(times, at)
    appointment.access_needs = access_needs
    _new_round(appointment, times, Side.ORGANISATION, actor, at)
    _record("meeting.other_times", appointment, actor, role, at)
    return appointment


@transaction.atomic
def accept_time(
    *, offered: OfferedTime, access_needs: str = "", actor: User, at: datetime
) -> Appointment:
    """The organisation takes one of the times that the panel offered."""
    current, appointment = _open(offered.appointment, AppointmentState.OFFERED)
    role = need_writer(actor, current)
    appointment.access_needs = access_needs
    return _agree(appointment, offered, Side.PANEL, actor, role, at)


@transaction.atomic
def agree(*, offered: OfferedTime, actor: User, at: datetime) -> Appointment:
    """The panel takes one of the times that the organisation offered."""
    current, appointment = _open(offered.appointment, AppointmentState.OFFERED)
    role = need_panel_side(actor, _panel(current))
    return _agree(appointment, offered, Side.ORGANISATION, actor, role, at)


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    side: Side,
    times: Sequence[datetime],
    reason: str,
    actor: User,
    at: datetime,
) -> Appointment:
    """Either side can: the agreed time falls, and the other side chooses from new ones."""
    current, appointment = _open(appointment, AppointmentState.AGREED)
    role = _need_side(side, actor, current)
    _refuse_bad_times(times, at)
    was = appointment.starts_at
    appointment.starts_at = None
    appointment.state = AppointmentState.OFFERED
    appointment.version += 1
    emails.tell_moved(appointment, was=was, reason=reason, at=at)
    _new_round(appointment, times, side, actor, at)
    _record("meeting.moved", appointment, actor, role, at)
    return appointment


@transaction.atomic
def change_place(
    *, appointment: Appointment, place_kind: PlaceKind, place: str, actor: User, at: datetime
) -> Appointment:
    """The time stands; everybody gets the new place or link."""
    current, appointment = _open(appointment, AppointmentState.AGREED)
    role = need_panel_side(actor, _panel(current))
    appointment.place_kind, appointment.place = place_kind, place
    appointment.version += 1
    appointment.save(update_fields=["place_kind", "place", "version"])
    emails.tell_agreed(appointment, changed=True, at=at)
    _record("meeting.place_changed", appointment, actor, role, at)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, reason: str, actor: User, at: datetime) -> Appointment:
    current, appointment = _open(appointment, *AppointmentState)
    role = need_panel_side(actor, _panel(current))
    if not reason.strip():
        raise Refused("Say why the meeting is called off.")
    call_off(appointment, reason=reason, actor=actor, role=role, at=at)
    return appointment


def call_off(
    appointment: Appointment, *, reason: str, actor: User, role: str, at: datetime
) -> None:
    """The caller holds the case's lock and has checked who asks."""
    was = appointment.starts_at
    appointment.state = AppointmentState.CANCELLED
    appointment.state_since = at
    appointment.cancelled_reason = reason
    appointment.version += 1
    appointment.save(update_fields=["state", "state_since", "cancelled_reason", "version"])
    appointment.offers.open().update(closed_at=at)
    emails.tell_cancelled(appointment, was=was, reason=reason, at=at)
    _record("meeting.cancelled", appointment, actor, role, at)


def _panel(application: Application) -> Panel:
    panel = Panel.objects.filter(application=application).first()
    if panel is None:
        raise Refused("There is no panel yet.")
    return panel


def _need_side(side: Side, actor: User, application: Application) -> Role:
    if side is Side.PANEL:
        return need_panel_side(actor, _panel(application))
    return need_writer(actor, application)


def _open(appointment: Appointment, *states: AppointmentState) -> tuple[Application, Appointment]:
    """The meeting as it is now, if it is still open and in one of these states."""
    current = locked(appointment.application)
    fresh = Appointment.objects.get(pk=appointment.pk)
    fresh.application = current
    _refuse_when_closed(current)
    if fresh.state == AppointmentState.HELD:
        raise Refused("The meeting has already been held.")
    if fresh.state == AppointmentState.CANCELLED:
        raise Refused("The meeting was called off.")
    if fresh.state not in states:
        agreed = fresh.state == AppointmentState.AGREED
        raise Refused(
            "A time has already been agreed." if agreed else "No time has been agreed yet."
        )
    return current, fresh


def _refuse_when_closed(application: Application) -> None:
    if application.status not in (Status.IN_REVIEW, Status.CHANGES_REQUESTED):
        raise Refused("This application is not with the champions.")


def _refuse_bad_times(times: Sequence[datetime], at: datetime) -> None:
    if not times:
        raise Refused("Offer at least one time.")
    if len(times) > MOST_TIMES:
        raise Refused(f"Offer {MOST_TIMES} times at most.")
    if len(set(times)) < len(times):
        raise Refused("The same time is there twice.")
    if any(moment <= at for moment in times):
        raise Refused("A time to meet has to be in the future.")


def _new_round(
    appointment: Appointment, times: Sequence[datetime], side: Side, actor: User, at: datetime
) -> None:
    appointment.offers.open().update(closed_at=at)
    offers = OfferedTime.objects.bulk_create(
        OfferedTime(
            appointment=appointment, starts_at=moment, side=side, offered_by=actor, offered_at=at
        )
        for moment in sorted(times)
    )
    appointment.state_since = at
    appointment.version += 1
    appointment.save()
    emails.tell_times(appointment, offers, at=at)


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
    emails.tell_agreed(appointment, changed=False, at=at)
    _record("meeting.agreed", appointment, actor, role, at)
    return appointment


def _record(event: str, appointment: Appointment, actor: User, role: str, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        target=appointment,
        at=at,
        role=role,
        acting_for=appointment.application.organisation.uuid,
        details={"version": appointment.version},
    )

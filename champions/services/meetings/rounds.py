"""What every act on an appointment begins and ends with.

Each side offers or answers in turn. Every change makes `version` grow: the calendar's SEQUENCE.
"""

from collections.abc import Sequence
from datetime import datetime

from awards.choices import Role, Status
from awards.models import Application, User
from awards.permissions import need_writer
from champions import emails_visits
from champions.choices import AppointmentState, Purpose, Side
from champions.models import Appointment, Assignment, OfferedTime, Panel
from champions.permissions import need_no_part, need_panel_side
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import NotAllowed, Refused

MOST_TIMES = 5
_NOUNS = {Purpose.MEETING: "meeting", Purpose.VISIT: "visit", Purpose.INTERVIEW: "interview"}


def noun(appointment: Appointment) -> str:
    return _NOUNS[Purpose(appointment.purpose)]


def panel_of(application: Application) -> Panel:
    panel = Panel.objects.filter(application=application).first()
    if panel is None:
        raise Refused("There is no panel yet.")
    return panel


def need_arranger(actor: User, application: Application) -> Role:
    """The panel's side. An officer who sits declares first; one with a link has no part (T-36)."""
    panel = panel_of(application)
    role = need_panel_side(actor, panel)
    if role is not Role.OFFICER:
        return role
    if Assignment.objects.active().filter(panel=panel, champion__user=actor).exists():
        raise NotAllowed("Tell us first if you have a link with this organisation.")
    if not Panel.objects.visible_to(actor).filter(pk=panel.pk).exists():
        raise NotAllowed("You have a link with this organisation, so this case is not yours.")
    need_no_part(actor, application)
    return role


def need_side(side: Side, actor: User, application: Application) -> Role:
    if side is Side.PANEL:
        return need_arranger(actor, application)
    return need_writer(actor, application)


def open_now(
    appointment: Appointment, *states: AppointmentState
) -> tuple[Application, Appointment]:
    """The appointment as it is now, if it is still open and in one of these states."""
    current = locked(appointment.application)
    fresh = Appointment.objects.get(pk=appointment.pk)
    fresh.application = current
    refuse_when_closed(current)
    if fresh.state == AppointmentState.HELD:
        raise Refused(f"The {noun(fresh)} has already been held.")
    if fresh.state == AppointmentState.CANCELLED:
        raise Refused(f"The {noun(fresh)} was called off.")
    if fresh.state not in states:
        agreed = fresh.state == AppointmentState.AGREED
        raise Refused(
            "A time has already been agreed." if agreed else "No time has been agreed yet."
        )
    return current, fresh


def refuse_when_closed(application: Application) -> None:
    if application.status not in (Status.IN_REVIEW, Status.CHANGES_REQUESTED):
        raise Refused("This application is not with the champions.")


def refuse_bad_times(times: Sequence[datetime], at: datetime) -> None:
    if not times:
        raise Refused("Offer at least one time.")
    if len(times) > MOST_TIMES:
        raise Refused(f"Offer {MOST_TIMES} times at most.")
    if len(set(times)) < len(times):
        raise Refused("The same time is there twice.")
    if any(moment <= at for moment in times):
        raise Refused("A time to meet has to be in the future.")


def new_round(
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
    emails_visits.tell_times(appointment, offers, at=at)


def record(
    what: str,
    appointment: Appointment,
    actor: User,
    role: str,
    at: datetime,
    **details: str | int,
) -> None:
    """In the audit trail as `meeting.moved`, `visit.moved` or `interview.moved`."""
    audit.record(
        f"{noun(appointment)}.{what}",
        actor=actor,
        target=appointment,
        at=at,
        role=role,
        acting_for=appointment.application.organisation.uuid,
        details=details or {"version": appointment.version},
    )

"""Writing up a meeting that was held (scheme.md 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from awards.models import User
from champions.choices import AppointmentState, Capacity, MeetingOutcome
from champions.models import Appointment, Attendance, Panel
from champions.permissions import need_panel_side
from champions.services.locks import locked
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Refused


@dataclass(frozen=True)
class Attendee:
    name: str
    capacity: Capacity
    attended: bool = True
    user: User | None = None


@transaction.atomic
def hold_and_minute(
    *,
    appointment: Appointment,
    held_on: date,
    attendance: Sequence[Attendee],
    summary: str,
    commitment_assessed: str,
    next_steps: str,
    outcome: MeetingOutcome,
    actor: User,
    at: datetime,
) -> Appointment:
    """No Bronze without this: who met, what was said of the commitment, what comes next."""
    current = locked(appointment.application)
    role = need_panel_side(actor, Panel.objects.get(application=current))
    fresh = Appointment.objects.get(pk=appointment.pk)
    fresh.application = current
    if fresh.state == AppointmentState.HELD:
        raise Refused("This meeting has already been written up.")
    if fresh.state != AppointmentState.AGREED or fresh.starts_at is None:
        raise Refused("No time has been agreed yet.")
    if not current.is_open:
        raise Refused("This application has ended.")
    if fresh.starts_at > at:
        raise Refused("The meeting has not begun yet. Write it up afterwards.")
    if not london_date(fresh.starts_at) <= held_on <= london_date(at):
        raise Refused("The meeting was held between the agreed day and today.")
    present = {each.capacity for each in attendance if each.attended}
    if Capacity.CHAMPION not in present:
        raise Refused("At least one champion has to have been there.")
    if Capacity.ORGANISATION not in present:
        raise Refused("At least one person of the organisation has to have been there.")
    if not (summary.strip() and commitment_assessed.strip() and next_steps.strip()):
        raise Refused("Write what was said, how you see the commitment, and what comes next.")
    fresh.state = AppointmentState.HELD
    fresh.state_since = at
    fresh.held_on = held_on
    fresh.summary = summary
    fresh.commitment_assessed = commitment_assessed
    fresh.next_steps = next_steps
    fresh.outcome = outcome
    fresh.minuted_by = actor
    fresh.minuted_at = at
    fresh.save()
    Attendance.objects.bulk_create(
        Attendance(
            appointment=fresh,
            name=each.name,
            capacity=each.capacity,
            attended=each.attended,
            user=each.user,
        )
        for each in attendance
    )
    audit.record(
        "meeting.held",
        actor=actor,
        target=fresh,
        at=at,
        role=role,
        acting_for=current.organisation.uuid,
        details={"outcome": outcome.value, "there": sum(each.attended for each in attendance)},
    )
    return fresh

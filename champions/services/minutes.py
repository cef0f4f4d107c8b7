"""Writing up a meeting that was held (scheme.md 7), and what a visit's notes have in common with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from awards.choices import Role
from awards.models import User
from champions.choices import AppointmentState, Capacity, MeetingOutcome, Purpose
from champions.models import Appointment, Attendance
from champions.services.locks import locked
from champions.services.meetings.rounds import need_arranger, noun, record
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
    fresh, role = begin_notes(appointment, held_on=held_on, actor=actor, at=at)
    if fresh.purpose != Purpose.MEETING:
        raise Refused("This is no meeting. Write it up on its own page.")
    refuse_without(attendance, Capacity.CHAMPION, Capacity.ORGANISATION)
    if not (summary.strip() and commitment_assessed.strip() and next_steps.strip()):
        raise Refused("Write what was said, how you see the commitment, and what comes next.")
    fresh.summary = summary
    fresh.commitment_assessed = commitment_assessed
    fresh.next_steps = next_steps
    fresh.outcome = outcome
    finish_notes(fresh, held_on=held_on, attendance=attendance, actor=actor, at=at)
    there = sum(each.attended for each in attendance)
    record("held", fresh, actor, role, at, outcome=outcome.value, there=there)
    return fresh


def begin_notes(
    appointment: Appointment, *, held_on: date, actor: User, at: datetime
) -> tuple[Appointment, Role]:
    """The appointment as it is now, if its time was agreed and has come."""
    current = locked(appointment.application)
    role = need_arranger(actor, current)
    fresh = Appointment.objects.get(pk=appointment.pk)
    fresh.application = current
    if fresh.state == AppointmentState.HELD:
        raise Refused(f"This {noun(fresh)} has already been written up.")
    if fresh.state == AppointmentState.CANCELLED:
        raise Refused(f"This {noun(fresh)} was called off.")
    if fresh.state != AppointmentState.AGREED or fresh.starts_at is None:
        raise Refused("No time has been agreed yet.")
    if not current.is_open:
        raise Refused("This application has ended.")
    if fresh.starts_at > at:
        raise Refused(f"The {noun(fresh)} has not begun yet. Write it up afterwards.")
    if not london_date(fresh.starts_at) <= held_on <= london_date(at):
        raise Refused(f"The {noun(fresh)} was held between the agreed day and today.")
    return fresh, role


def refuse_without(attendance: Sequence[Attendee], *capacities: Capacity) -> None:
    present = {each.capacity for each in attendance if each.attended}
    if Capacity.CHAMPION in capacities and Capacity.CHAMPION not in present:
        raise Refused("At least one champion has to have been there.")
    if Capacity.ORGANISATION in capacities and Capacity.ORGANISATION not in present:
        raise Refused("At least one person of the organisation has to have been there.")


def finish_notes(
    fresh: Appointment,
    *,
    held_on: date,
    attendance: Sequence[Attendee],
    actor: User,
    at: datetime,
) -> None:
    """From here on it was held, and who was there stands."""
    fresh.state = AppointmentState.HELD
    fresh.state_since = at
    fresh.held_on = held_on
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

"""Moving what was agreed, and calling it off."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from awards.choices import Role
from awards.models import User
from champions import emails_visits
from champions.choices import OPEN_APPOINTMENTS, AppointmentState, PlaceKind, Side
from champions.models import Appointment
from champions.services.meetings.rounds import (
    need_arranger,
    need_side,
    new_round,
    noun,
    open_now,
    record,
    refuse_bad_times,
)
from foundation.refusals import Refused
from portfolios.services.evidence import drop_photo


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
    current, appointment = open_now(appointment, AppointmentState.AGREED)
    role = need_side(side, actor, current)
    refuse_bad_times(times, at)
    if appointment.photos.exists():
        raise Refused("There are photos of this visit, so it took place. Write it up.")
    was = appointment.starts_at
    appointment.starts_at = None
    appointment.state = AppointmentState.OFFERED
    appointment.version += 1
    emails_visits.tell_moved(appointment, was=was, reason=reason, at=at)
    new_round(appointment, times, side, actor, at)
    record("moved", appointment, actor, role, at)
    return appointment


@transaction.atomic
def change_place(
    *, appointment: Appointment, place_kind: PlaceKind, place: str, actor: User, at: datetime
) -> Appointment:
    """The time stands; everybody gets the new place or link."""
    current, appointment = open_now(appointment, AppointmentState.AGREED)
    role = need_arranger(actor, current)
    appointment.place_kind, appointment.place = place_kind, place
    appointment.place_changed_at = at
    appointment.version += 1
    appointment.save(update_fields=["place_kind", "place", "place_changed_at", "version"])
    emails_visits.tell_agreed(appointment, changed=True, at=at)
    record("place_changed", appointment, actor, role, at)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, reason: str, actor: User, at: datetime) -> Appointment:
    current, appointment = open_now(appointment, *OPEN_APPOINTMENTS)
    role = need_arranger(actor, current)
    if not reason.strip():
        raise Refused(f"Say why the {noun(appointment)} is called off.")
    call_off(appointment, reason=reason, actor=actor, role=role, at=at)
    return appointment


def call_off(
    appointment: Appointment,
    *,
    reason: str,
    actor: User,
    role: str,
    at: datetime,
    tell: bool = True,
) -> None:
    """The caller holds the case's lock and has checked who asks. Nobody will be shown its photos: they go."""
    was = appointment.starts_at
    appointment.state = AppointmentState.CANCELLED
    appointment.state_since = at
    appointment.cancelled_reason = reason
    appointment.version += 1
    appointment.save(update_fields=["state", "state_since", "cancelled_reason", "version"])
    appointment.offers.open().update(closed_at=at)
    for photo in appointment.photos.select_related("item").order_by("item"):
        drop_photo(item=photo.item, actor=actor, role=Role(role), at=at)
    if tell:
        emails_visits.tell_cancelled(appointment, was=was, reason=reason, at=at)
    record("cancelled", appointment, actor, role, at)

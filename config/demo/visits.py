"""A panel goes and looks, and talks with people, before it assesses a portfolio (scheme.md 20)."""

from datetime import timedelta
from uuid import UUID

from champions.choices import Capacity, Group, PlaceKind, Purpose
from champions.models import Appointment
from champions.services.meetings import accept_time, offer_visit
from champions.services.minutes import Attendee
from champions.services.visits import show, write_up
from config.demo import case
from config.demo.judged import Table
from config.demo.tale import Tale


def visit(tale: Tale, table: Table, day: int) -> None:
    """Offered, and agreed where it says so; written up when it lies in the past, and shown by the chair."""
    appointment = _offer(tale, table, day)
    if not table.get("agreed", True):
        return
    appointment = accept_time(
        offered=appointment.offers.open().earliest("starts_at"),
        access_needs=table.get("access", ""),
        actor=tale.lead,
        at=tale.days.at(day + 1, 11),
    )
    if "summary" in table:
        _write_up(tale, table, appointment)


def _offer(tale: Tale, table: Table, day: int) -> Appointment:
    purpose = Purpose(table["purpose"])
    ahead = [each + table.get("ahead", 3) for each in (day, day + 4)]
    return offer_visit(
        application=tale.application,
        purpose=purpose,
        group=Group(table["group"]) if "group" in table else None,
        about=table["about"],
        times=[tale.days.slot(each, hour) for each, hour in zip(ahead, (10, 14), strict=True)],
        place_kind=PlaceKind.IN_PERSON,
        place=f"{', '.join(tale.sketch.address)}, {tale.sketch.postcode}",
        minutes=90 if purpose is Purpose.VISIT else 45,
        key=UUID(int=tale.chance.getrandbits(128), version=4),
        actor=case.chair(tale),
        at=tale.days.at(day, 9),
    )


def _write_up(tale: Tale, table: Table, appointment: Appointment) -> None:
    if appointment.starts_at is None:
        raise ValueError("It was agreed a line ago.")
    people = [
        Attendee(each.user.name, Capacity.CHAMPION, user=each.user)
        for each in case.champions(tale)[:2]
    ]
    if appointment.purpose == Purpose.VISIT:
        people.append(Attendee(tale.lead.name, Capacity.ORGANISATION, user=tale.lead))
    chair = case.chair(tale)
    written = write_up(
        appointment=appointment,
        held_on=appointment.starts_at.date(),
        attendance=people,
        people_count=table.get("people"),
        summary=table["summary"],
        findings=table["findings"],
        actor=chair,
        at=tale.days.after(appointment.starts_at + timedelta(hours=26)),
    )
    if table.get("shown"):
        show(
            appointment=written,
            actor=chair,
            at=tale.days.after(appointment.starts_at + timedelta(hours=50)),
        )

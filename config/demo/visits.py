"""A panel goes and looks, and talks with people, before it assesses a portfolio (scheme.md 20)."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from champions.choices import Capacity, Group, PlaceKind, Purpose
from champions.models import Appointment, AppointmentPhoto
from champions.services.meetings import accept_time, offer_visit
from champions.services.minutes import Attendee
from champions.services.visits import show, write_up
from config.demo import case
from config.demo.judged import Table
from config.demo.keeping import keep_file
from config.demo.tale import Tale
from foundation.dates import london_date
from foundation.forms import show_date
from portfolios.choices import EvidenceKind, Gatherer, ShowsPeople
from portfolios.models import Consent
from portfolios.services.evidence.items import new_item


def visit(tale: Tale, table: Table, day: int) -> None:
    """Offered, and agreed where it says so; written up when it lies in the past, and shown by the chair."""
    appointment = _offer(tale, table, day)
    if not table.get("agreed", True):
        return
    # On the same day: with a weekend between, the day after can be the day of the visit.
    appointment = accept_time(
        offered=appointment.offers.open().earliest("starts_at"),
        access_needs=table.get("access", ""),
        actor=tale.lead,
        at=tale.days.at(day, 15),
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
    _keep_photos(tale, table, appointment, day=appointment.starts_at)
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
            seen=list(written.photos.values_list("item__uuid", flat=True)),
            actor=chair,
            at=tale.days.after(appointment.starts_at + timedelta(hours=50)),
        )


def _keep_photos(tale: Tale, table: Table, appointment: Appointment, *, day: datetime) -> None:
    """Drawn by us, and so with nobody in them (`config.demo.keeping` says why no service is asked)."""
    at, actor = tale.days.after(day + timedelta(hours=1)), case.chair(tale)
    for each in table.get("photos", ()):
        chance = Random(each["name"])  # noqa: S311  # a drawing, the same each time
        item = new_item(
            tale.application.organisation,
            key=UUID(int=chance.getrandbits(128), version=4),
            values={
                "title": f"Photo of the monitoring visit on {show_date(london_date(day))}",
                "kind": EvidenceKind.PHOTO,
                "happened_on": london_date(day),
                "gathered_by": Gatherer.PANEL,
            },
            actor=actor,
            at=at,
        )
        Consent.objects.filter(item=item).update(shows_people=ShowsPeople.NOBODY)
        keep_file(item, each, actor=actor, at=at, chance=chance)
        AppointmentPhoto.objects.create(appointment=appointment, item=item)

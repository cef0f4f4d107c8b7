"""Of a recognition event, at the moment from which its time is counted."""

from collections.abc import Callable
from datetime import date, datetime

from celebrations.choices import Answer, PrintKind
from celebrations.models import (
    EventInvitation,
    EventPrint,
    Guest,
    Presentation,
    RecognitionEvent,
)
from foundation.dates import london_date
from foundation.files import store_generated
from tests.support.awards import hold
from tests.support.keeping_house import DAY, House, Kept, exists, later


def _guest(house: House, at: datetime, **values: str) -> Guest:
    """Of an organisation without an award, which comes all the same."""
    organisation, _ = house.organisation(at - 300 * DAY)
    event = RecognitionEvent.objects.create(
        name="Recognition Event",
        venue="Council House",
        starts_at=at,
        counts_from=date(2010, 1, 1),
        reply_by=london_date(at),
        created_at=at - 60 * DAY,
        created_by=house.officer,
    )
    row = EventInvitation.objects.create(
        event=event,
        organisation=organisation,
        link_made_at=at - 60 * DAY,
        added_at=at - 60 * DAY,
        added_by=house.officer,
        answer=Answer.COMING,
        answered_at=at - 30 * DAY,
    )
    return Guest.objects.create(invitation=row, name="Gwen Guest", added_at=at - 30 * DAY, **values)


def needs(house: House, at: datetime) -> Kept:
    guest = _guest(house, at, access_needs="A ramp", dietary_needs="No nuts")

    def is_told() -> bool:
        rows = Guest.objects.filter(pk=guest.pk)
        return rows.exclude(access_needs="", dietary_needs="").exists()

    organisation = guest.invitation.organisation
    return Kept("event-needs", london_date(at) + 14 * DAY, is_told, organisation)


def names(house: House, at: datetime) -> Kept:
    guest = _guest(house, at)

    def is_named() -> bool:
        return Guest.objects.filter(pk=guest.pk, name="Gwen Guest").exists()

    return Kept("event-names", later(at, 12), is_named, guest.invitation.organisation)


def event(house: House, at: datetime) -> Kept:
    row = _guest(house, at).invitation
    lead = row.organisation.memberships.get().user
    award = hold(row.organisation, lead=lead, officer=house.officer, at=at - 200 * DAY)
    house.tell_history(row.organisation)
    Presentation.objects.create(invitation=row, award=award, handed_over_at=at)
    return Kept("recognition-events", later(at, 72), exists(row.event), row.organisation)


def printed(house: House, at: datetime) -> Kept:
    row = _guest(house, at).invitation
    made = EventPrint.objects.create(
        event=row.event,
        kind=PrintKind.DOOR,
        asked_by=house.officer,
        asked_at=at,
        file=store_generated(
            name="door.pdf", content=b"%PDF door", content_type="application/pdf", at=at
        ),
    )
    return Kept("event-prints", london_date(at) + DAY, exists(made), row.organisation)


EVENTS: dict[str, Callable[[House, datetime], Kept]] = {
    "event-needs": needs,
    "event-names": names,
    "recognition-events": event,
    "event-prints": printed,
}

"""Mail about meetings, visits and interviews. Nothing here tells what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from awards.emails import address_of
from awards.models import User
from champions.calendars import CANCEL, REQUEST, calendar_file, hides_place, name_of, place_of
from champions.choices import Purpose, Side
from champions.emails import cleared_seats, context_of, organisation_side
from champions.models import Appointment, OfferedTime
from champions.times import spoken
from foundation.dates import london_date
from foundation.outbox import queue_mail


@dataclass(frozen=True)
class _Reader:
    person: User
    # The address of their own side's page.
    url: str
    # How they get there, as far as they may know (T-30).
    place: str


def tell_times(appointment: Appointment, offers: Sequence[OfferedTime], *, at: datetime) -> None:
    """The side that did not offer is asked to answer."""
    if offers[0].side == Side.PANEL:
        readers, message = _organisation(appointment), "offered"
    else:
        readers, message = _panel(appointment, at), "proposed"
    times = [spoken(offer.starts_at) for offer in offers]
    _write(readers, appointment, message, at, times=times)


def tell_agreed(appointment: Appointment, *, changed: bool, at: datetime) -> None:
    _to_both(appointment, "agreed", appointment.starts_at, REQUEST, at, changed=changed)


def tell_moved(
    appointment: Appointment, *, was: datetime | None, reason: str, at: datetime
) -> None:
    _to_both(appointment, "moved", was, CANCEL, at, reason=reason)


def tell_cancelled(
    appointment: Appointment, *, was: datetime | None, reason: str, at: datetime
) -> None:
    _to_both(appointment, "cancelled", was, CANCEL, at, reason=reason)


def tell_shown(appointment: Appointment, *, at: datetime) -> None:
    """To the leads: that there is something to read, and where."""
    _write(_organisation(appointment), appointment, "shown", at)


def _organisation(appointment: Appointment) -> list[_Reader]:
    if appointment.purpose == Purpose.MEETING:
        url = address_of("meeting", appointment.application.uuid)
    else:
        url = address_of("visit", appointment.uuid)
    place = place_of(appointment)
    return [_Reader(each, url, place) for each in organisation_side(appointment.application)]


def _panel(appointment: Appointment, at: datetime) -> list[_Reader]:
    case = appointment.application.uuid
    if appointment.purpose == Purpose.MEETING:
        url = address_of("case-meeting", case)
    else:
        url = address_of("case-visit", case, appointment.uuid)
    readers = []
    for seat in cleared_seats(appointment.application):
        young = seat.champion.is_under_18(london_date(at))
        place = place_of(appointment, hidden=young and hides_place(appointment))
        readers.append(_Reader(seat.champion.user, url, place))
    return readers


def _to_both(
    appointment: Appointment,
    message: str,
    starts_at: datetime | None,
    method: str,
    at: datetime,
    **more: object,
) -> None:
    """With the entry for their calendar, when a time stood."""
    readers = {each.person: each for each in _panel(appointment, at)}
    readers |= {each.person: each for each in _organisation(appointment)}
    when = spoken(starts_at) if starts_at else ""
    _write(
        readers.values(), appointment, message, at, calendar=(starts_at, method), when=when, **more
    )


def _write(
    readers: Iterable[_Reader],
    appointment: Appointment,
    message: str,
    at: datetime,
    *,
    calendar: tuple[datetime | None, str] = (None, ""),
    **more: object,
) -> None:
    """A meeting has mails of its own: `meeting_offered`, `visit_offered` and so on."""
    kind = "meeting" if appointment.purpose == Purpose.MEETING else "visit"
    starts_at, method = calendar
    for reader in readers:
        attachments = []
        if starts_at is not None:
            attachments.append(
                calendar_file(
                    appointment,
                    starts_at=starts_at,
                    method=method,
                    to=reader.person.email,
                    url=reader.url,
                    place=reader.place,
                    at=at,
                )
            )
        queue_mail(
            key=f"{kind}_{message}:{appointment.pk}:{appointment.version}",
            message=f"{kind}_{message}",
            to=reader.person.email,
            context=context_of(appointment.application, reader.person)
            | {
                "url": reader.url,
                "place": reader.place,
                "minutes": appointment.minutes,
                "title": name_of(appointment),
                "noun": "interview" if appointment.purpose == Purpose.INTERVIEW else "visit",
            }
            | more,
            at=at,
            attachments=attachments,
        )

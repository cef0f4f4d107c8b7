"""Calendar files: the entry that goes with a mail, and the dates that somebody's calendar reads itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
    vText,
)

from awards.selectors import kinds
from champions.choices import Group, PlaceKind, Purpose
from champions.models import Appointment
from champions.times import spoken
from foundation.dates import LONDON, london_date
from foundation.forms import show_date
from foundation.outbox import Attachment

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
NAME = "Co-production Award"
# How often a calendar is asked to look again; most look less often all the same.
LOOK_AGAIN = timedelta(hours=6)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One date of a person: a whole day, or a time and how long it takes."""

    # Without our host; the same for as long as it is the same thing.
    uid: str
    title: str
    starts: date | datetime
    # Of the page that says more, to those who are signed in.
    path: str
    changed_at: datetime
    note: str
    sequence: int = 0
    minutes: int = 0
    place: str = ""

    @property
    def day(self) -> date:
        return london_date(self.starts) if isinstance(self.starts, datetime) else self.starts

    @property
    def when(self) -> str:
        """For a page."""
        return spoken(self.starts) if isinstance(self.starts, datetime) else show_date(self.starts)


def calendar_file(
    appointment: Appointment,
    *,
    starts_at: datetime,
    method: str,
    to: str,
    url: str,
    place: str,
    at: datetime,
) -> Attachment:
    """One person's copy. It names only that person: nobody's address is shown to the others."""
    event = _event(
        uid_of(appointment),
        title_of(appointment),
        sequence=appointment.version,
        stamp=at,
        description=f"Details, access needs and changes: {url}",
        url=url,
    )
    event.add("dtstart", starts_at.astimezone(LONDON))
    event.add("dtend", (starts_at + timedelta(minutes=appointment.minutes)).astimezone(LONDON))
    event.add("location", place)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event["attendee"] = vCalAddress(f"mailto:{to}")
    return Attachment(
        name=f"{appointment.purpose}.ics",
        content_type=f"text/calendar; method={method}",
        content=_calendar(method, [event]).to_ical().decode(),
    )


def feed_file(entries: Iterable[Entry]) -> bytes:
    """All of one person's dates. It says nothing of when it was read, so the same dates are the same bytes."""
    calendar = _calendar(PUBLISH, map(_of_entry, entries))
    # The name twice: as the standard has it, and as most calendars know it.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, NAME)
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    content: bytes = calendar.to_ical()
    return content


def _of_entry(entry: Entry) -> Event:
    url = f"{settings.BASE_URL}{entry.path}"
    event = _event(
        entry.uid,
        entry.title,
        sequence=entry.sequence,
        stamp=entry.changed_at,
        description=f"{entry.note} {url}",
        url=url,
    )
    event.add("last-modified", entry.changed_at)
    event.add("status", "CONFIRMED")
    if isinstance(entry.starts, datetime):
        event.add("dtstart", entry.starts.astimezone(LONDON))
        event.add("dtend", (entry.starts + timedelta(minutes=entry.minutes)).astimezone(LONDON))
        event.add("location", entry.place)
    else:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.starts + DAY)
        # A day by which something is due makes nobody busy.
        event.add("transp", "TRANSPARENT")
    return event


def _event(
    uid: str, title: str, *, sequence: int, stamp: datetime, description: str, url: str
) -> Event:
    """What every entry has."""
    event = Event()
    event.add("uid", f"{uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", sequence)
    event.add("dtstamp", stamp)
    event.add("summary", title)
    event.add("description", description)
    event.add("url", url)
    organiser = vCalAddress(f"mailto:{settings.SUPPORT_EMAIL}")
    organiser.params["CN"] = vText(NAME)
    event["organizer"] = organiser
    return event


def _calendar(method: str, events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_london())
    for event in events:
        calendar.add_component(event)
    return calendar


def _london() -> Timezone:
    """Both changes of the clocks, for every year: the last Sundays of March and October, since 1996.

    The library would list those of chosen years, and the spring ones an hour late.
    """
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    rules: tuple[tuple[type[TimezoneDaylight | TimezoneStandard], str, date, int, int], ...] = (
        (TimezoneDaylight, "BST", date(1996, 3, 31), 0, 1),
        (TimezoneStandard, "GMT", date(1996, 10, 27), 1, 0),
    )
    for kind, name, starts, before, after in rules:
        part = kind()
        part.add("tzname", name)
        # At one o'clock Greenwich time, told on the clock as it was before.
        part.add("dtstart", datetime.combine(starts, time(1 + before)))
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur(FREQ="YEARLY", BYMONTH=starts.month, BYDAY="-1SU"))
        zone.add_component(part)
    return zone


def uid_of(appointment: Appointment) -> str:
    return str(appointment.uuid)


def title_of(appointment: Appointment) -> str:
    application = appointment.application
    award = kinds.title_of(application)
    if not kinds.is_renewal(application):
        award += " Award"
    link = "about" if appointment.purpose == Purpose.MEETING else "for"
    return f"{name_of(appointment)} {link} the {award}: {application.organisation}"


def name_of(appointment: Appointment) -> str:
    """What it is: a meeting, a monitoring visit, or an interview with somebody."""
    purpose = Purpose(appointment.purpose)
    if purpose is not Purpose.INTERVIEW:
        return purpose.label
    return f"{purpose.label} with {Group(appointment.group).label.lower()}"


def hides_place(appointment: Appointment) -> bool:
    """From champions under 18: the number or link of people they visit or interview (T-30).

    A meeting's is given to all who come by whoever offers it. Where to go is no secret either.
    """
    away = (PlaceKind.VIDEO, PlaceKind.TELEPHONE)
    return appointment.purpose != Purpose.MEETING and appointment.place_kind in away


def place_of(appointment: Appointment, *, hidden: bool = False) -> str:
    kind = PlaceKind(appointment.place_kind).label
    return f"{kind}: {appointment.place}" if appointment.place and not hidden else kind


def open_place_of(appointment: Appointment) -> str:
    """Where to go, and no link or number: whoever holds the address of a feed reads it, unlike a mail."""
    is_there = appointment.place_kind == PlaceKind.IN_PERSON and "://" not in appointment.place
    return place_of(appointment, hidden=not is_there)

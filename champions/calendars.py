"""Calendar files for mails about meetings: the same entry is made, moved and taken away."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from awards.scheme import edition
from champions.choices import Group, PlaceKind, Purpose
from champions.models import Appointment
from foundation.dates import LONDON
from foundation.outbox import Attachment

REQUEST, CANCEL = "REQUEST", "CANCEL"


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
    event = Event()
    event.add("uid", f"{appointment.uuid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", appointment.version)
    event.add("dtstamp", at)
    event.add("dtstart", starts_at.astimezone(LONDON))
    event.add("dtend", (starts_at + timedelta(minutes=appointment.minutes)).astimezone(LONDON))
    event.add("summary", title_of(appointment))
    event.add("location", place)
    event.add("description", f"Details, access needs and changes: {url}")
    event.add("url", url)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{settings.SUPPORT_EMAIL}")
    organiser.params["CN"] = vText("Co-production Award")
    event["organizer"] = organiser
    event["attendee"] = vCalAddress(f"mailto:{to}")

    calendar = Calendar()
    calendar.add("prodid", "-//Co-production Award//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    # Only this year's changes of the clocks; the library would list those of a century.
    year = starts_at.year
    calendar.add_missing_timezones(first_date=date(year, 1, 1), last_date=date(year + 1, 1, 1))
    return Attachment(
        name=f"{appointment.purpose}.ics",
        content_type=f"text/calendar; method={method}",
        content=calendar.to_ical().decode(),
    )


def title_of(appointment: Appointment) -> str:
    application = appointment.application
    stage = edition(application.edition).stage(application.stage)
    link = "about" if appointment.purpose == Purpose.MEETING else "for"
    return f"{name_of(appointment)} {link} the {stage.name} Award: {application.organisation}"


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

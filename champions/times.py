"""Times of day as people here say and type them. Every time is London's."""

import re
from datetime import UTC, date, datetime, time

from foundation.dates import LONDON
from foundation.forms import show_date

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?([0-5]\d))?\s*([ap])?\.?\s*(?:m\.?)?")


class NotATime(ValueError):
    """A sentence that says how to write it."""


def clock_time(local: datetime) -> str:
    """Write a time as people say it: 9am, 2:30pm, midday."""
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def spoken(moment: datetime) -> str:
    """Write a moment in full: Tuesday 3 March 2027 at 2:30pm."""
    local = moment.astimezone(LONDON)
    return f"{DAYS[local.weekday()]} {show_date(local.date())} at {clock_time(local)}"


def read_time(text: str) -> time:
    """Read "2:30pm", "2.30 pm", "14:30", "1430", "2pm" or "midday"."""
    said = text.strip().lower()
    if said in ("noon", "midday", "12 noon", "12 midday"):
        return time(12)
    found = _TIME.fullmatch(said)
    if found is None:
        raise NotATime("Write the time like 2:30pm.")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise NotATime("Write the time like 2:30pm.")
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    if hour > 23:
        raise NotATime("Write the time like 2:30pm.")
    # "2:30" is half past two in the afternoon to most people, and 02:30 to a clock.
    if hour < 8 and not found[1].startswith("0"):
        raise NotATime(f"Say if you mean the morning or the afternoon, like {hour}pm.")
    return time(hour, minute)


def in_london(day: date, hour: time) -> datetime:
    """The moment this is. The hour that clocks skip, and the one that comes twice, are refused."""
    local = datetime.combine(day, hour, LONDON)
    if local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NotATime("The clocks go forward then, so there is no such time. Choose another one.")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise NotATime("The clocks go back then, so this time comes twice. Choose another one.")
    return local

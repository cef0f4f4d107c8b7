"""Calendar dates as people in England mean them."""

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_date(moment: datetime) -> date:
    """The calendar date on a wall in Birmingham at this moment (T-89)."""
    return moment.astimezone(LONDON).date()


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 29 February 2028 → 28 February 2029 (T-88)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def started_by(day: date, *, months: int) -> date:
    """The latest day from which so many months have gone by on `day`: 29 February 2028 and 12 months have
    on 28 February 2029, because `months_later` says so.
    """
    found = months_later(day, -months)
    while months_later(found + timedelta(days=1), months) <= day:
        found += timedelta(days=1)
    return found


def end_of(day: date) -> datetime:
    """The first moment that is no longer that day in London."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)

"""By when a request must be answered. One table; its dates are Europe/London calendar dates.

A date on a weekend or a bank holiday stands: the law would give us until the next working day, and
we do not take it. Bank holidays are not known here, so "the end of the next working day" may be one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.dates import months_later
from reports.choices import RequestKind

MONDAY_TO_FRIDAY = range(5)
# Two more for what is complex or many (UK GDPR, article 12(3)).
MORE_MONTHS = 2


@dataclass(frozen=True)
class Clock:
    """How long we have: whole months (the same day of a later month, or its last), or days."""

    source: str
    months: int = 0
    days: int = 0
    can_be_extended: bool = False
    # What people are told.
    words: str = "within one month"


_ARTICLE_12 = Clock("UK GDPR, article 12(3)", months=1, can_be_extended=True)
CLOCKS = {
    RequestKind.ACCESS: _ARTICLE_12,
    RequestKind.CORRECTION: _ARTICLE_12,
    RequestKind.ERASURE: _ARTICLE_12,
    RequestKind.RESTRICTION: _ARTICLE_12,
    RequestKind.OBJECTION: _ARTICLE_12,
    # To be acknowledged within 30 days that begin with the day it came, and answered without undue
    # delay. Both have the one date here.
    RequestKind.COMPLAINT: Clock(
        "Data Protection Act 2018, section 164A (Data (Use and Access) Act 2025, section 103)",
        days=29,
        words="within 30 days",
    ),
    # A promise of ours: hidden first (`hidden_by`), then decided as any other request.
    RequestKind.TAKE_DOWN: Clock("UK GDPR, articles 12(3), 17 and 21", months=1),
}


def clock_of(kind: str) -> Clock:
    return CLOCKS[RequestKind(kind)]


def answered_by(kind: str, received: date) -> date:
    """The day by which it must be answered or decided."""
    clock = clock_of(kind)
    return months_later(received, clock.months) + timedelta(days=clock.days)


def first_date(kind: str, received: date) -> date:
    """The first day that counts. Of a take down: until then something must be hidden."""
    return hidden_by(received) if kind == RequestKind.TAKE_DOWN else answered_by(kind, received)


def extended_to(kind: str, received: date) -> date | None:
    """The later date that may be given once; None where the law knows no such time."""
    clock = clock_of(kind)
    return months_later(received, clock.months + MORE_MONTHS) if clock.can_be_extended else None


def hidden_by(received: date) -> date:
    """The next working day of England, as far as weekends tell."""
    day = received + timedelta(days=1)
    while day.weekday() not in MONDAY_TO_FRIDAY:
        day += timedelta(days=1)
    return day

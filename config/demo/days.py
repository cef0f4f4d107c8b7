"""When things happened: on weekdays, in office hours, one after the other."""

from datetime import date, datetime, time, timedelta
from random import Random

from foundation.dates import LONDON, london_date


class Days:
    """The calendar of one story, counted from the day it began."""

    def __init__(self, *, now: datetime, ago: int, chance: Random) -> None:
        self._now = now
        self._first = london_date(now) - timedelta(days=ago)
        self._chance = chance
        self._last: datetime | None = None
        # The number of today, for what is still to come.
        self.today = ago

    def again(self) -> "Days":
        """The same calendar, for what went on beside all that has been told."""
        return Days(now=self._now, ago=self.today, chance=self._chance)

    def date(self, day: int) -> date:
        return self._first + timedelta(days=day)

    def slot(self, day: int, hour: int) -> datetime:
        """On the hour; Saturdays and Sundays move to the Monday after."""
        date = self.date(day)
        date += timedelta(days=max(0, 7 - date.weekday()) if date.weekday() > 4 else 0)
        return datetime.combine(date, time(hour), LONDON)

    def at(self, day: int, hour: int) -> datetime:
        """Some minutes after the hour, and after whatever came before in this story."""
        moment = self.slot(day, hour) + timedelta(minutes=self._chance.randrange(55))
        return self.after(moment)

    def after(self, moment: datetime) -> datetime:
        if self._last is not None:
            moment = max(moment, self._last + timedelta(minutes=self._chance.randrange(2, 9)))
        if moment >= self._now:
            raise ValueError("A story of the demo reaches into the future.")
        self._last = moment
        return moment


def working_day(day: date, *, school: bool, back: bool) -> date:
    """This day, or the nearest one after or before it that is no weekend and in no long break.

    The order of days stays as it was, for those that move the same way.
    """
    while day.weekday() > 4 or _in_break(day, school):
        day += timedelta(days=-1 if back else 1)
    return day


def _in_break(day: date, school: bool) -> bool:
    number = (day.month, day.day)
    return number >= (12, 21) or number <= (1, 4) or (school and (7, 20) <= number <= (9, 3))

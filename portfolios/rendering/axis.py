"""From days to places along the timeline, and the lines between its months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

WIDTH = 960.0
# The names' column, then the months, then air for a last label.
LEFT, RIGHT = 262.0, 940.0
# Months between two lines of the axis, and how wide its labels are.
STEPS = (
    (1, 34.0),
    (2, 34.0),
    (3, 34.0),
    (6, 34.0),
    (12, 44.0),
    (24, 44.0),
    (60, 44.0),
    (120, 44.0),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """From a day to its place, with the months between the lines of the axis."""

    first: int
    last: int
    step: int

    def at(self, day: date) -> float:
        share = (day.toordinal() - self.first) / (self.last - self.first)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def ticks(self) -> Iterator[tuple[float, date]]:
        month = _month(date.fromordinal(self.first))
        month += -month % self.step
        while (day := _first_day(month)) is not None and day.toordinal() < self.last:
            yield self.at(day), day
            month += self.step


def scale_for(first: date, last: date) -> Scale:
    """Whole months around all dates, and at least three, so that one day is not a whole picture."""
    begin = _first_day(_month(first)) or first
    end = _first_day(max(_month(last) + 1, _month(first) + 3)) or date.max
    months = (end.toordinal() - begin.toordinal()) / 30.44
    for step, label in STEPS:
        if (RIGHT - LEFT) / months * step >= label:
            return Scale(begin.toordinal(), end.toordinal(), step)
    # Somebody has typed a year like 2206; it will be put right.
    steps = int(months * STEPS[-1][1] / (RIGHT - LEFT) / 120) + 1
    return Scale(begin.toordinal(), end.toordinal(), steps * 120)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date | None:
    year, number = divmod(month, 12)
    return date(year, number + 1, 1) if 1 <= year <= 9999 else None

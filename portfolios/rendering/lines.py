"""The actions of a plan in the order and with the numbers that picture, table and print share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from awards.scheme import edition
from portfolios.choices import LOOSE, UNNAMED
from portfolios.records import ActionRecord, PlanRecord


@dataclass(frozen=True, slots=True)
class Point:
    """A milestone as the table tells it; `state` is empty before the plan was approved."""

    number: int
    name: str
    due_on: date | None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One action as the table tells it."""

    number: str
    four_c: str
    title: str
    starts_on: date | None
    ends_on: date | None
    milestones: tuple[Point, ...]

    @property
    def dates(self) -> tuple[date, ...]:
        own = (self.starts_on, self.ends_on, *(each.due_on for each in self.milestones))
        return tuple(each for each in own if each)


def four_cs_of(record: PlanRecord) -> list[tuple[str, str]]:
    known = [(four_c.code, four_c.name) for four_c in edition(record.edition).four_cs]
    return [*known, ("", LOOSE)]


def lines_of(record: PlanRecord, states: Mapping[str, str]) -> tuple[Line, ...]:
    """Numbered as in the print: 2.3 is the third action of the second C."""
    four_cs = four_cs_of(record)
    places = {code: place for place, (code, _) in enumerate(four_cs, start=1)}
    lines: list[Line] = []
    for code, name in four_cs:
        mine = [
            action
            for action in record.actions
            if (action.four_c if action.four_c in places else "") == code
        ]
        lines += [
            _line(action, f"{places[code]}.{number}", name, states)
            for number, action in enumerate(mine, start=1)
        ]
    return tuple(lines)


def _line(action: ActionRecord, number: str, four_c: str, states: Mapping[str, str]) -> Line:
    return Line(
        number=number,
        four_c=four_c,
        title=action.title or UNNAMED,
        starts_on=action.starts_on,
        ends_on=action.ends_on,
        milestones=tuple(
            Point(place, each.name or UNNAMED, each.due_on, states.get(each.id, ""))
            for place, each in enumerate(action.milestones, start=1)
        ),
    )

"""A plan's actions and milestones over time: a picture in numbers, and the same facts as lines.

Nothing is said by colour alone: each of the 4Cs has a heading and a pattern of its own, and every
milestone a number that stands in the table too. The picture grows with what is in it; its words are
laid out here, so that none runs into another. `templates/portfolios/_timeline_picture.html` draws it,
on the page and in print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.forms import show_date
from portfolios.records import PlanRecord
from portfolios.rendering.axis import Scale, scale_for
from portfolios.rendering.drawing import Drawn, draw, height_of
from portfolios.rendering.lines import Line, four_cs_of, lines_of


@dataclass(frozen=True, slots=True)
class Picture:
    drawn: Drawn
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`lines` are all actions; `undated` those of them that have no date at all."""

    pictures: tuple[Picture, ...]
    lines: tuple[Line, ...]
    undated: tuple[Line, ...]


def timeline(
    record: PlanRecord,
    *,
    today: date | None = None,
    states: Mapping[str, str] | None = None,
    max_height: float | None = None,
) -> Timeline:
    """One picture, or for paper as many as it takes to keep each below `max_height`.

    `states` says in a word how a milestone goes on (by its id), once the plan is approved.
    """
    lines = lines_of(record, states or {})
    dated = [line for line in lines if line.dates]
    pictures: list[Picture] = []
    if dated:
        days = [day for line in dated for day in line.dates]
        scale = scale_for(min(days), max(days))
        four_cs = [name for _, name in four_cs_of(record)]
        parts = _parts(dated, scale, max_height)
        for place, part in enumerate(parts, start=1):
            ended = parts[place - 2][-1].four_c if place > 1 else ""
            pictures.append(
                Picture(
                    drawn=draw(part, scale=scale, four_cs=four_cs, today=today, continued=ended),
                    title=_title(place, len(parts)),
                    description=_description(dated, today),
                )
            )
    return Timeline(
        pictures=tuple(pictures),
        lines=lines,
        undated=tuple(line for line in lines if not line.dates),
    )


def _parts(lines: Sequence[Line], scale: Scale, max_height: float | None) -> list[tuple[Line, ...]]:
    parts: list[tuple[Line, ...]] = []
    part: tuple[Line, ...] = ()
    for line in lines:
        longer = (*part, line)
        if part and max_height and height_of(longer, scale=scale) > max_height:
            parts.append(part)
            longer = (line,)
        part = longer
    return [*parts, part]


def _title(place: int, count: int) -> str:
    return "Timeline of the plan" + (f", part {place} of {count}" if count > 1 else "")


def _description(lines: Sequence[Line], today: date | None) -> str:
    days = [day for line in lines for day in line.dates]
    actions = _count(len(lines), "action")
    milestones = _count(sum(1 for line in lines for m in line.milestones if m.due_on), "milestone")
    told = (
        f"{actions} and {milestones}, from {show_date(min(days))} to {show_date(max(days))}."
        " All dates stand in the table as well."
    )
    if today is None:
        return told
    if today < min(days):
        return f"{told} Today, {show_date(today)}, is before the first date."
    if today > max(days):
        return f"{told} Today, {show_date(today)}, is after the last date."
    return f"{told} A line marks today, {show_date(today)}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

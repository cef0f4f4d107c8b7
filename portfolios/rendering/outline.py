"""A plan in the order of a paper for a board: chapters, entries, answers. PDF and Word share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from awards.scheme import edition
from foundation.printing import scripts
from portfolios.choices import TITLES_FOR_OTHERS, ActionPart
from portfolios.records import PlanRecord
from portfolios.rendering.lines import Point, lines_of

TITLE = "Delivery plan"
NOTHING = "Not given"
# Answers that are several names, one in each line.
_LISTS = frozenset({"partners", "principles", "measures"})
_MILESTONE = "milestone:"
_LONG = 400


class Passage(str):
    """A text that knows how it wants to be set."""

    __slots__ = ()

    @property
    def right_to_left(self) -> bool:
        return scripts.is_right_to_left(self)

    @property
    def hand(self) -> str:
        return scripts.hand(self)


@dataclass(frozen=True)
class Facts:
    """Everything a print says."""

    record: PlanRecord
    # What `portfolios.selectors.plan.display.sections_of` makes of the record.
    sections: Sequence[dict[str, Any]]
    # "As sent on 3 May 2027", "Draft, printed on 22 November 2026".
    status_line: str
    created: datetime
    # For the line in the timeline; none where the print must not change with the day.
    today: date | None = None
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Either paragraphs or the items of a list; nothing of both when nothing was written."""

    question: str
    paragraphs: tuple[Passage, ...] = ()
    items: tuple[Passage, ...] = ()

    @property
    def is_long(self) -> bool:
        """Too much to stand beside its question."""
        return len(self.paragraphs) > 4 or sum(map(len, self.paragraphs)) > _LONG


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    answers: tuple[Answer, ...]

    @property
    def runs(self) -> list[tuple[bool, list[Answer]]]:
        """Short answers, which a table holds, apart from long ones, which want the whole width."""
        groups = groupby(self.answers, key=lambda answer: answer.is_long)
        return [(is_long, list(group)) for is_long, group in groups]


@dataclass(frozen=True, slots=True)
class Entry:
    """An action, a barrier, a measure or a partner."""

    number: str
    title: Passage
    parts: tuple[Part, ...]
    milestones: tuple[Point, ...] = ()
    is_action: bool = False

    @property
    def anchor(self) -> str:
        return f"entry-{self.number}"


@dataclass(frozen=True, slots=True)
class Chapter:
    number: int
    title: str
    about: str
    # What is asked of the whole plan.
    part: Part
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"

    @property
    def is_empty(self) -> bool:
        return not self.part.answers and not self.entries


def chapters_of(facts: Facts) -> tuple[Chapter, ...]:
    about = {four_c.code: four_c.text for four_c in edition(facts.record.edition).four_cs}
    lines = {line.number: line for line in lines_of(facts.record, facts.states)}
    chapters = []
    for number, section in enumerate(facts.sections, start=1):
        entries = []
        for place, entry in enumerate(section["entries"], start=1):
            name = f"{number}.{place}"
            is_action = any(row["part"] for row in entry["rows"])
            entries.append(
                Entry(
                    number=name,
                    title=Passage(entry["title"]),
                    parts=_parts(entry["rows"]),
                    milestones=lines[name].milestones if is_action else (),
                    is_action=is_action,
                )
            )
        chapters.append(
            Chapter(
                number=number,
                title=section["title"],
                about=about.get(section["code"], ""),
                part=Part("", tuple(_answer(row) for row in section["rows"])),
                entries=tuple(entries),
            )
        )
    return tuple(chapters)


def _parts(rows: Sequence[dict[str, Any]]) -> tuple[Part, ...]:
    """By the pages of an action; milestones stand in a table of their own."""
    told = [row for row in rows if not row["code"].startswith(_MILESTONE)]
    return tuple(
        Part(
            title=TITLES_FOR_OTHERS.get(part, str(ActionPart(part).label)) if part else "",
            answers=tuple(_answer(row) for row in group),
        )
        for part, group in groupby(told, key=lambda row: str(row["part"]))
    )


def _answer(row: dict[str, Any]) -> Answer:
    lines = tuple(
        Passage(text) for line in row["value"].split("\n") if (text := " ".join(line.split()))
    )
    if row["code"] in _LISTS and row["part"]:
        return Answer(row["label"], items=lines)
    return Answer(row["label"], paragraphs=lines)

"""A portfolio, or a statement, in the order in which it is printed: chapters, the evidence, its index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portfolios.records import PortfolioRecord
from portfolios.rendering.outline import Answer, Part, Passage

PORTFOLIO, STATEMENT = "Evidence portfolio", "Re-validation statement"
# The parts whose entries the contents list.
LISTED = frozenset({"criteria", "renewal.criteria"})
NO_CAPTION = "A picture with no description yet"


@dataclass(frozen=True)
class PortfolioFacts:
    """Everything a print says."""

    title: str
    # Of a statement: the award that it renews.
    renews: str
    record: PortfolioRecord
    # What was told, with the numbers of the evidence behind it, and the evidence
    # (`portfolios.selectors.portfolio.printed`).
    parts: Sequence[dict[str, Any]]
    pieces: Sequence[dict[str, Any]]
    # Small JPEGs by the id of their file.
    pictures: Mapping[str, bytes]
    # "As sent on 3 May 2027", "Draft, printed on 22 November 2026".
    status_line: str
    created: datetime
    # So many pieces are told in full; of the others the index has one line.
    most_told: int
    most_pictures: int


@dataclass(frozen=True, slots=True)
class Entry:
    number: str
    title: Passage
    part: Part

    @property
    def anchor(self) -> str:
        return f"entry-{self.number}"


@dataclass(frozen=True, slots=True)
class Chapter:
    number: int
    title: str
    part: Part
    entries: tuple[Entry, ...]
    # Whether the contents list each entry.
    is_listed: bool

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"

    @property
    def is_empty(self) -> bool:
        return not self.part.answers and not self.entries


@dataclass(frozen=True, slots=True)
class Picture:
    # As the page names it.
    asset: str
    # What can be seen in it.
    caption: Passage


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of evidence in full."""

    number: str
    title: Passage
    about: str
    part: Part
    pictures: tuple[Picture, ...]

    @property
    def anchor(self) -> str:
        return f"piece-{self.number}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the index."""

    number: str
    title: Passage
    kind: str
    happened_on: str
    shows: Passage
    files: tuple[tuple[Passage, str], ...]
    is_hidden: bool


def chapters_of(parts: Sequence[Mapping[str, Any]]) -> list[Chapter]:
    return [
        Chapter(
            number=number,
            title=part["title"],
            part=_part(part["rows"]),
            entries=tuple(
                Entry(f"{number}.{place}", Passage(entry["title"]), _part(entry["rows"]))
                for place, entry in enumerate(part["entries"], start=1)
            ),
            is_listed=part["code"] in LISTED,
        )
        for number, part in enumerate(parts, start=1)
    ]


def told_of(facts: PortfolioFacts) -> list[Told]:
    """What of the evidence is told in full: the latest first, and nothing that is no longer shown."""
    return [
        Told(
            number=piece["number"],
            title=Passage(piece["title"]),
            about=", ".join(filter(None, (piece["kind"], piece["happened_on"]))),
            part=_part(piece["rows"]),
            pictures=tuple(
                Picture(asset_of(each["id"]), Passage(each["caption"] or NO_CAPTION))
                for each in piece["pictures"]
                if each["id"] in facts.pictures
            ),
        )
        for piece in facts.pieces[: facts.most_told]
        if not piece["hidden"]
    ]


def index_of(facts: PortfolioFacts) -> list[Listed]:
    return [
        Listed(
            number=piece["number"],
            title=Passage(piece["title"]),
            kind=piece["kind"],
            happened_on=piece["happened_on"],
            shows=Passage("; ".join(piece["shows"])),
            files=tuple((Passage(each["name"]), each["digest"]) for each in piece["files"]),
            is_hidden=piece["hidden"],
        )
        for piece in facts.pieces
    ]


def asset_of(file: str) -> str:
    return f"picture-{file}.jpg"


def _part(rows: Sequence[dict[str, Any]]) -> Part:
    return Part("", tuple(_answer(row) for row in rows))


def _answer(row: dict[str, Any]) -> Answer:
    lines = (" ".join(line.split()) for line in row["value"].split("\n"))
    return Answer(row["label"], paragraphs=tuple(Passage(line) for line in lines if line))

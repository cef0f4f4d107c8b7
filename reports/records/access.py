"""What is told to one person about what is held of them."""

from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | bool | None | date | datetime


@dataclass(frozen=True)
class ToldPart:
    code: str
    title: str
    about: str
    kept: str
    # Path of a column to its label, and each row by the same paths.
    labels: dict[str, str]
    rows: tuple[dict[str, Cell], ...]


@dataclass(frozen=True)
class ToldGroup:
    code: str
    title: str
    why: str
    seen: str
    parts: tuple[ToldPart, ...]

    @property
    def count(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def with_rows(self) -> tuple[ToldPart, ...]:
        return tuple(part for part in self.parts if part.rows)


@dataclass(frozen=True)
class Mention:
    """One sentence, somewhere, in which the name or address of the person stands."""

    kind: str
    where: str
    organisation: str
    at: Cell
    sentence: str


@dataclass(frozen=True)
class ToldFile:
    """`why_not` is empty when a copy is in the package, under `name`."""

    name: str
    organisation: str
    evidence: str
    size: int
    why_not: str


@dataclass(frozen=True)
class Told:
    name: str
    made_at: datetime
    # Names of other people were left in, for a reason that an officer gave.
    with_names: bool
    groups: tuple[ToldGroup, ...]
    mentions: tuple[Mention, ...]
    files: tuple[ToldFile, ...]

    @property
    def empty(self) -> tuple[ToldPart, ...]:
        return tuple(part for group in self.groups for part in group.parts if not part.rows)

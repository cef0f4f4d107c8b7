"""What a portfolio covers, counted: plain values, for whatever shows them."""

from dataclasses import dataclass

from django.db.models import TextChoices

from awards.scheme import Article, Principle
from portfolios.choices import Strength
from portfolios.records.portfolio import ItemRecord


class Axis(TextChoices):
    """By what a portfolio can be laid out."""

    CRITERIA = "criteria", "Criteria"
    PRINCIPLES = "principles", "Principles"
    ARTICLES = "articles", "Rights of the child"
    FOUR_CS = "four-cs", "The 4Cs"
    ACTIONS = "actions", "Actions of your plan"
    MEASURES = "measures", "Measures of your plan"
    LEVELS = "levels", "Who took part"
    LAW = "law", "The law and the city’s plans"


# The shape that `_status.html` draws for each strength; its word stands beside it.
SHAPES = {
    Strength.NOTHING: "todo",
    Strength.TOLD: "waiting",
    Strength.SHOWN: "now",
    Strength.IMPACT: "done",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be covered: a row or a column of the matrix."""

    code: str
    name: str
    # For a column's head: `1`, `Article 12`.
    short: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """`shown` are those of the pieces that there is something to look at; `impact` those of them that
    say what changed."""

    pieces: int = 0
    shown: int = 0
    impact: int = 0

    @property
    def strength(self) -> Strength:
        if self.impact:
            return Strength.IMPACT
        if self.shown:
            return Strength.SHOWN
        return Strength.TOLD if self.pieces else Strength.NOTHING


@dataclass(frozen=True, slots=True)
class Cell:
    row: Line
    column: Line
    count: Count


@dataclass(frozen=True, slots=True)
class Row:
    line: Line
    # Of all its evidence, whatever the columns; a piece that two columns share counts once.
    count: Count
    # What was told in words counts as well.
    strength: Strength
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    axis: Axis
    # None for the list along one axis.
    across: Axis | None
    columns: tuple[Line, ...]
    rows: tuple[Row, ...]

    def rows_with(self, strength: Strength) -> int:
        return sum(row.strength is strength for row in self.rows)


@dataclass(frozen=True, slots=True)
class Right:
    """One article with the principles it follows from and the evidence that shows it, the latest first."""

    article: Article
    principles: tuple[Principle, ...]
    items: tuple[ItemRecord, ...]
    strength: Strength

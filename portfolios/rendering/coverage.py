"""A matrix of evidence for a page: its cells in words with their links, and the picture beside it.

The links differ by who looks: members go to their evidence, champions to what was sent. So the page
hands in how a link is made, and everything else is the same for all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portfolios.choices import Strength
from portfolios.records.coverage import SHAPES, Axis, Cell, Count, Line, Matrix, Row
from portfolios.rendering.grid import picture_of
from portfolios.rendering.timeline import Picture

# To the evidence behind a row, and behind a column as well unless that is empty.
Link = Callable[[str, str], str]
# To the page where a gap is closed; empty for who cannot close it.
Closing = Callable[[Axis, Row, Cell | None], str]


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the table, or the total of a row."""

    pieces: int
    # How many of them there are to look at, and with what effect.
    words: str
    url: str
    # What it is about, for whoever hears the cell without its heads.
    about: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the table."""

    line: Line
    shape: str
    strength: str
    total: Field
    cells: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class CoverageTable:
    title: str
    axis: Axis
    columns: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    # Whether the picture has numbers above its columns, which need a key.
    has_key: bool
    # Whether the table says the number before the name.
    numbered: bool
    picture: Picture | None


def coverage_table(matrix: Matrix, *, link: Link, closing: Closing | None = None) -> CoverageTable:
    lanes = tuple(
        Lane(
            line=row.line,
            shape=SHAPES[row.strength],
            strength=str(row.strength.label),
            total=_field(
                row.count,
                row.line.name,
                link(row.line.code, ""),
                _close(matrix, row, None, closing),
            ),
            cells=tuple(
                _field(
                    cell.count,
                    f"{row.line.name} and {cell.column.name}",
                    link(row.line.code, cell.column.code),
                    _close(matrix, row, cell, closing),
                )
                for cell in row.cells
            ),
        )
        for row in matrix.rows
    )
    return CoverageTable(
        title=_title(matrix),
        axis=matrix.axis,
        columns=matrix.columns,
        lanes=lanes,
        has_key=any(line.short != line.name for line in matrix.columns),
        numbered=matrix.across is Axis.PRINCIPLES,
        picture=picture_of(matrix, title=_title(matrix)) if matrix.columns and lanes else None,
    )


def _close(matrix: Matrix, row: Row, cell: Cell | None, closing: Closing | None) -> str:
    return closing(matrix.axis, row, cell) if closing is not None else ""


def _field(count: Count, about: str, evidence: str, closes: str) -> Field:
    return Field(count.pieces, words_of(count), evidence if count.pieces else closes, about)


def words_of(count: Count) -> str:
    """“2 shown, 1 with impact”; nothing where there is none."""
    match count.strength:
        case Strength.NOTHING:
            return ""
        case Strength.TOLD:
            return "nothing to look at yet"
        case Strength.SHOWN:
            return f"{count.shown} shown"
        case Strength.IMPACT:
            return f"{count.shown} shown, {count.impact} with impact"


def _title(matrix: Matrix) -> str:
    across = f" and {_in_words(matrix.across)}" if matrix.across else ""
    return f"Evidence by {_in_words(matrix.axis)}{across}"


def _in_words(axis: Axis) -> str:
    label = str(axis.label)
    return label if axis is Axis.FOUR_CS else label[0].lower() + label[1:]

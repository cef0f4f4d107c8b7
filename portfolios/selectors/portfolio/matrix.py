"""How many pieces of evidence stand behind each two things: the cells of the matrix.

All cells are counted in one pass over the evidence, so a portfolio of a thousand pieces is as quick to
lay out by its 19 rights as by the 4Cs.
"""

from collections import defaultdict
from dataclasses import dataclass

from portfolios.choices import Strength
from portfolios.records import ItemRecord
from portfolios.selectors.portfolio.coverage import Axis, Coverage, Line, has_impact, is_shown


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


def matrix_of(coverage: Coverage, axis: Axis, across: Axis | None = None) -> Matrix:
    """`across` may be left out: then it is a list with totals."""
    rows = coverage.lines(axis)
    columns = coverage.lines(across) if across is not None else ()
    totals, cells = _counted(coverage, rows, columns)
    return Matrix(
        axis=axis,
        across=across,
        columns=columns,
        rows=tuple(
            Row(
                line=row,
                count=totals[row.code],
                strength=coverage.strength(row.code),
                cells=tuple(Cell(row, column, cells[row.code, column.code]) for column in columns),
            )
            for row in rows
        ),
    )


def _counted(
    coverage: Coverage, rows: tuple[Line, ...], columns: tuple[Line, ...]
) -> tuple[dict[str, Count], dict[tuple[str, str], Count]]:
    """Grouped first: what shows the same is counted together, so few sums are made for many pieces."""
    down = frozenset(line.code for line in rows)
    along = frozenset(line.code for line in columns)
    alike: dict[tuple[frozenset[str], frozenset[str]], Count] = defaultdict(Count)
    for item, codes in coverage.codes:
        group = (codes & down, codes & along)
        alike[group] = _sum(alike[group], _one(item))
    totals: dict[str, Count] = defaultdict(Count)
    cells: dict[tuple[str, str], Count] = defaultdict(Count)
    for (own_rows, own_columns), count in alike.items():
        for row in own_rows:
            totals[row] = _sum(totals[row], count)
            for column in own_columns:
                cells[row, column] = _sum(cells[row, column], count)
    return totals, cells


def _one(item: ItemRecord) -> Count:
    return Count(1, int(is_shown(item)), int(has_impact(item)))


def _sum(one: Count, other: Count) -> Count:
    return Count(one.pieces + other.pieces, one.shown + other.shown, one.impact + other.impact)

"""How many pieces of evidence stand behind each two things: the cells of the matrix.

All cells are counted in one pass over the evidence, so a portfolio of a thousand pieces is as quick to
lay out by its 19 rights as by the 4Cs.
"""

from collections import defaultdict

from portfolios.records import ItemRecord
from portfolios.records.coverage import Axis, Cell, Count, Line, Matrix, Row
from portfolios.selectors.portfolio.coverage import Coverage, has_impact, is_shown

__all__ = ["Cell", "Count", "Matrix", "Row", "matrix_of"]


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

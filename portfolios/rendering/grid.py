"""The picture of a matrix: a mark in each cell, by how well it is covered, with the number of pieces.

Nothing is said by colour alone: a dash, a dashed ring, a square and a full disc differ in shape and in
size, and their tones stay apart in print without colour. The table beside it has the same facts.
"""

from collections.abc import Sequence

from portfolios.choices import Strength
from portfolios.records.coverage import Count, Line, Matrix
from portfolios.rendering.drawing import GRID, INK, QUIET, SAND, WHITE, Drawn, Shape, Words
from portfolios.rendering.lettering import width_of, wrapped
from portfolios.rendering.timeline import Picture

# The column of names, then the cells: narrow ones under numbers, wide ones under names.
LEFT, NARROW, WIDE = 168.0, 46.0, 128.0
ROW, HEAD, AIR = 46.0, 38.0, 12.0
SIZE, SMALL, LEADING = 14.0, 13.0, 18.0
TEAL, PALE, DEEP = "#0b6e6e", "#cfe3e2", "#084c4c"
# More than that is only said to be more.
MOST = 99
_TEXTS = {Strength.TOLD: INK, Strength.SHOWN: INK, Strength.IMPACT: WHITE}


def picture_of(matrix: Matrix, *, title: str) -> Picture:
    return Picture(drawn=_draw(matrix), title=title, description=_description(matrix))


def _description(matrix: Matrix) -> str:
    cells = [cell.count for row in matrix.rows for cell in row.cells]
    covered = sum(count.pieces > 0 for count in cells)
    impact = sum(count.impact > 0 for count in cells)
    return (
        f"{len(matrix.rows)} rows and {len(matrix.columns)} columns. {covered} of {len(cells)} cells"
        f" have evidence, {impact} of them with impact. The table has every number."
    )


def _draw(matrix: Matrix) -> Drawn:
    narrow = all(len(line.short) < 4 for line in matrix.columns)
    step = NARROW if narrow else WIDE
    width = LEFT + len(matrix.columns) * step + AIR
    shapes: list[Shape] = []
    words: list[Words] = []
    top = _heads(matrix.columns, step, width, shapes, words)
    for row in matrix.rows:
        names = wrapped(row.line.name, width=LEFT - 2 * AIR, size=SIZE, most=3)
        height = max(ROW, len(names) * LEADING + AIR)
        baseline = top + (height - len(names) * LEADING) / 2 + SIZE
        words += [
            Words(4, round(baseline + place * LEADING, 1), text, size=SIZE)
            for place, text in enumerate(names)
        ]
        for place, cell in enumerate(row.cells):
            middle = LEFT + (place + 0.5) * step
            shapes.append(_mark(cell.count, middle, top + height / 2))
            words += _number(cell.count, middle, top + height / 2)
        top += height
        shapes.append(Shape("grid", f"M0 {top:g}H{width:g}", stroke=GRID, width=1))
    ground = Shape("ground", f"M0 0h{width:g}v{top + 2:g}h-{width:g}z", fill=WHITE)
    return Drawn(width, top + 2, (ground, *shapes), tuple(words))


def _heads(
    columns: Sequence[Line], step: float, width: float, shapes: list[Shape], words: list[Words]
) -> float:
    """The columns' names, from their common foot upwards; gives back where the rows begin."""
    heads = [wrapped(c.short, width=step - 8, size=SMALL, most=5, bold=True) for c in columns]
    height = max(HEAD, max(len(head) for head in heads) * LEADING + 2 * AIR)
    shapes.append(Shape("band", f"M0 0h{width:g}v{height:g}h-{width:g}z", fill=SAND))
    for place, head in enumerate(heads):
        middle = LEFT + (place + 0.5) * step
        for line, text in enumerate(head):
            up = (len(head) - line - 1) * LEADING
            words.append(_centred(text, middle, height - AIR - up, SMALL, INK, SAND, bold=True))
    return height


def _mark(count: Count, x: float, y: float) -> Shape:
    match count.strength:
        case Strength.NOTHING:
            return Shape("nothing", f"M{x - 5:g} {y:g}h10", stroke=QUIET, width=2)
        case Strength.TOLD:
            return Shape("told", _disc(x, y, 11), fill=WHITE, stroke=INK, width=1.5, dash="3 2.5")
        case Strength.SHOWN:
            square = f"M{x - 13:g} {y - 13:g}h26v26h-26z"
            return Shape("shown", square, fill=PALE, stroke=TEAL, width=2)
        case Strength.IMPACT:
            return Shape("impact", _disc(x, y, 18), fill=DEEP)


def _number(count: Count, x: float, y: float) -> list[Words]:
    if not count.pieces:
        return []
    text = str(count.pieces) if count.pieces <= MOST else f"{MOST}+"
    ground = {Strength.IMPACT: DEEP, Strength.SHOWN: PALE}.get(count.strength, WHITE)
    colour = _TEXTS[count.strength]
    return [_centred(text, x, y + SMALL * 0.36, SMALL, colour, ground, bold=True)]


def _disc(x: float, y: float, r: float) -> str:
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 -{2 * r:g} 0z"


def _centred(
    text: str, x: float, y: float, size: float, colour: str, ground: str, *, bold: bool
) -> Words:
    left = x - width_of(text, size=size, bold=bold) / 2
    return Words(
        round(left, 1), round(y, 1), text, size=size, bold=bold, colour=colour, ground=ground
    )

"""Where everything stands in the timeline's picture, in pixels of a screen.

Each of the 4Cs is a band with the months on it; below it one row for each action: its name at the
left, its bar, and under the bar its milestones in as many lanes as they need. `portfolios.rendering.
timeline` decides what is drawn; here nothing but places, patterns and widths are found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.forms import MONTHS, show_date
from foundation.printing.scripts import hand
from portfolios.rendering.axis import LEFT, WIDTH, Scale
from portfolios.rendering.lettering import width_of, wrapped
from portfolios.rendering.lines import Line
from portfolios.rendering.markers import DIAMOND, LABEL, Marker, markers_of

NUMBER = 44.0
INK, QUIET, GRID, SAND, WHITE, NOW = (
    "#14213d", "#4a5468", "#d8cdb8", "#f6f1e7", "#ffffff", "#b3261e",
)  # fmt: skip
# One for each of the 4Cs, and a last one for what is under none.
COLOURS = ("#0b6e6e", "#8a4b1f", "#2f5568", "#54407f", "#4a5468")
PATTERNS = ("solid", "hollow", "slashed", "barred", "dashed")
TODAY_HEIGHT, BAND, BAR, LANE = 24.0, 46.0, 14.0, 22.0
TITLE, SMALL = 14.0, LABEL
LINE_HEIGHT = {"plain": 19.0, "tall": 27.0, "urdu": 34.0}
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, from the left (`start`) or up to its place (`end`)."""

    x: float
    y: float
    text: str
    size: float = SMALL
    bold: bool = False
    colour: str = INK
    anchor: str = "start"
    # The colour it stands on.
    ground: str = WHITE

    @property
    def is_shaped(self) -> bool:
        """Whether its letters join, stack or run from the right."""
        return hand(self.text) != "plain"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what it covers."""
        width = width_of(self.text, size=self.size, bold=self.bold)
        left = self.x - width if self.anchor == "end" else self.x
        return (left, self.y - self.size, left + width, self.y + self.size * 0.25)


@dataclass(frozen=True, slots=True)
class Shape:
    """A path in the language of SVG. `kind` says what it stands for."""

    kind: str
    path: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 0.0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    width: float
    height: float
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]


# What lies under what: words come last of all.
_LAYERS = ("ground", "band", "grid", "today", "plate", "bar", "pattern", "end", "milestone")


def height_of(lines: Sequence[Line], *, scale: Scale) -> float:
    bands = sum(1 for place in range(len(lines)) if _begins(lines, place))
    return TODAY_HEIGHT + bands * BAND + sum(_row_height(line, scale) for line in lines) + 2


def draw(
    lines: Sequence[Line],
    *,
    scale: Scale,
    four_cs: Sequence[str],
    today: date | None,
    continued: str = "",
) -> Drawn:
    """`continued`: under which of the 4Cs the picture before this one ended."""
    board = _Board(scale)
    for place, line in enumerate(lines):
        style = min(four_cs.index(line.four_c), len(COLOURS) - 1)
        if _begins(lines, place):
            more = place == 0 and line.four_c == continued
            board.band(f"{line.four_c} (continued)" if more else line.four_c, style)
        board.row(line, style)
    height = board.top + 2
    board.box("ground", 0, 0, WIDTH, height, fill=WHITE)
    if today is not None and scale.first <= today.toordinal() <= scale.last:
        board.now(today, height)
    return Drawn(
        width=WIDTH,
        height=height,
        shapes=tuple(sorted(board.shapes, key=lambda shape: _LAYERS.index(shape.kind))),
        words=tuple(board.words),
    )


class _Board:
    """The picture while it grows downwards from `top`."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.top = TODAY_HEIGHT
        self.shapes: list[Shape] = []
        self.words: list[Words] = []
        self.ticks = list(scale.ticks())

    def band(self, name: str, style: int) -> None:
        """The name of one of the 4Cs with its pattern, and the months and years."""
        self.box("band", 0, self.top, WIDTH, BAND, fill=SAND)
        self.bar(8, 36, self.top + (BAND - BAR) / 2, style)
        lines = wrapped(name, width=LEFT - NUMBER - 12, size=15, most=2, bold=True)
        baseline = self.top + (28 if len(lines) == 1 else 19)
        for place, text in enumerate(lines):
            self.words.append(Words(NUMBER, baseline + place * 18, text, size=15, bold=True))
        self.words += _axis(self.ticks, self.scale.step, self.top)
        self.top += BAND

    def row(self, line: Line, style: int) -> None:
        top, bottom = self.top, self.top + _row_height(line, self.scale)
        grid = "".join(f"M{x:g} {top:g}V{bottom:g}" for x, _ in self.ticks)
        self.line("grid", f"{grid}M0 {bottom:g}H{WIDTH:g}", GRID, 1)
        self.words.append(Words(4, top + 20, line.number, colour=QUIET, size=TITLE))
        leading = LINE_HEIGHT[hand(line.title)]
        for place, text in enumerate(_title_lines(line)):
            self.words.append(Words(NUMBER, top + 20 + place * leading, text, size=TITLE))
        ends = [self.scale.at(day) for day in (line.starts_on, line.ends_on) if day]
        if len(ends) == 2:
            self.bar(min(ends), max(ends), top + 8, style)
        elif ends:
            # Only one end is known: a mark where it is.
            self.line("end", f"M{ends[0]:g} {top + 6:g}v{BAR + 4:g}", COLOURS[style], 3)
        for marker in markers_of(line, self.scale):
            self.milestone(marker, _lanes_top(line, top) + marker.lane * LANE)
        self.top = bottom

    def bar(self, left: float, right: float, top: float, style: int) -> None:
        """Patterns that stay apart in one colour: full, empty, slashed, with a line along it."""
        colour, pattern = COLOURS[style], PATTERNS[style]
        right = max(right, left + 4)
        if pattern == "solid":
            self.box("bar", left, top, right - left, BAR, fill=colour)
            return
        dash = "4 3" if pattern == "dashed" else ""
        inner = (left + 1, top + 1, right - left - 2, BAR - 2)
        self.box("bar", *inner, fill=WHITE, stroke=colour, dash=dash)
        if pattern == "slashed":
            slashes = "".join(
                f"M{x:g} {top + BAR - 2:g}l5 {4 - BAR:g}" for x in _every(8, left + 4, right - 8)
            )
            self.line("pattern", slashes, colour, 2)
        elif pattern == "barred":
            self.line("pattern", f"M{left:g} {top + BAR / 2:g}H{right:g}", colour, 4)

    def milestone(self, marker: Marker, top: float) -> None:
        """Full while the plan is a plan and once it is done, else hollow; a word says which."""
        r, x, y = DIAMOND, marker.x, top + LANE / 2
        path = f"M{x:g} {y - r:g}l{r:g} {r:g}l-{r:g} {r:g}l-{r:g} -{r:g}z"
        fill = INK if marker.state.lower() in ("", "done") else WHITE
        self.shapes.append(Shape("milestone", path, fill=fill, stroke=INK, width=1.5))
        away = -(r + 4) if marker.leftward else r + 4
        anchor = "end" if marker.leftward else "start"
        self.words.append(Words(round(x + away, 1), y + 4, marker.label, anchor=anchor))

    def now(self, today: date, height: float) -> None:
        x = self.scale.at(today)
        self.line("today", f"M{x:g} {TODAY_HEIGHT - 5:g}V{height:g}", NOW, 2, dash="6 4")
        # The line makes room for the words in its way.
        for words in self.words:
            left, top, right, bottom = words.box
            if left - 2 <= x <= right + 2:
                self.box("plate", left - 2, top, right - left + 4, bottom - top, fill=words.ground)
        text = f"Today, {show_date(today)}"
        fits = x + width_of(text, size=SMALL, bold=True) < WIDTH
        anchor = "start" if fits else "end"
        self.words.append(Words(x, TODAY_HEIGHT - 9, text, bold=True, colour=NOW, anchor=anchor))

    def box(
        self,
        kind: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str,
        stroke: str = "none",
        dash: str = "",
    ) -> None:
        path = f"M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z"
        edge = 0 if stroke == "none" else 2
        self.shapes.append(Shape(kind, path, fill=fill, stroke=stroke, width=edge, dash=dash))

    def line(self, kind: str, path: str, stroke: str, width: float, *, dash: str = "") -> None:
        if path:
            self.shapes.append(Shape(kind, path, stroke=stroke, width=width, dash=dash))


def _axis(ticks: Sequence[tuple[float, date]], step: int, top: float) -> Iterator[Words]:
    """Years above months; a year that has no room before the next one is left out."""
    if step >= 12:
        for x, day in ticks:
            if x + 40 < WIDTH:
                yield Words(x + 3, top + 28, str(day.year), colour=QUIET, ground=SAND)
        return
    years = [
        (x, day.year)
        for place, (x, day) in enumerate(ticks)
        if place == 0 or day.year != ticks[place - 1][1].year
    ]
    for place, (x, year) in enumerate(years):
        if place + 1 == len(years) or years[place + 1][0] - x >= 40:
            yield Words(x + 3, top + 18, str(year), bold=True, ground=SAND)
    for x, day in ticks:
        yield Words(x + 3, top + 36, MONTHS[day.month - 1][:3], colour=QUIET, ground=SAND)


def _begins(lines: Sequence[Line], place: int) -> bool:
    return place == 0 or lines[place].four_c != lines[place - 1].four_c


def _title_lines(line: Line) -> tuple[str, ...]:
    return wrapped(line.title, width=LEFT - NUMBER - 12, size=TITLE, most=MOST_LINES)


def _lanes_top(line: Line, top: float) -> float:
    has_bar = line.starts_on or line.ends_on
    return top + (BAR + 12 if has_bar else 6)


def _row_height(line: Line, scale: Scale) -> float:
    named = 14 + len(_title_lines(line)) * LINE_HEIGHT[hand(line.title)]
    lanes = 1 + max((marker.lane for marker in markers_of(line, scale)), default=-1)
    return max(named, _lanes_top(line, 0) + lanes * LANE + 6)


def _every(step: float, left: float, right: float) -> Iterator[float]:
    while left <= right:
        yield round(left, 1)
        left += step

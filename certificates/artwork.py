"""The emblem and the logos, drawn by us from numbers (scheme.md 24).

The ring's geometry is that of templates/_ring.html, which explains it. A drawing is a list of
filled or outlined shapes in plain colours: no gradient, no transparency, no font, so that it prints
in one colour, embosses and cuts.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.basePen import AbstractPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import parse_path

from certificates import lettering

INK = "#14213d"
WHITE = "#ffffff"
METALS = {
    "bronze": "#8a4b1f",
    "silver": "#5b6770",
    "gold": "#7a5b00",
    "platinum": "#2f5568",
}
STAGES = tuple(METALS)
AWARD_NAME = "Co-production Award"

RING_SIZE = 200.0
_ARC = (
    "M114.44 17.25A84 84 0 0 1 184 100A12 12 0 0 1 160 100"
    "A60 60 0 0 0 112.18 41.25A18 18 0 0 0 114.44 17.25Z"
)
_OUTLINE = 3.0
_POINTS = (
    (114.54, 64.89),
    (135.11, 85.46),
    (135.11, 114.54),
    (114.54, 135.11),
    (85.46, 135.11),
    (64.89, 114.54),
    (64.89, 85.46),
    (85.46, 64.89),
)
_POINT_RADIUS = 7.5


class Variant(StrEnum):
    """In which colours a logo comes."""

    COLOUR = "colour"
    MONO = "mono"
    REVERSED = "reversed"
    WATERMARK = "watermark"


@dataclass(frozen=True)
class Shape:
    """One path, filled or (with an outline width) drawn as a line."""

    path: str
    colour: str
    outline: float = 0.0


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]
    label: str

    def svg(self, *, shown_width: int | None = None) -> str:
        """The drawing as a file of its own, with its words for those who can't see it.

        With `shown_width`, it has that size in pixels where a page gives it none.
        """
        size = ""
        if shown_width:
            shown_height = round(shown_width * self.height / self.width)
            size = f' width="{shown_width}" height="{shown_height}"'
        return "".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg"'
                f' viewBox="0 0 {self.width:g} {self.height:g}"{size}'
                f' role="img" aria-label={quoteattr(self.label)}>',
                f"<title>{escape(self.label)}</title>",
                *(_element(shape) for shape in self.shapes),
                "</svg>\n",
            )
        )


def closed_arcs(stage: str) -> int:
    """How far the ring is closed: one arc for bronze, four for platinum."""
    return STAGES.index(stage) + 1


def alt_text(stage: str, *, year: int | None = None) -> str:
    """What to say in place of the logo: `Gold Co-production Award 2027`."""
    words = f"{stage.capitalize()} {AWARD_NAME}"
    return f"{words} {year}" if year else words


def ring(stage: str, *, variant: Variant = Variant.COLOUR) -> Drawing:
    """The emblem alone."""
    colour, _ = _colours(stage, variant)
    return Drawing(
        RING_SIZE, RING_SIZE, tuple(ring_shapes(closed_arcs(stage), colour)), alt_text(stage)
    )


def logo(stage: str, *, year: int | None = None, variant: Variant = Variant.COLOUR) -> Drawing:
    """The emblem with the award's name, the stage and (where the stage is held for a year) the
    year.
    """
    metal, ink = _colours(stage, variant)
    left = 226.0
    stage_words = f"{stage.upper()} {year}" if year else stage.upper()
    lines = (
        lettering.line("Co-production", size=58, at=(left, 78), tracking=-0.6),
        lettering.line("Award", size=58, at=(left, 138), tracking=-0.6),
        lettering.line(stage_words, size=32, at=(left + 1, 184), tracking=4.2),
    )
    shapes = [*ring_shapes(closed_arcs(stage), metal)]
    for text, colour in zip(lines, (ink, ink, metal), strict=True):
        shapes.append(Shape(text.path, colour))
    width = round(max(text.right for text in lines) + 16)
    return Drawing(width, RING_SIZE, tuple(shapes), alt_text(stage, year=year))


def border(stage: str) -> Drawing:
    """The frame of an A4 landscape certificate, in millimetres.

    Two lines whose corners make room for a point.
    """
    width, height = 297.0, 210.0
    metal = METALS[stage]
    shapes = [
        Shape(_hollow_frame(width, height, inset=9.0, hollow=9.0), metal, outline=0.9),
        Shape(_hollow_frame(width, height, inset=11.2, hollow=9.0), metal, outline=0.25),
    ]
    for x in (11.0, width - 11.0):
        for y in (11.0, height - 11.0):
            shapes.append(Shape(moved(_circle(x, y, 2.1), Identity), metal))
    return Drawing(width, height, tuple(shapes), "")


def plate(stage: str, *, width: float, height: float) -> Drawing:
    """A plate of the stage's metal with the corners of the certificate's frame and a fine line inside."""
    metal, hollow = METALS[stage], 9.0
    shapes = [
        Shape(moved(_hollow_frame(width, height, inset=0.0, hollow=hollow), Identity), metal),
        Shape(_hollow_frame(width, height, inset=2.4, hollow=hollow), WHITE, outline=0.3),
    ]
    for x in (2.4, width - 2.4):
        for y in (2.4, height - 2.4):
            shapes.append(Shape(moved(_circle(x, y, 2.1), Identity), metal))
    return Drawing(width, height, tuple(shapes), "")


def _hollow_frame(width: float, height: float, *, inset: float, hollow: float) -> str:
    """A rectangle whose corners bend inwards, like the hollow tail of the ring's arcs."""
    left, top, right, bottom, r = inset, inset, width - inset, height - inset, hollow
    return (
        f"M{left + r} {top}L{right - r} {top}A{r} {r} 0 0 0 {right} {top + r}"
        f"L{right} {bottom - r}A{r} {r} 0 0 0 {right - r} {bottom}"
        f"L{left + r} {bottom}A{r} {r} 0 0 0 {left} {bottom - r}"
        f"L{left} {top + r}A{r} {r} 0 0 0 {left + r} {top}Z"
    )


def ring_svg(stage: str, *, variant: Variant = Variant.COLOUR) -> str:
    """The emblem of a stage as SVG."""
    return ring(stage, variant=variant).svg()


def logo_svg(stage: str, *, year: int | None = None, variant: Variant = Variant.COLOUR) -> str:
    """The logo of a stage as SVG, its words as outlines so that it needs no font."""
    return logo(stage, year=year, variant=variant).svg()


def mixed_with_white(colour: str, share: float) -> str:
    """`colour` thinned on white paper.

    A plain pale colour, where transparency would print unevenly.
    """
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def _colours(stage: str, variant: Variant) -> tuple[str, str]:
    """The colour of ring and stage word, and that of the other words."""
    if variant is Variant.COLOUR:
        return METALS[stage], INK
    if variant is Variant.MONO:
        return "#000000", "#000000"
    if variant is Variant.REVERSED:
        return WHITE, WHITE
    pale = mixed_with_white(METALS[stage], 0.16)
    return pale, pale


def ring_shapes(arcs: int, colour: str, placed: Transform = Identity) -> Iterator[Shape]:
    """The emblem with so many of its four arcs closed."""
    for number in range(4):
        path = _turned_arc(number, placed)
        if number < arcs:
            yield Shape(path, colour)
        else:
            yield Shape(path, colour, outline=_OUTLINE)
    yield Shape(_points(placed), colour)


@functools.cache
def _turned_arc(number: int, placed: Transform) -> str:
    turned = placed.translate(100, 100).rotate(number * 3.141592653589793 / 2).translate(-100, -100)
    return moved(_ARC, turned)


@functools.cache
def _points(placed: Transform) -> str:
    return moved("".join(_circle(x, y, _POINT_RADIUS) for x, y in _POINTS), placed)


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r} {y}A{r} {r} 0 0 1 {x + r} {y}A{r} {r} 0 0 1 {x - r} {y}Z"


def moved(path: str, placed: Transform) -> str:
    """The same path under a transformation, arcs turned into curves."""
    pen = SVGPathPen(None, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    draw(path, TransformPen(pen, placed))
    commands: str = pen.getCommands()
    return commands


def draw(path: str, pen: AbstractPen) -> None:
    """Replay SVG path data on a pen."""
    parse_path(path, pen)


def _element(shape: Shape) -> str:
    if shape.outline:
        return (
            f'<path d="{shape.path}" fill="none" stroke="{shape.colour}"'
            f' stroke-width="{shape.outline:g}"/>'
        )
    return f'<path d="{shape.path}" fill="{shape.colour}"/>'

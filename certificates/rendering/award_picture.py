"""The picture that an organisation puts on its website: what it holds today, on a ground of its own.

It names the award and no organisation, so nothing that anybody typed is in it.
"""

import functools
from dataclasses import dataclass
from enum import StrEnum

from fontTools.misc.transform import Identity

from certificates import lettering
from certificates.artwork import (
    AWARD_NAME,
    INK,
    METALS,
    WHITE,
    Drawing,
    Shape,
    alt_text,
    closed_arcs,
    ring_shapes,
)

NOTHING_HELD = f"No current {AWARD_NAME}"
_QUIET = "#4a5468"
_LINE = "#d8cdb8"
_WIDTH, _HEIGHT, _RADIUS = 700.0, 260.0, 22.0
_LEFT = 30.0 + 200.0 + 30.0


class Look(StrEnum):
    """The ground it stands on: its own panel is white, or ink."""

    LIGHT = "light"
    DARK = "dark"


class Size(StrEnum):
    LARGE = "large"
    SMALL = "small"


# How many pixels it is wide.
WIDTHS = {Size.LARGE: 400, Size.SMALL: 240}


@dataclass(frozen=True)
class AwardPicture:
    """What the picture says; no stage means that nothing is held."""

    stage: str = ""
    year: int | None = None
    look: Look = Look.LIGHT
    size: Size = Size.LARGE

    @property
    def width(self) -> int:
        return WIDTHS[self.size]

    @property
    def height(self) -> int:
        return round(self.width * _HEIGHT / _WIDTH)

    @property
    def label(self) -> str:
        return alt_text(self.stage, year=self.year) if self.stage else NOTHING_HELD


@functools.lru_cache(maxsize=256)
def award_picture_svg(picture: AwardPicture) -> str:
    """The words are outlines, so that it needs no font."""
    return _drawing(picture).svg(shown_width=picture.width)


def _drawing(picture: AwardPicture) -> Drawing:
    arcs, metal, ink, ground, line = _colours(picture)
    if picture.stage:
        words = f"{picture.stage.upper()} {picture.year}" if picture.year else picture.stage.upper()
        lines = (
            (lettering.line("Co-production", size=58, at=(_LEFT, 108), tracking=-0.6), ink),
            (lettering.line("Award", size=58, at=(_LEFT, 168), tracking=-0.6), ink),
            (lettering.line(words, size=32, at=(_LEFT + 1, 214), tracking=4.2), metal),
        )
    else:
        lines = (
            (lettering.line("No current", size=58, at=(_LEFT, 92), tracking=-0.6), ink),
            (lettering.line("Co-production", size=58, at=(_LEFT, 150), tracking=-0.6), ink),
            (lettering.line("Award", size=58, at=(_LEFT, 208), tracking=-0.6), ink),
        )
    ring = Identity.translate(30, 30)
    shapes = (
        Shape(_panel(_WIDTH, _HEIGHT), ground),
        Shape(_panel(_WIDTH, _HEIGHT), line, outline=2),
        *ring_shapes(arcs, metal, ring),
        *(Shape(text.path, colour) for text, colour in lines),
    )
    return Drawing(_WIDTH, _HEIGHT, shapes, picture.label)


def _colours(picture: AwardPicture) -> tuple[int, str, str, str, str]:
    """Closed arcs; colours of ring and stage, of the other words, of the ground and of its edge."""
    arcs = closed_arcs(picture.stage) if picture.stage else 0
    if picture.look is Look.DARK:
        return arcs, WHITE, WHITE, INK, WHITE
    if not picture.stage:
        return arcs, _QUIET, _QUIET, WHITE, _LINE
    return arcs, METALS[picture.stage], INK, WHITE, _LINE


def _panel(width: float, height: float) -> str:
    """A rectangle with round corners, just inside of the picture."""
    left = top = 1.0
    right, bottom, r = width - 1, height - 1, _RADIUS
    return (
        f"M{left + r} {top}L{right - r} {top}A{r} {r} 0 0 1 {right} {top + r}"
        f"L{right} {bottom - r}A{r} {r} 0 0 1 {right - r} {bottom}"
        f"L{left + r} {bottom}A{r} {r} 0 0 1 {left} {bottom - r}"
        f"L{left} {top + r}A{r} {r} 0 0 1 {left + r} {top}Z"
    )

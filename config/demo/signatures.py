"""Invented signatures: a pen's line through some points that chance chose."""

from io import BytesIO
from math import hypot
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 900, 260
# Drawn larger and made smaller, so that the line has soft edges.
LARGER = 3
INK = (24, 34, 82, 255)
SLANT = 0.22
Dot = tuple[float, float]
# How a pen goes through the first letters of our signatories: from 0 to 1, the writing line at 1.
CAPITALS: dict[str, list[Dot]] = {
    "A": [(0.0, 1.0), (0.4, 0.05), (0.55, 0.1), (0.75, 1.0), (0.3, 0.68), (0.1, 0.6), (0.95, 0.6)],
    "B": [(0.1, 1.0), (0.12, 0.0), (0.7, 0.1), (0.6, 0.42), (0.2, 0.5), (0.85, 0.66), (0.65, 1.0), (0, 0.95)],
    "H": [(0.0, 0.15), (0.15, 0.0), (0.12, 1.0), (0.2, 0.55), (0.7, 0.45), (0.85, 0.0), (0.78, 1.0), (1, 0.9)],
    "O": [(0.6, 0.0), (0.1, 0.3), (0.2, 0.9), (0.75, 0.95), (0.95, 0.4), (0.5, 0.03), (1.0, 0.2)],
    "R": [(0.1, 1.0), (0.12, 0.0), (0.75, 0.08), (0.65, 0.45), (0.15, 0.55), (0.45, 0.55), (1.0, 1.0)],
    "Y": [(0.0, 0.05), (0.2, 0.55), (0.5, 0.45), (0.85, 0.0), (0.7, 0.7), (0.45, 1.3), (0.2, 1.2), (1.0, 0.7)],
}  # fmt: skip


def signature_picture(name: str, initials: str, chance: Random) -> SimpleUploadedFile:
    """A transparent PNG, as an officer would upload it."""
    picture = Image.new("RGBA", (WIDTH * LARGER, HEIGHT * LARGER), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for letter, left, right in zip(initials, (30, 400), (340, 800), strict=True):
        _stroke(pen, _word(letter, left, right, chance), chance)
    _stroke(pen, [(90, 236), (380, 240), (640, 226), (840, 233)], chance)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, format="PNG")
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), content_type="image/png")


def _word(letter: str, left: float, right: float, chance: Random) -> list[Dot]:
    """One clear letter, then small ones that get flatter towards the end."""
    dots = [(left + 95 * x, 30 + 165 * y) for x, y in CAPITALS[letter]]
    x = left + 118
    while x < right:
        flatter = (x - left) / (right - left)
        top = chance.choice((55, 125, 130, 140, 145)) + 45 * flatter
        foot = chance.choice((192, 194, 196, 228)) - 12 * flatter
        dots += [(x, top), (x + chance.uniform(3, 9), foot)]
        x += chance.uniform(20, 38)
    return [(x + SLANT * (195 - y), y) for x, y in dots]


def _stroke(pen: ImageDraw.ImageDraw, dots: list[Dot], chance: Random) -> None:
    """A Catmull-Rom line through all dots; its breadth swells and thins as a nib's does."""
    line = [dots[0], *dots, dots[-1]]
    breadth = 3.0
    for place in range(len(line) - 3):
        four = line[place : place + 4]
        before, breadth = breadth, chance.uniform(2.2, 4.4)
        steps = int(hypot(four[2][0] - four[1][0], four[2][1] - four[1][1]) * LARGER) + 2
        for step in range(steps):
            x, y = _between(four, step / steps)
            radius = (before + (breadth - before) * step / steps) * LARGER / 2
            x, y = x * LARGER, y * LARGER
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)


def _between(dots: list[Dot], t: float) -> Dot:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = dots

    def at(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )

    return at(ax, bx, cx, dx), at(ay, by, cy, dy)

"""Invented signatures: a pen's line through some points that chance chose."""

from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 900, 260
# Drawn larger and made smaller, so that the line has soft edges.
LARGER = 3
INK = (24, 34, 82, 255)
STEPS = 24
Dot = tuple[float, float]


def signature_picture(name: str, chance: Random) -> SimpleUploadedFile:
    """A transparent PNG, as an officer would upload it."""
    picture = Image.new("RGBA", (WIDTH * LARGER, HEIGHT * LARGER), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for word, (left, right) in zip(("first", "last"), ((40, 380), (420, 860)), strict=True):
        _stroke(pen, _letters(left, right, chance, tall=word == "last"), chance)
    _stroke(pen, [(60, 226), (330, 236), (640, 214), (850, 222)], chance)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, format="PNG")
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), content_type="image/png")


def _letters(left: float, right: float, chance: Random, *, tall: bool) -> list[Dot]:
    """One large letter, then loops that get flatter towards the end."""
    top = 20.0 if tall else 45.0
    dots = [
        (left, 170.0),
        (left + 25, top),
        (left + 70, 120.0),
        (left + 20, 205.0),
        (left + 80, 175.0),
    ]
    x = left + 90
    while x < right:
        up = chance.uniform(90, 140) + 40 * (x - left) / (right - left)
        dots += [(x, up), (x + chance.uniform(6, 22), chance.uniform(175, 200))]
        x += chance.uniform(24, 46)
    return dots


def _stroke(pen: ImageDraw.ImageDraw, dots: list[Dot], chance: Random) -> None:
    """A Catmull-Rom line through all dots; its breadth swells and thins as a nib's does."""
    line = [dots[0], *dots, dots[-1]]
    for place in range(len(line) - 3):
        breadth = chance.uniform(2.2, 4.2) * LARGER
        for step in range(STEPS):
            x, y = _between(line[place : place + 4], step / STEPS)
            radius = breadth / 2
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

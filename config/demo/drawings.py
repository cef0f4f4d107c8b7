"""Pictures for the evidence of the demo: drawn, because no child's photograph belongs in it."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

SIZE = (1600, 1200)
# How many times smaller the small picture is.
SMALLER = 4
PAPER, INK, TEAL, SAND = "#fbf8f1", "#14213d", "#0b6e6e", "#e9dfc9"
BRIGHT = ("#f2b705", "#e8746a", "#7fb069", "#5b9bd5", "#b48ead", "#f6a96c")
Pen = ImageDraw.ImageDraw


def drawing(scene: str, chance: Random) -> tuple[bytes, bytes]:
    """A JPEG and its small one. The same scene and chance always make the same picture."""
    picture = Image.new("RGB", SIZE, PAPER)
    SCENES[scene](ImageDraw.Draw(picture), chance)
    return _jpeg(picture), _jpeg(picture.reduce(SMALLER))


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, format="JPEG", quality=82)
    return out.getvalue()


def _notes(pen: Pen, chance: Random) -> None:
    """Sticky notes on a wall, in columns, some with a dot of agreement."""
    pen.rectangle((0, 0, *SIZE), fill=SAND)
    for column in range(5):
        for row in range(chance.randint(3, 5)):
            x, y = 90 + column * 300 + chance.randint(-18, 18), 80 + row * 220
            y += chance.randint(-14, 14)
            pen.rectangle((x + 8, y + 8, x + 228, y + 188), fill="#cfc4aa")
            pen.rectangle((x, y, x + 220, y + 180), fill=chance.choice(BRIGHT))
            for line in range(chance.randint(2, 4)):
                end = x + chance.randint(110, 195)
                pen.line((x + 22, y + 40 + line * 34, end, y + 40 + line * 34), fill=INK, width=6)
            for dot in range(chance.randint(0, 4)):
                _dot(pen, x + 40 + dot * 40, y + 164, 13, TEAL)


def _plan(pen: Pen, chance: Random) -> None:
    """A garden seen from above: beds, a path, trees."""
    pen.rectangle((60, 60, 1540, 1140), fill="#dfe9d2", outline=INK, width=8)
    pen.line(
        [(60, 900), (500, 820), (760, 520), (1100, 460), (1540, 300)],
        fill="#d9c9a3",
        width=110,
        joint="curve",
    )
    for _ in range(7):
        x, y = chance.randint(120, 1300), chance.choice([130, 230, 950, 1000])
        pen.rounded_rectangle((x, y, x + 190, y + 90), 24, fill="#a9865b", outline=INK, width=5)
        for plant in range(4):
            _dot(pen, x + 34 + plant * 40, y + 45, 15, chance.choice(BRIGHT))
    for _ in range(9):
        x, y = chance.randint(150, 1450), chance.randint(380, 1060)
        _dot(pen, x, y, chance.randint(40, 75), "#7fb069")
        _dot(pen, x, y, 12, "#6b4a2b")


def _jars(pen: Pen, chance: Random) -> None:
    """Three jars with pebbles: how a class voted."""
    pen.rectangle((0, 880, SIZE[0], SIZE[1]), fill="#c9b08a")
    for place, mood in enumerate((34, 0, -34)):
        x = 170 + place * 450
        pen.rounded_rectangle((x, 300, x + 360, 960), 60, fill="#eef4f4", outline=INK, width=9)
        for pebble in range((46, 18, 7)[place]):
            row, column = divmod(pebble, 8)
            shift = chance.randint(-6, 6)
            y = 920 - row * 46
            _dot(pen, x + 42 + column * 40 + shift, y, 20, chance.choice(BRIGHT))
        _face(pen, x + 180, 190, 84, mood)


def _chart(pen: Pen, chance: Random) -> None:
    """Bars in pairs: before, and now."""
    pen.line([(170, 120), (170, 1030), (1500, 1030)], fill=INK, width=10)
    for group in range(4):
        before = chance.randint(140, 420)
        now = before + chance.randint(180, 420)
        x = 250 + group * 310
        pen.rectangle((x, 1025 - before, x + 105, 1025), fill="#c8c3b5")
        pen.rectangle((x + 120, 1025 - now, x + 225, 1025), fill=TEAL)


def _cards(pen: Pen, chance: Random) -> None:
    """Picture cards on a table, one of them chosen."""
    pen.rectangle((0, 0, *SIZE), fill="#b9a07a")
    chosen = chance.randrange(6)
    for number in range(6):
        row, column = divmod(number, 3)
        x, y = 130 + column * 480, 120 + row * 520 - (40 if number == chosen else 0)
        edge = "#f2b705" if number == chosen else INK
        pen.rounded_rectangle((x, y, x + 380, y + 430), 34, fill="white", outline=edge, width=16)
        shape = (number + chance.randint(0, 2)) % 3
        colour = BRIGHT[number % len(BRIGHT)]
        if shape == 0:
            _dot(pen, x + 190, y + 210, 110, colour)
        elif shape == 1:
            pen.polygon(_star(x + 190, y + 215, 130), fill=colour)
        else:
            _face(pen, x + 190, y + 215, 110, 50)


def _boat(pen: Pen, chance: Random) -> None:
    """A landing stage with a ramp, and a boat."""
    pen.rectangle((0, 0, SIZE[0], 620), fill="#cfe3ea")
    pen.rectangle((0, 620, SIZE[0], SIZE[1]), fill="#6fa3b5")
    for _ in range(22):
        x, y = chance.randint(0, 1500), chance.randint(680, 1160)
        pen.arc((x, y, x + 90, y + 30), 200, 340, fill="#dcecf1", width=6)
    pen.polygon([(60, 560), (560, 640), (560, 700), (60, 640)], fill="#a9865b", outline=INK)
    for post in range(4):
        x = 110 + post * 130
        pen.rectangle((x, 600, x + 26, 900), fill="#6b4a2b")
        pen.line((x + 13, 600, x + 13, 430), fill=INK, width=10)
    pen.line((110, 450, 530, 500), fill=INK, width=12)
    pen.polygon([(640, 640), (1480, 640), (1380, 860), (760, 860)], fill=TEAL, outline=INK)
    pen.rectangle((820, 460, 1260, 640), fill="white", outline=INK, width=8)
    for window in range(3):
        x = 860 + window * 130
        pen.rectangle((x, 500, x + 90, 580), fill="#f2b705", outline=INK, width=6)


SCENES: dict[str, Callable[[Pen, Random], None]] = {
    "notes": _notes,
    "plan": _plan,
    "jars": _jars,
    "chart": _chart,
    "cards": _cards,
    "boat": _boat,
}


def _dot(pen: Pen, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _face(pen: Pen, x: float, y: float, radius: float, mood: int) -> None:
    """A drawn face: `mood` bends the mouth, up for glad."""
    _dot(pen, x, y, radius, "#f2b705")
    for side in (-1, 1):
        _dot(pen, x + side * radius * 0.36, y - radius * 0.22, radius * 0.11, INK)
    left, right = x - radius * 0.45, x + radius * 0.45
    middle = y + radius * 0.42
    if mood > 0:
        pen.arc((left, middle - mood * 1.4, right, middle + mood * 0.6), 20, 160, fill=INK, width=9)
    elif mood < 0:
        pen.arc((left, middle, right, middle - mood * 2), 200, 340, fill=INK, width=9)
    else:
        pen.line((left, middle, right, middle), fill=INK, width=9)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [
        (
            x + (radius if point % 2 == 0 else radius * 0.42) * sin(point * pi / 5),
            y - (radius if point % 2 == 0 else radius * 0.42) * cos(point * pi / 5),
        )
        for point in range(10)
    ]

"""Drawings as PNG, by Pillow alone: the same on every machine, no further system library."""

import io
import math
from collections.abc import Iterator

from fontTools.pens.basePen import BasePen
from PIL import Image, ImageChops, ImageDraw

from certificates.artwork import Drawing, draw

# Drawn this many times too large, then made small: smooth edges.
_OVERSAMPLING = 4
_STEPS = 24
Point = tuple[float, float]


def png(drawing: Drawing, *, width: int) -> bytes:
    """The drawing `width` pixels wide, on a transparent ground."""
    height = round(width * drawing.height / drawing.width)
    scale = width * _OVERSAMPLING / drawing.width
    large = (width * _OVERSAMPLING, height * _OVERSAMPLING)
    picture = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    for colour in dict.fromkeys(shape.colour for shape in drawing.shapes):
        mask = Image.new("1", large)
        for shape in drawing.shapes:
            if shape.colour != colour:
                continue
            for contour in _contours(shape.path, scale):
                if shape.outline:
                    _outline(mask, contour, shape.outline * scale)
                else:
                    _fill(mask, contour)
        paint = Image.new("RGBA", (width, height), colour)
        paint.putalpha(mask.convert("L").resize((width, height), Image.Resampling.BOX))
        picture = Image.alpha_composite(picture, paint)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def on_white(content: bytes) -> bytes:
    """The same picture with no clear part in it."""
    drawn = Image.open(io.BytesIO(content))
    ground = Image.new("RGBA", drawn.size, (255, 255, 255, 255))
    out = io.BytesIO()
    Image.alpha_composite(ground, drawn).convert("RGB").save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def _fill(mask: Image.Image, contour: list[Point]) -> None:
    """Add a contour so that one inside another cuts a hole (the eye of an `o`)."""
    left, top = (math.floor(min(point[axis] for point in contour)) for axis in (0, 1))
    right, bottom = (math.ceil(max(point[axis] for point in contour)) + 1 for axis in (0, 1))
    area = Image.new("1", (right - left, bottom - top))
    ImageDraw.Draw(area).polygon([(x - left, y - top) for x, y in contour], fill=1)
    before = mask.crop((left, top, right, bottom))
    mask.paste(ImageChops.logical_xor(before, area), (left, top))


def _outline(mask: Image.Image, contour: list[Point], thickness: float) -> None:
    pencil = ImageDraw.Draw(mask)
    pencil.line([*contour, contour[0], contour[1]], fill=1, width=round(thickness), joint="curve")


def _contours(path: str, scale: float) -> Iterator[list[Point]]:
    pen = _Flattener(scale)
    draw(path, pen)
    yield from pen.contours


class _Flattener(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Turns curves into many short straight lines."""

    def __init__(self, scale: float) -> None:
        super().__init__(None)
        self.scale = scale
        self.contours: list[list[Point]] = []

    def _moveTo(self, pt: Point) -> None:  # noqa: N802 - the pen protocol's name
        self.contours.append([self._placed(pt)])

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self.contours[-1].append(self._placed(pt))

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        start = self._getCurrentPoint()
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            u = 1 - t
            weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
            points = (start, pt1, pt2, pt3)
            x = sum(w * p[0] for w, p in zip(weights, points, strict=True))
            y = sum(w * p[1] for w, p in zip(weights, points, strict=True))
            self.contours[-1].append(self._placed((x, y)))

    def _placed(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale

"""Drawings as EPS, which printers and engravers still ask for (docs/decisions/0008).

A drawing of ours is paths in plain colours, so the file is those paths in PostScript's own words.
"""

from fontTools.pens.basePen import BasePen

from certificates.artwork import Drawing, Shape, draw

# Across, in points: 80 mm, as the logo's PDF is.
WIDTH = 80 / 25.4 * 72
# SVG cuts the tip of a corner at this length; PostScript alone would let it grow to 10.
_MITRE = 4


def eps(drawing: Drawing) -> bytes:
    """The drawing, 80 mm wide and sharp at any size. Its label must be plain ASCII."""
    scale = WIDTH / drawing.width
    height = drawing.height * scale
    lines = [
        "%!PS-Adobe-3.0 EPSF-3.0",
        f"%%BoundingBox: 0 0 {-(-WIDTH // 1):.0f} {-(-height // 1):.0f}",
        f"%%HiResBoundingBox: 0 0 {WIDTH:.4f} {height:.4f}",
        f"%%Title: ({_escaped(drawing.label)})",
        "%%LanguageLevel: 2",
        "%%DocumentData: Clean7Bit",
        "%%EndComments",
        "gsave",
        # PostScript counts upwards from the bottom, SVG downwards from the top.
        f"0 {height:.4f} translate {scale:.6f} {-scale:.6f} scale {_MITRE} setmiterlimit",
        *(_painted(shape) for shape in drawing.shapes),
        "grestore",
        "%%EOF",
        "",
    ]
    return "\n".join(lines).encode("ascii")


def _painted(shape: Shape) -> str:
    pen = _PostScriptPen()
    draw(shape.path, pen)
    parts = (int(shape.colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    colour = " ".join(f"{part:.4f}" for part in parts)
    paint = f"{shape.outline:g} setlinewidth stroke" if shape.outline else "fill"
    return "\n".join((f"{colour} setrgbcolor newpath", *pen.commands, paint))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


class _PostScriptPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes down what is drawn; PostScript knows lines and cubic curves, and so needs no guess."""

    def __init__(self) -> None:
        super().__init__(None)
        self.commands: list[str] = []

    def _add(self, command: str, *points: tuple[float, float]) -> None:
        numbers = (f"{x:.3f} {y:.3f}" for x, y in points)
        self.commands.append(" ".join((*numbers, command)))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's name
        self._add("moveto", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("lineto", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("curveto", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._add("closepath")

"""Where the ink of a printed page is, line by line, whatever its fonts say of themselves.

A tagged PDF marks each line of text, picture and rule. Here each mark is painted in a colour of its
own and the page is turned into pixels without smoothing; a colour's pixels are that line's ink.
"""

import io
from dataclasses import dataclass
from itertools import combinations

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, FloatObject

from tests.support.pdfs import run

DPI = 96
MM = DPI / 25.4
_COLOURING = {b"rg", b"RG", b"g", b"G", b"k", b"K", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN"}


@dataclass(frozen=True)
class Ink:
    """The box around one mark's ink, in millimetres from the page's top left corner."""

    # /Span for a line of text, /Figure for a picture, /Artifact for a rule.
    tag: str
    left: float
    top: float
    right: float
    bottom: float

    def runs_into(self, other: "Ink", *, slack: float = 0.3) -> bool:
        """By more than a pixel, which is what rounding may cost."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


def ink_of(content: bytes) -> list[Ink]:
    """Each mark of the first page that left ink, in reading order; not the page's background."""
    painted, tags = _painted(content)
    ppm = run(
        painted,
        *["pdftoppm", "-aa", "no", "-aaVector", "no", "-singlefile", "-r"],
        str(DPI),
        "{file}",
    )
    red = Image.open(io.BytesIO(ppm)).getchannel("R")
    found = []
    for place, tag in enumerate(tags):
        box = red.point([255 if value == place else 0 for value in range(256)]).getbbox()
        if box is not None:
            found.append(Ink(tag, *(edge / MM for edge in box)))
    return found


def collisions(marks: list[Ink]) -> list[tuple[Ink, Ink]]:
    return [(one, other) for one, other in combinations(marks, 2) if one.runs_into(other)]


def _painted(content: bytes) -> tuple[bytes, list[str]]:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    page = writer.pages[0]
    stream = ContentStream(page.get_contents(), writer)
    tags: list[str] = []
    operations = []
    depth = 0
    for operands, operator in stream.operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
            tags.append(str(operands[0]))
        elif operator == b"EMC":
            depth -= 1
        if operator in _COLOURING:
            continue
        if operator == b"Do":
            # A picture as a full square; the background (the frame) not at all.
            if len(tags) > 1:
                operations += [([FloatObject(n) for n in (0, 0, 1, 1)], b"re"), ([], b"f")]
            continue
        operations.append((operands, operator))
        if operator in (b"BDC", b"BMC", b"q", b"gs") and depth:
            colour = [FloatObject((len(tags) - 1) / 255), FloatObject(0), FloatObject(0)]
            operations += [(colour, b"rg"), (colour, b"RG")]
    assert len(tags) < 255
    stream.operations = operations
    page.replace_contents(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), tags

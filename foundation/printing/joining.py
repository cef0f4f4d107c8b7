"""Files of pages put one after the other, with their tags; and marks for the knife (scheme.md 27)."""

import io
from collections.abc import Iterable, Sequence

import pikepdf
from pikepdf import Array, OutlineItem, Pdf

_MM = 72 / 25.4
# What is cut off beside the page, where ink may go on; and the room for the marks, outside of that.
BLEED = 3.0
MARKS_FROM, MARKS_TO = 4.0, 9.0
SLUG = 10.0


def join(parts: Iterable[bytes], *, headings: Sequence[str], crop_marks: bool) -> bytes:
    """One file of all pages, with a bookmark for each; it says of itself what the first part does."""
    readers = [Pdf.open(io.BytesIO(part)) for part in parts]
    book, *others = readers
    for other in others:
        _append(book, other)
    with book.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(OutlineItem(heading, place) for place, heading in enumerate(headings))
    if crop_marks:
        for page in book.pages:
            _mark(book, page)
    out = io.BytesIO()
    book.save(out, deterministic_id=True)
    return out.getvalue()


def _append(book: Pdf, other: Pdf) -> None:
    """Its pages, and its tree of tags behind the tree that is there."""
    begin, tree = len(book.pages), book.Root.StructTreeRoot.ParentTree
    first_key = _next_key(tree)
    book.pages.extend(other.pages)
    copied = book.copy_foreign(other.Root.StructTreeRoot)
    document = book.Root.StructTreeRoot.K[0]
    for each in copied.K[0].K:
        each.P = document
        document.K.append(each)
    numbers = list(copied.ParentTree.Nums.as_list())
    for place in range(0, len(numbers), 2):
        tree.Nums.append(int(numbers[place]) + first_key)
        tree.Nums.append(numbers[place + 1])
    for page in book.pages[begin:]:
        page.obj.StructParents = int(page.obj.StructParents) + first_key
        for annotation in page.obj.get("/Annots", Array()):
            annotation.StructParent = int(annotation.StructParent) + first_key


def _next_key(tree: pikepdf.Object) -> int:
    return int(max(tree.Nums.as_list()[::2])) + 1


def _mark(book: Pdf, page: pikepdf.Page) -> None:
    """TrimBox: the page as it is cut. The marks stand outside of what bleeds, and are no content."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    box = (left, bottom, right, top)
    page.obj.TrimBox = Array(box)
    page.obj.BleedBox = _wider(box, BLEED)
    page.obj.MediaBox = _wider(box, SLUG)
    near, far = MARKS_FROM * _MM, MARKS_TO * _MM
    lines = [
        line
        for x, out in ((left, -1), (right, 1))
        for y, up in ((bottom, -1), (top, 1))
        for line in (
            (x + out * near, y, x + out * far, y),
            (x, y + up * near, x, y + up * far),
        )
    ]
    drawn = " ".join("{:.3f} {:.3f} m {:.3f} {:.3f} l S".format(*line) for line in lines)
    # What is there may leave the paper turned and coloured.
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q /Artifact BMC q 0 G 0.25 w {drawn} Q EMC".encode())


def _wider(box: tuple[float, float, float, float], millimetres: float) -> Array:
    more = millimetres * _MM
    left, bottom, right, top = box
    return Array(
        [round(edge, 3) for edge in (left - more, bottom - more, right + more, top + more)]
    )

"""What shows each right of the child, as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator

from foundation.csv_export import csv_pieces
from portfolios.choices import UNNAMED, EvidenceKind
from portfolios.records.coverage import Right

HEAD = (
    *("Article", "Right", "In short", "Principles"),
    *("Evidence", "What it is", "Date", "What changed"),
)


def rights_sheet(rights: Iterable[Right]) -> bytes:
    """One row for each piece of evidence; a right that nothing shows has a row as well."""
    rows = (row for right in rights for row in _rows(right))
    return b"".join(csv_pieces([HEAD, *rows]))


def _rows(right: Right) -> Iterator[tuple[str, ...]]:
    article = right.article
    principles = "; ".join(f"{p.number} {p.name}" for p in right.principles)
    start = (str(article.number), article.name, article.text, principles)
    if not right.items:
        yield (*start, "Nothing yet", "", "", "")
    for item in right.items:
        kind = str(EvidenceKind(item.kind).label) if item.kind else ""
        day = item.happened_on.isoformat() if item.happened_on else ""
        yield (*start, item.title or UNNAMED, kind, day, item.changed)

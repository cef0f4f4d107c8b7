"""A table for spreadsheets, sent row by row, in which nothing that somebody typed is ever run (T-68)."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

# What a spreadsheet would take for a formula, also behind a quotation mark, a separator or blanks; the
# full-width signs stand in keyboards of other languages.
_FORMULA = re.compile(r"[\s\"';,]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# Where a program that goes by semicolons, as in other countries, takes a new cell to begin.
_FORMULA_INSIDE = re.compile(r"([;\r\n][\s\"']*)(?=[=+\-@\u2212\uff1d\uff0b\uff0d\uff20])")
# Programs that guess take the file for UTF-8 by this.
MARK = "\ufeff"


def stream_csv(rows: Iterable[Sequence[str]], *, filename: str) -> StreamingHttpResponse:
    """An answer that downloads as a table. However long it is, it is never whole in memory."""
    response = StreamingHttpResponse(csv_pieces(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """RFC 4180, with an apostrophe before everything that could be a formula."""
    line = _Line()
    writer = csv.writer(line)
    yield MARK.encode()
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
        yield line.text.encode("utf-8", errors="replace")


def inert(cell: str) -> str:
    """To get back what was typed, take the apostrophes away."""
    if _FORMULA.match(cell):
        return "'" + cell[:1] + _FORMULA_INSIDE.sub(r"\1'", cell[1:])
    return _FORMULA_INSIDE.sub(r"\1'", cell)


class _Line:
    """Where a writer leaves the line it has made."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text

"""A table as a file for spreadsheets, in which nothing that somebody typed is ever run (T-68)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet would take for a formula, also behind a quotation mark, a separator or blanks; the
# full-width signs stand in keyboards of other languages.
_FORMULA = re.compile(r"[\s\"';,]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# Where a program that goes by semicolons, as in other countries, takes a new cell to begin.
_FORMULA_INSIDE = re.compile(r"([;\r\n][\s\"']*)(?=[=+\-@\u2212\uff1d\uff0b\uff0d\uff20])")
# Programs that guess take the file for UTF-8 by this.
_MARK = "\ufeff"


def sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """RFC 4180, with an apostrophe before everything that could be a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([inert(cell) for cell in row] for row in rows)
    return (_MARK + out.getvalue()).encode("utf-8", errors="replace")


def inert(cell: str) -> str:
    """To get back what was typed, take the apostrophes away."""
    if _FORMULA.match(cell):
        return "'" + cell[:1] + _FORMULA_INSIDE.sub(r"\1'", cell[1:])
    return _FORMULA_INSIDE.sub(r"\1'", cell)

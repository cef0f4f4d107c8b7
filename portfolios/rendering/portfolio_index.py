"""What lies in a zip of evidence beside the files: a list for a spreadsheet, and words for people."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADINGS = (
    "Number",
    "Title",
    "What it is",
    "When it was",
    "What it shows",
    "File",
    "SHA-256 of the file",
    "Who may see it",
    "Until when",
    "Note",
)
# Where a spreadsheet may take the next letter for the beginning of a formula: at the start of a cell, and
# after what it may take for the end of one.
_FORMULA = re.compile(r"((?:^|[;,\"|])[\s'\ufeff]*)(?=[=+\-@＝＋－＠])")
README = """Evidence of {organisation}
{stage}, {reference}
{status_line}

What this is
Each folder in "evidence" is one piece of evidence. Its name begins with its number.
index.csv opens in a spreadsheet. It says for each file what it is, what it shows, and who may see it.
{missing}
What you may do with it
Use it for the award only. Do not pass it on, print it for others or put it on the web.
Look at "Who may see it" in index.csv first.
"Assessors only" means champions and SEND officers, and nobody else.

Pictures and words of children
A child, or their parent, said yes to one use. They can change their mind at any time.
Never share a picture of a child in a message, in a talk or on social media.
When consent is withdrawn, delete your copy as well.

When you are done
Delete this zip, and everything that you took out of it.
"""
MISSING = """
What is not in here
Left out: {count}. Consent is gone, or a file is still being checked or was refused.
index.csv says which.
"""
WITHHELD = """
What you may not see
Restricted: {count}. It is not in here and not in index.csv, and its numbers are left free.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One file of one piece of evidence, or a piece without one."""

    number: str
    title: str
    kind: str = ""
    happened_on: str = ""
    shows: Sequence[str] = ()
    file: str = ""
    sha256: str = ""
    scope: str = ""
    until: str = ""
    note: str = ""


def index_csv(lines: Iterable[Line]) -> bytes:
    """RFC 4180, with a mark that it is UTF-8, and nothing in it that a spreadsheet would work out (T-68)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    for line in lines:
        cells = (
            line.number,
            line.title,
            line.kind,
            line.happened_on,
            "; ".join(line.shows),
            line.file,
            line.sha256,
            line.scope,
            line.until,
            line.note,
        )
        writer.writerow([inert(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """On one line, and with an apostrophe before whatever could begin a formula (T-68).

    Whoever reads the file back takes that apostrophe away again.
    """
    return _FORMULA.sub(r"\1'", " ".join(text.split()))


def readme(
    *,
    organisation: str,
    stage: str,
    reference: str,
    status_line: str,
    left_out: int,
    withheld: int = 0,
) -> bytes:
    """In plain words. Windows ends its lines in its own way."""
    text = README.format(
        organisation=organisation,
        stage=stage,
        reference=reference,
        status_line=status_line,
        missing=(MISSING.format(count=left_out) if left_out else "")
        + (WITHHELD.format(count=withheld) if withheld else ""),
    )
    return text.replace("\n", "\r\n").encode()

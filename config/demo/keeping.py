"""The files of the demo's evidence: drawn pictures, tables, minutes and letters.

They are made by us, so they are clean from the start: the same city is there at once with or without a
virus scanner. That is why they do not come in as uploads do, and why no service is asked: whatever people
send has to be looked at, and nothing in the house may have a way round it.
"""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from random import Random

from awards.models import User
from config.demo.drawings import drawing
from config.demo.judged import Table
from foundation.files import store_generated
from foundation.files.evidence import CSV, DOCX, TXT
from foundation.files.kinds import JPEG
from foundation.printing.word import new_document
from portfolios.models import EvidenceFile, EvidenceItem

UTF_8 = "; charset=utf-8"


def keep_file(
    item: EvidenceItem, table: Table, *, actor: User, at: datetime, chance: Random
) -> None:
    """`table` has a scene to draw, rows, lines or paragraphs."""
    thumbnail, text = None, ""
    if "scene" in table:
        content, thumbnail = drawing(table["scene"], chance)
        kind = JPEG
    elif "rows" in table:
        content, kind, text = _rows(table["rows"]), CSV, UTF_8
    elif "lines" in table:
        content, kind, text = "\r\n".join(table["lines"]).encode(), TXT, UTF_8
    else:
        content, kind = _document(item, table["paragraphs"], at), DOCX
    EvidenceFile.objects.create(
        item=item,
        file=store_generated(
            name=f"{table['name']}.{kind.extensions[0]}",
            content=content,
            content_type=kind.content_type + text,
            at=at,
            thumbnail=thumbnail,
        ),
        caption=table.get("caption", ""),
        added_at=at,
        added_by=actor,
    )


def _rows(rows: Sequence[Sequence[str]]) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _document(item: EvidenceItem, paragraphs: Sequence[str], at: datetime) -> bytes:
    document = new_document(
        title=item.title,
        subject=item.get_kind_display(),
        author=item.organisation.name,
        created=at,
    )
    document.add_heading(item.title, level=0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()

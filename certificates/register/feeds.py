"""The register for spreadsheets and for other websites; its shape is written down in docs/certificates.md."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.register.holders import Asked, Holder

HEADINGS = (
    "Organisation",
    "Award",
    "Held since",
    "Awarded on",
    "Valid until",
    "Status",
    "Page",
)


def csv_rows(found: Sequence[Holder]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for each in found:
        yield (
            each.name,
            each.stage_name,
            each.held_since.isoformat(),
            each.awarded_on.isoformat(),
            each.valid_until.isoformat() if each.valid_until else "",
            each.status_words,
            each.address,
        )


def json_pieces(found: Sequence[Holder], *, asked: Asked, on: date) -> Iterator[bytes]:
    """One object, sent line by line."""
    head = {
        "title": "Co-production Award: who holds an award",
        "register": f"{settings.BASE_URL}{reverse('register')}",
        "as_of": on.isoformat(),
        "asked": {"name": asked.query, "stage": asked.stage or None, "order": asked.order},
        "count": len(found),
    }
    yield f'{_text(head)[:-1]}, "holders": ['.encode()
    for place, each in enumerate(found):
        yield f"{',' if place else ''}\n{_text(_entry(each))}".encode()
    yield b"\n]}\n"


def _entry(each: Holder) -> dict[str, str | None]:
    return {
        "organisation": each.name,
        "stage": each.stage,
        "held_since": each.held_since.isoformat(),
        "awarded_on": each.awarded_on.isoformat(),
        "valid_until": each.valid_until.isoformat() if each.valid_until else None,
        "status": each.status,
        "page": each.address,
    }


def _text(value: Any) -> str:
    """Plain ASCII with no sign of markup, so that it can be put into a page as it is (T-69)."""
    text = json.dumps(value)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text

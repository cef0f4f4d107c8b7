"""The register as data: one shape for good, and nothing in it that runs (T-68, T-78)."""

import csv
import io
import json
from datetime import date

import jsonschema
import pytest

from certificates.register.feeds import HEADINGS, csv_rows, json_pieces
from certificates.register.holders import Asked, Holder
from foundation.csv_export import csv_pieces, inert

DAY = date(2026, 11, 25)
# As docs/certificates.md promises it.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "register", "as_of", "asked", "count", "holders"],
    "properties": {
        "title": {"const": "Co-production Award: who holds an award"},
        "register": {"type": "string", "pattern": "^https?://.+/register/$"},
        "as_of": {"type": "string", "format": "date"},
        "asked": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "stage", "order"],
            "properties": {
                "name": {"type": "string"},
                "stage": {"enum": [None, "bronze", "silver", "gold", "platinum"]},
                "order": {"enum": ["name", "newest"]},
            },
        },
        "count": {"type": "integer", "minimum": 0},
        "holders": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    "organisation", "stage", "held_since", "awarded_on", "valid_until", "status", "page",
                ],
                "properties": {
                    "organisation": {"type": "string", "minLength": 1},
                    "stage": {"enum": ["bronze", "silver", "gold", "platinum"]},
                    "held_since": {"type": "string", "format": "date"},
                    "awarded_on": {"type": "string", "format": "date"},
                    "valid_until": {"type": ["string", "null"], "format": "date"},
                    "status": {"enum": ["in-force", "renewal-due"]},
                    "page": {"type": "string", "pattern": "^https?://.+/register/[-a-z0-9_]+/$"},
                },
            },
        },
    },
}  # fmt: skip
HOSTILE = (
    "Plain School",
    '=HYPERLINK("https://kestrel.example")',
    "@SUM(1+1)|cmd",
    "<script>alert(1)</script>\"'&",
    "a\u202eb, c;=d",
    "سایہ گھر",
    "W" * 160,
)


def holders_called(*names: str) -> list[Holder]:
    return [
        Holder(
            stage="gold" if place % 2 else "bronze",
            held_since=date(2025, 1, 2),
            awarded_on=date(2026, 1, 2),
            valid_until=date(2026, 11, place + 20) if place % 2 else None,
            runs_from=date(2026, 1, 2),
            on=DAY,
            name=name,
            registered="Registered otherwise",
            slug=f"slug-{place}",
        )
        for place, name in enumerate(names)
    ]


def parsed(found: list[Holder], asked: Asked | None = None) -> dict:
    return json.loads(b"".join(json_pieces(found, asked=asked or Asked(), on=DAY)))


@pytest.mark.parametrize("names", [(), HOSTILE[:1], HOSTILE], ids=["none", "one", "hostile"])
def test_json_has_its_shape(names) -> None:
    found = parsed(holders_called(*names), Asked(query="ö", stage="gold"))
    jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [each["organisation"] for each in found["holders"]] == list(names)
    assert found["count"] == len(names)
    assert found["asked"] == {"name": "ö", "stage": "gold", "order": "name"}


def test_json_says_what_is_held() -> None:
    first, second = parsed(holders_called("A", "B"))["holders"]
    assert second == {
        "organisation": "B",
        "stage": "gold",
        "held_since": "2025-01-02",
        "awarded_on": "2026-01-02",
        "valid_until": "2026-11-21",
        "status": "renewal-due",
        "page": second["page"],
    }
    assert (first["valid_until"], first["status"]) == (None, "in-force")


def test_json_is_plain_in_any_page() -> None:
    content = b"".join(json_pieces(holders_called(*HOSTILE), asked=Asked(), on=DAY))
    assert content.isascii()
    assert not {b"<", b">", b"&"} & {content[place : place + 1] for place in range(len(content))}


def test_csv_comes_back_as_it_went_in() -> None:
    found = holders_called(*HOSTILE)
    content = b"".join(csv_pieces(csv_rows(found))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert tuple(rows[0]) == HEADINGS
    assert [row[0] for row in rows[1:]] == [inert(name) for name in HOSTILE]
    assert rows[2][0].startswith("'=")
    for row, each, entry in zip(rows[1:], found, parsed(found)["holders"], strict=True):
        assert row[1:] == [
            each.stage.capitalize(),
            entry["held_since"],
            entry["awarded_on"],
            entry["valid_until"] or "",
            each.status_words,
            entry["page"],
        ]

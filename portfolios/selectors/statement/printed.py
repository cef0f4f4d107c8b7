"""What a print of a statement says beside its evidence, which is printed as that of a portfolio is."""

from collections.abc import Mapping
from typing import Any

from awards.scheme import edition
from foundation.forms import show_date
from portfolios.choices import StatementSection
from portfolios.records import StatementRecord
from portfolios.selectors.portfolio.numbers import numbers_of
from portfolios.selectors.statement.display import evidence_row, sections_of
from portfolios.selectors.titles import for_others

NOT_SIGNED = "Not signed yet"


def statement_parts_of(
    record: StatementRecord, signature: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Each criterion with the pieces behind it by their numbers, who made it, and who signed."""
    numbers = numbers_of(record.portfolio)
    parts = []
    for section in for_others(sections_of(record)):
        entries = []
        for entry in section["entries"]:
            told = record.affirmation(entry["id"])
            behind = [evidence_row(record, told, numbers)] if told else []
            entries.append(entry | {"rows": [*entry["rows"], *behind]})
        parts.append(section | {"entries": entries})
    return [*parts, _signed(signature)]


def renewed_award_of(record: StatementRecord) -> str:
    """ "Gold, awarded on 23 November 2026"."""
    name = edition(record.portfolio.edition).stage(record.portfolio.stage).name
    day = record.renews_awarded_on
    return f"{name}, awarded on {show_date(day)}" if day else name


def _signed(signature: Mapping[str, Any] | None) -> dict[str, Any]:
    if signature is None:
        rows = [_row("Signed by", NOT_SIGNED)]
    else:
        rows = [
            _row("Signed by", f"{signature['signed_name']}, {signature['signed_role']}"),
            _row("For", signature["organisation_name"]),
            _row("On", signature["signed_on_text"]),
            _row("The words that were signed", signature["text"]),
        ]
    return {
        "code": f"renewal.{StatementSection.SIGN}",
        "title": "The signature",
        "rows": rows,
        "entries": [],
    }


def _row(label: str, value: str) -> dict[str, Any]:
    return {"code": "signature", "label": label, "value": value, "part": "", "contact": False}

"""A statement in words: parts, entries and rows, for the check, the copy and the comparison.

The shape is that of `portfolios.selectors.portfolio.display`. The evidence is told apart from it, made
anew each time from the record: consent may have gone since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from awards.models import Application
from awards.scheme import Scheme, edition
from foundation.forms import show_date
from portfolios.choices import UNNAMED, Affirmed, StatementSection
from portfolios.models import Commitment
from portfolios.records import (
    NO_EYES,
    AffirmationRecord,
    Eyes,
    StatementRecord,
    as_json,
    statement_from,
)
from portfolios.selectors.portfolio.display import Row, Section, portfolio_sent
from portfolios.selectors.statement.wording import ask

KIND = "statement"


def snapshot_of_statement(
    application: Application, record: StatementRecord, commitment: Commitment | None
) -> dict[str, Any]:
    """What is sent, whole and for good. Format 1.

    Its evidence stands under `portfolio`, as that of a portfolio does, so whatever reads evidence that
    was sent reads both; the difference stands under `statement`.
    """
    scheme = edition(record.portfolio.edition)
    statement = as_json(record)
    del statement["portfolio"]
    return {
        "format": 1,
        "kind": KIND,
        "reference": record.portfolio.reference,
        "edition": record.portfolio.edition,
        "scheme": scheme.title,
        "stage": application.stage,
        "organisation_name": record.portfolio.organisation_name,
        "sections": sections_of(record),
        "portfolio": as_json(record.portfolio),
        "statement": statement,
        "commitment": signature_of(scheme, commitment),
    }


def statement_sent(snapshot: dict[str, Any], *, on: date, eyes: Eyes = NO_EYES) -> StatementRecord:
    """What was sent as it may be shown on that day: without what consent has left. One query."""
    portfolio = portfolio_sent(snapshot, on=on, eyes=eyes)
    record = statement_from(snapshot["statement"] | {"portfolio": snapshot["portfolio"]})
    there = {item.id for item in portfolio.items}
    return replace(
        record,
        portfolio=portfolio,
        affirmations=tuple(
            replace(each, items=tuple(item for item in each.items if item.id in there))
            for each in record.affirmations
        ),
    )


def sections_of(record: StatementRecord) -> list[Section]:
    """What is said, without the evidence."""
    scheme = edition(record.portfolio.edition)
    names = {c.code: c.name for c in scheme.criteria_for(record.portfolio.stage)}
    entries = [
        {
            "id": each.code,
            "title": names.get(each.code, each.code),
            "rows": affirmation_rows(scheme, each),
        }
        for each in record.affirmations
    ]
    together = [
        _row("who", ask(scheme, "who").label, record.who),
        _row("how", ask(scheme, "how").label, record.how),
    ]
    return [
        _section(StatementSection.CRITERIA, entries=entries),
        _section(StatementSection.TOGETHER, rows=together),
    ]


def told_with_evidence(
    snapshot: dict[str, Any], *, on: date, eyes: Eyes = NO_EYES
) -> list[Section]:
    """The words of the day it was sent; beside each criterion what shows it, as it may be shown now."""
    record = statement_sent(snapshot, on=on, eyes=eyes)
    told: list[Section] = snapshot["sections"]
    return [
        section
        | {
            "entries": [
                entry | {"rows": [*entry["rows"], *_evidence_of(record, entry["id"])]}
                for entry in section["entries"]
            ]
        }
        for section in told
    ]


def _evidence_of(record: StatementRecord, code: str) -> list[Row]:
    affirmation = record.affirmation(code)
    return [evidence_row(record, affirmation)] if affirmation else []


def affirmation_rows(scheme: Scheme, affirmation: AffirmationRecord) -> list[Row]:
    state = Affirmed(affirmation.state).label if affirmation.state else ""
    return [
        _row("state", ask(scheme, "state").label, state),
        _row("text", ask(scheme, "told").label, affirmation.text),
    ]


def evidence_row(
    record: StatementRecord,
    affirmation: AffirmationRecord,
    numbers: Mapping[str, str] | None = None,
) -> Row:
    """What shows it, a line each, the day on which carried pieces were checked beside them.

    For pages that ask what may be shown; never kept in words, as consent may go. `numbers`: what each is
    called where all of it stands together, such as a print.
    """
    scheme = edition(record.portfolio.edition)
    lines = _lines(record, affirmation, numbers or {})
    return _row("evidence", ask(scheme, "evidence").label, "\n".join(lines))


def _lines(
    record: StatementRecord, affirmation: AffirmationRecord, numbers: Mapping[str, str]
) -> Iterator[str]:
    for chosen in affirmation.items:
        item = record.portfolio.item(chosen.id)
        if item is None:
            continue
        said = f"{numbers.get(item.id, '')} {item.title or UNNAMED}".lstrip()
        if item.hidden:
            yield f"{said}: not shown"
        elif not chosen.carried:
            yield f"{said}: new"
        elif chosen.still_true_on is None:
            yield f"{said}: from last time, not checked yet"
        else:
            yield f"{said}: still true, checked on {show_date(chosen.still_true_on)}"


def signature_of(scheme: Scheme, signed: Commitment | None) -> dict[str, Any] | None:
    """The same keys as those of a registration's commitment; nobody signs for single levels here."""
    if signed is None:
        return None
    return {
        "title": scheme.renewal.declaration.title,
        "organisation_name": signed.organisation_name,
        "wording": signed.wording,
        "text": signed.wording_text,
        "sha256": signed.wording_sha256,
        "signed_name": signed.signed_name,
        "signed_role": signed.signed_role,
        "signed_on": signed.signed_on.isoformat(),
        "signed_on_text": show_date(signed.signed_on),
        "levels": [],
    }


def _section(
    code: StatementSection, *, rows: list[Row] | None = None, entries: list[Any] | None = None
) -> Section:
    # As the edition calls it: a part of a portfolio has the plain word.
    return {
        "code": f"renewal.{code}",
        "title": code.label,
        "rows": rows or [],
        "entries": entries or [],
    }


def _row(code: str, label: str, value: str) -> Row:
    return {"code": code, "label": label, "value": str(value), "part": "", "contact": False}

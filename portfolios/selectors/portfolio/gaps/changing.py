"""How the examples of the rules change a good portfolio: for the tests, and for nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from awards.scheme import edition
from portfolios.records import NarrativeRecord, PortfolioRecord

Change = Callable[[PortfolioRecord], PortfolioRecord]


def first(name: str, /, **change: Any) -> Change:
    """Change the first of a list of the record: `first("items", title="")`."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        head, *rest = getattr(record, name)
        changes: dict[str, Any] = {name: (replace(head, **change), *rest)}
        return replace(record, **changes)

    return changed


def every(name: str, /, **change: Any) -> Change:
    """Change all of a list of the record."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        rows = getattr(record, name)
        changes: dict[str, Any] = {name: tuple(replace(row, **change) for row in rows)}
        return replace(record, **changes)

    return changed


def answer(code: str, /, **change: Any) -> Change:
    """Change one answer; `{stage}` in the code stands for the stage of the portfolio."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        wanted = code.replace("{stage}", record.stage)
        rows = [row for row in record.narratives if row.code != wanted]
        old = record.narrative(wanted) or NarrativeRecord(wanted)
        return replace(record, narratives=(*rows, replace(old, **change)))

    return changed


def repeated(code: str, *, of: str) -> Change:
    """One answer in the very words of another."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        told = record.narrative(of)
        return answer(code, text=told.text if told else "")(record)

    return changed


def intrinsic_answer(text: str) -> Change:
    """What is told of better outcomes, without which there is no award."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        criteria = edition(record.edition).criteria_for(record.stage)
        code = next(criterion.code for criterion in criteria if criterion.intrinsic)
        return answer(code, text=text)(record)

    return changed


def unticked(start: str) -> Change:
    """None of the laws, or of the policies, bears on their work."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        rows = (
            replace(row, applies="", text="") if row.code.startswith(start) else row
            for row in record.narratives
        )
        return replace(record, narratives=tuple(rows))

    return changed


def no_evidence_for(*codes: str) -> Change:
    """Nothing shows these; where a code begins so, none of them."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        gone = tuple(code.replace("{stage}", record.stage) for code in codes)
        items = (
            replace(item, shows=tuple(c for c in item.shows if not c.startswith(gone)))
            for item in record.items
        )
        return replace(record, items=tuple(items))

    return changed


def first_file(**change: Any) -> Change:
    """Change the first file of the first piece of evidence."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        head, *rest = record.items
        file, *files = head.files
        head = replace(head, files=(replace(file, **change), *files))
        return replace(record, items=(head, *rest))

    return changed


def both(*changes: Change) -> Change:
    """One after the other."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        for change in changes:
            record = change(record)
        return record

    return changed


def as_it_is(record: PortfolioRecord) -> PortfolioRecord:
    """A good portfolio passes as it stands."""
    return record

"""How the examples of the rules change a good portfolio: for the tests, and for nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

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


def as_it_is(record: PortfolioRecord) -> PortfolioRecord:
    """A good portfolio passes as it stands."""
    return record

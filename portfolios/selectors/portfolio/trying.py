"""What the portfolio would be with what stands on a page now: for the gap check while somebody types."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from portfolios.records import LevelRecord, NarrativeRecord, PortfolioRecord


def with_answer(record: PortfolioRecord, code: str, values: Mapping[str, Any]) -> PortfolioRecord:
    told = replace(record.narrative(code) or NarrativeRecord(code), **values)
    others = tuple(each for each in record.narratives if each.code != code)
    return replace(record, narratives=(*others, told))


def with_action(record: PortfolioRecord, id: str, values: Mapping[str, Any]) -> PortfolioRecord:
    return replace(record, actions=_put(record.actions, id, values))


def with_measure(record: PortfolioRecord, id: str, values: Mapping[str, Any]) -> PortfolioRecord:
    return replace(record, measures=_put(record.measures, id, values))


def with_levels(record: PortfolioRecord, answers: Mapping[str, tuple[str, str]]) -> PortfolioRecord:
    return replace(
        record, levels=tuple(LevelRecord(code, *answer) for code, answer in answers.items())
    )


def _put(rows: tuple[Any, ...], id: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The same rows with one of them changed."""
    return tuple(replace(row, **_known(row, values)) if row.id == id else row for row in rows)


def _known(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(row)}
    return {name: value for name, value in values.items() if name in names}

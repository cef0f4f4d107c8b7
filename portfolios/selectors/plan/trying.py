"""What the plan would be with what stands on a page now: for the gap check while somebody types."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from portfolios.choices import PlanSection
from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
    PlanRecord,
    PolicyRecord,
)

# The id of what is being added.
NEW = "new"
KINDS: dict[PlanSection, type[BarrierRecord] | type[MeasureRecord] | type[PartnerRecord]] = {
    PlanSection.BARRIERS: BarrierRecord,
    PlanSection.MEASURES: MeasureRecord,
    PlanSection.PARTNERS: PartnerRecord,
}


def with_action(record: PlanRecord, id: str, values: Mapping[str, Any]) -> PlanRecord:
    return replace(record, actions=_put(record.actions, ActionRecord, id, values))


def with_milestone(
    record: PlanRecord, action: str, id: str, values: Mapping[str, Any]
) -> PlanRecord:
    found = record.action(action)
    milestones = _put(found.milestones if found else (), MilestoneRecord, id, values)
    return with_action(record, action, {"milestones": milestones})


def with_item(
    record: PlanRecord, section: PlanSection, id: str, values: Mapping[str, Any]
) -> PlanRecord:
    items = _put(getattr(record, section.value), KINDS[section], id, values)
    lists: dict[str, Any] = {section.value: items}
    return replace(record, **lists)


def with_levels(record: PlanRecord, answers: Mapping[str, tuple[str, str]]) -> PlanRecord:
    return replace(
        record, levels=tuple(LevelRecord(code, *answer) for code, answer in answers.items())
    )


def with_policies(record: PlanRecord, answers: Mapping[str, str]) -> PlanRecord:
    return replace(
        record,
        policies=tuple(PolicyRecord(code, text) for code, text in answers.items() if text),
    )


def _put(
    rows: tuple[Any, ...], kind: type[Any], id: str, values: Mapping[str, Any]
) -> tuple[Any, ...]:
    """The same rows with one of them changed, or with one more."""
    known = {field.name for field in fields(kind)} - {"id"}
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name in known
    }
    if any(row.id == id for row in rows):
        return tuple(replace(row, **kept) if row.id == id else row for row in rows)
    return (*rows, kind(id, **kept))

"""What is written for a stage, as plain values. Read a record with `read`, keep it with `as_json`."""

from collections.abc import Mapping
from typing import Any

from portfolios.records.eyes import ALL_EYES, NO_EYES, Eyes
from portfolios.records.plain import as_json, read
from portfolios.records.plan import (
    DATES,
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
    PlanRecord,
    PolicyRecord,
)
from portfolios.records.portfolio import (
    ActionOutcomeRecord,
    FileRecord,
    ItemRecord,
    MeasureOutcomeRecord,
    MilestoneOutcome,
    NarrativeRecord,
    PortfolioRecord,
)
from portfolios.records.statement import AffirmationRecord, AffirmedItemRecord, StatementRecord

__all__ = [
    "ALL_EYES",
    "DATES",
    "NO_EYES",
    "ActionOutcomeRecord",
    "ActionRecord",
    "AffirmationRecord",
    "AffirmedItemRecord",
    "BarrierRecord",
    "Eyes",
    "FileRecord",
    "ItemRecord",
    "LevelRecord",
    "MeasureOutcomeRecord",
    "MeasureRecord",
    "MilestoneOutcome",
    "MilestoneRecord",
    "NarrativeRecord",
    "PartnerRecord",
    "PlanRecord",
    "PolicyRecord",
    "PortfolioRecord",
    "StatementRecord",
    "as_json",
    "portfolio_from",
    "record_from",
    "statement_from",
]


def record_from(data: Mapping[str, Any]) -> PlanRecord:
    """A delivery plan that was kept."""
    return read(PlanRecord, data)


def portfolio_from(data: Mapping[str, Any]) -> PortfolioRecord:
    """An evidence portfolio that was kept."""
    return read(PortfolioRecord, data)


def statement_from(data: Mapping[str, Any]) -> StatementRecord:
    """A re-validation statement that was kept."""
    return read(StatementRecord, data)

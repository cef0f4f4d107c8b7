"""What is written now, and what was sent, whatever the stage, as parts with rows in words."""

from datetime import date
from typing import Any

from awards.models import Application, StatusChange
from portfolios.selectors.forms import PLAN, PORTFOLIO, STATEMENT, form_of
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.portfolio.display import evidence_section
from portfolios.selectors.portfolio.display import sections_of as sections_of_portfolio
from portfolios.selectors.portfolio.display import sections_sent as sections_of_sent_portfolio
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.selectors.registration.snapshots import snapshot_of
from portfolios.selectors.statement.display import sections_of as sections_of_statement
from portfolios.selectors.statement.reading import whole_statement


def current_sections(application: Application, *, on: date) -> list[dict[str, Any]]:
    form = form_of(application)
    if form == STATEMENT:
        record = whole_statement(application, on=on).record
        return [evidence_section(record.portfolio), *sections_of_statement(record)]
    if form == PORTFOLIO:
        return sections_of_portfolio(whole_portfolio(application, on=on).record)
    if form == PLAN:
        return sections_of(whole_plan(application).record)
    sections: list[dict[str, Any]] = snapshot_of(application)["sections"]
    return sections


def sent_sections(change: StatusChange, *, on: date) -> list[dict[str, Any]]:
    """What a step carried, without what consent has left since."""
    snapshot: dict[str, Any] = change.snapshot or {}
    if "portfolio" in snapshot:
        return sections_of_sent_portfolio(snapshot, on=on)
    sections: list[dict[str, Any]] = snapshot["sections"]
    return sections

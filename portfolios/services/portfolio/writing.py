"""The pages of a portfolio: answers, the report on the plan, levels of engagement. Each saved on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from awards.models import Application, User
from foundation.forms import show_date
from foundation.refusals import Refused
from foundation.versions import Stale
from portfolios.choices import ActionState, MeasureState, PortfolioSection
from portfolios.models import Action, ActionOutcome, Measure, MeasureOutcome, Narrative, Portfolio
from portfolios.selectors.portfolio.gaps import Place
from portfolios.selectors.portfolio.opened import section_of
from portfolios.selectors.portfolio.questions import Question
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services.editing import both_texts, claim_edit
from portfolios.services.levels import write_levels
from portfolios.services.portfolio.editing import forget_draft, open_portfolio

ANSWER_LABELS = {
    "text": "Your answer",
    "before": "How it was before",
    "after": "How it is now",
    "applies": "It applies to your work",
}
ACTION_LABELS = {
    "state": "What became of it",
    "done_on": "When it was done",
    "text": "What you did",
    "why": "Why",
}
MEASURE_LABELS = {"state": "Did you reach it", "result": "Where you are now", "why": "Why"}


@transaction.atomic
def save_answer(
    *,
    application: Application,
    question: Question,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Narrative:
    """One answer in their own words. `Clash` shows both when a colleague saved it meanwhile (T-44)."""
    place = Place(question.section, code=question.code)
    portfolio = open_portfolio(application=application, place=place, actor=actor, at=at)
    row, _ = Narrative.objects.get_or_create(application=portfolio.application, code=question.code)
    mine = {name: values[name] for name in Narrative.TYPED if name in values}
    change = _Change(portfolio, place, expected_version, actor, at)
    change.write(row, mine, labels=ANSWER_LABELS)
    forget_draft(actor, portfolio.application, "answer", question.code)
    return row


@transaction.atomic
def report_action(
    *,
    application: Application,
    action: Action,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> ActionOutcome:
    """What became of one action of the approved plan (scheme.md 13)."""
    place = Place(PortfolioSection.REPORT, action=str(action.uuid))
    portfolio = open_portfolio(application=application, place=place, actor=actor, at=at)
    _need_of_plan(portfolio.application, action)
    row, _ = ActionOutcome.objects.get_or_create(application=portfolio.application, action=action)
    mine = {name: values[name] for name in ACTION_LABELS if name in values}
    change = _Change(portfolio, place, expected_version, actor, at)
    change.write(row, mine, labels=ACTION_LABELS, states=ActionState)
    forget_draft(actor, portfolio.application, "action", action.uuid)
    return row


@transaction.atomic
def report_measure(
    *,
    application: Application,
    measure: Measure,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> MeasureOutcome:
    """What one measure of the approved plan showed."""
    place = Place(PortfolioSection.REPORT, measure=str(measure.uuid))
    portfolio = open_portfolio(application=application, place=place, actor=actor, at=at)
    _need_of_plan(portfolio.application, measure)
    row, _ = MeasureOutcome.objects.get_or_create(
        application=portfolio.application, measure=measure
    )
    mine = {name: values[name] for name in MEASURE_LABELS if name in values}
    change = _Change(portfolio, place, expected_version, actor, at)
    change.write(row, mine, labels=MEASURE_LABELS, states=MeasureState)
    forget_draft(actor, portfolio.application, "measure", measure.uuid)
    return row


@transaction.atomic
def save_levels(
    *,
    application: Application,
    answers: Mapping[str, tuple[str, str]],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    """`answers` as in `portfolios.services.levels`."""
    place = Place(PortfolioSection.LEVELS)
    portfolio = open_portfolio(application=application, place=place, actor=actor, at=at)
    write_levels(
        portfolio,
        portfolio.application,
        answers=answers,
        expected_version=expected_version,
        actor=actor,
        at=at,
    )
    forget_draft(actor, portfolio.application, PortfolioSection.LEVELS)


def _need_of_plan(application: Application, row: Action | Measure) -> None:
    """Only of the plan that this organisation had approved (T-25)."""
    plan = approved_plan(application.organisation)
    if plan is None or row.application_id != plan.pk:
        raise Refused("This page is out of date. Open your report again.")


@dataclass(frozen=True)
class _Change:
    """One page, saved by who has seen its newest version."""

    portfolio: Portfolio
    place: Place
    expected_version: int
    actor: User
    at: datetime

    def write(
        self,
        row: Narrative | ActionOutcome | MeasureOutcome,
        mine: Mapping[str, Any],
        *,
        labels: Mapping[str, str],
        states: type[ActionState] | type[MeasureState] | None = None,
    ) -> None:
        try:
            claim_edit(
                self.portfolio,
                section=section_of(self.place),
                expected_version=self.expected_version,
                actor=self.actor,
                at=self.at,
            )
        except Stale:
            theirs = {name: getattr(row, name) for name in mine}
            raise both_texts(labels, _in_words(mine, states), _in_words(theirs, states)) from None
        for name, value in mine.items():
            setattr(row, name, value)
        row.save(update_fields=list(mine))


def _in_words(
    values: Mapping[str, Any], states: type[ActionState] | type[MeasureState] | None
) -> dict[str, str]:
    """As people read it: the label of a choice, a day in words."""
    words = {name: str(value or "") for name, value in values.items()}
    if states is not None and words.get("state"):
        words["state"] = str(states(words["state"]).label)
    if values.get("done_on"):
        words["done_on"] = show_date(values["done_on"])
    return words

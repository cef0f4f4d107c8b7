"""How an evidence portfolio begins: with what the organisation has told us already (WCAG 3.3.7)."""

from datetime import datetime

from django.db import transaction

from awards.choices import ApplicationKind
from awards.models import Application, Organisation, User
from awards.permissions import need_member
from awards.scheme import edition
from awards.services.applications import start_application
from portfolios.choices import PLAN_STAGE, PORTFOLIO_STAGES
from portfolios.models import (
    ActionOutcome,
    EvidenceItem,
    EvidenceTag,
    MeasureOutcome,
    Narrative,
    Portfolio,
)
from portfolios.selectors.portfolio.questions import questions_of
from portfolios.services.levels import copy_levels


@transaction.atomic
def begin_portfolio(
    *, organisation: Organisation, stage: str, actor: User, at: datetime
) -> Application:
    """A new portfolio; the evidence is the organisation's and there already.

    After "not yet" or a withdrawal all that was told is there again; Platinum goes on with what was
    told for Gold. A second click finds the portfolio that the first one began (T-43).
    """
    need_member(actor, organisation)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    same = Application.objects.filter(organisation=organisation, kind=ApplicationKind.STAGE)
    begun = same.open().filter(stage=stage).first()
    if begun is not None:
        return begun
    rows = Application.objects.filter(organisation=organisation).order_by("-created_at", "-pk")
    before = rows.filter(stage=stage, portfolio__isnull=False).first()
    portfolios = rows.filter(stage__in=PORTFOLIO_STAGES, portfolio__isnull=False)
    earlier = before or portfolios.first()
    application = start_application(organisation=organisation, stage=stage, actor=actor, at=at)
    Portfolio.objects.create(application=application, updated_at=at, updated_by=actor)
    with_levels = earlier or rows.filter(stage=PLAN_STAGE, engagement_levels__isnull=False).first()
    if with_levels is not None:
        copy_levels(with_levels, application)
    if earlier is not None:
        _copy_narratives(earlier, application)
    if before is not None:
        _copy_outcomes(before, application)
    else:
        _carry_evidence(application)
    return application


def _copy_narratives(earlier: Application, application: Application) -> None:
    """What this stage asks as well; a criterion begins with the answer of the one it carries."""
    told = {row.code: row for row in Narrative.objects.filter(application=earlier)}
    carries = _carries(application)
    rows = []
    for question in questions_of(application.edition, application.stage):
        row = told.get(question.code) or told.get(carries.get(question.code, ""))
        if row is not None:
            values = {name: getattr(row, name) for name in Narrative.TYPED}
            rows.append(Narrative(application=application, code=question.code, **values))
    Narrative.objects.bulk_create(rows)


def _copy_outcomes(earlier: Application, application: Application) -> None:
    """The plan is the same, so what became of it is."""
    ActionOutcome.objects.bulk_create(
        ActionOutcome(
            application=application,
            action=row.action,
            state=row.state,
            done_on=row.done_on,
            text=row.text,
            why=row.why,
        )
        for row in ActionOutcome.objects.filter(application=earlier).select_related("action")
    )
    MeasureOutcome.objects.bulk_create(
        MeasureOutcome(
            application=application,
            measure=row.measure,
            state=row.state,
            result=row.result,
            why=row.why,
        )
        for row in MeasureOutcome.objects.filter(application=earlier).select_related("measure")
    )


def _carry_evidence(application: Application) -> None:
    """What showed a criterion of the stage before shows the one that carries it (scheme.md 16)."""
    items = EvidenceItem.objects.kept().filter(organisation=application.organisation_id)
    for code, carried in _carries(application).items():
        shown = items.filter(tags__code=carried).exclude(tags__code=code)
        EvidenceTag.objects.bulk_create(EvidenceTag(item=item, code=code) for item in shown)


def _carries(application: Application) -> dict[str, str]:
    criteria = edition(application.edition).criteria_for(application.stage)
    return {each.code: each.carries for each in criteria if each.carries is not None}

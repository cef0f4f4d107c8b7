"""An evidence portfolio with everything that belongs to it, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date

from awards.choices import Status
from awards.models import Application, Organisation
from awards.scheme import Scheme, edition
from portfolios.choices import PLAN_STAGE
from portfolios.models import (
    ActionOutcome,
    EvidenceItem,
    Measure,
    MeasureOutcome,
    Narrative,
    Portfolio,
    SectionEdit,
)
from portfolios.records import (
    NO_EYES,
    ActionOutcomeRecord,
    Eyes,
    LevelRecord,
    MeasureOutcomeRecord,
    MilestoneOutcome,
    NarrativeRecord,
    PortfolioRecord,
)
from portfolios.selectors.evidence.reading import records_of
from portfolios.selectors.plan.progress import ActionProgress, MilestoneProgress, progress_of
from portfolios.selectors.portfolio.questions import SECTIONS, questions_of

__all__ = [
    "WholePortfolio",
    "approved_plan",
    "narrative_section",
    "portfolio_of",
    "whole_portfolio",
]


@dataclass(frozen=True)
class WholePortfolio:
    """The rows for the pages that write, and the record for everything that judges or shows."""

    application: Application
    scheme: Scheme
    portfolio: Portfolio
    record: PortfolioRecord
    edits: dict[str, SectionEdit]

    def version(self, section: str) -> int:
        """The version a section's page is opened with; 0 before anybody saved it."""
        edit = self.edits.get(section)
        return edit.version if edit else 0


def narrative_section(code: str) -> str:
    """Under which name the changes of one answer are counted (`SectionEdit.section`)."""
    return f"answer:{code}"


def portfolio_of(application: Application) -> Portfolio:
    """The portfolio's row. It is made with the application, so it is always there."""
    portfolio = Portfolio.objects.get(application=application)
    portfolio.application = application
    return portfolio


def approved_plan(organisation: Organisation) -> Application | None:
    """The plan that Silver was awarded for; none when that award came from elsewhere."""
    return (
        Application.objects.filter(
            organisation=organisation,
            stage=PLAN_STAGE,
            status=Status.APPROVED,
            plan__isnull=False,
        )
        .select_related("organisation")
        .order_by("-created_at", "-pk")
        .first()
    )


def whole_portfolio(application: Application, *, on: date, eyes: Eyes = NO_EYES) -> WholePortfolio:
    """Fifteen queries for Gold, however much evidence there is. `on`: for consent that runs out.

    Restricted evidence is left out, except what these eyes may see.
    """
    portfolio = portfolio_of(application)
    scheme = edition(application.edition)
    # Versions first: a save between two reads then shows an old version, and clashes (T-44).
    edits = {
        edit.section: edit
        for edit in SectionEdit.objects.filter(application=application).select_related("updated_by")
    }
    actions, measures = _report(application)
    rows = EvidenceItem.objects.in_portfolio().filter(organisation=application.organisation_id)
    items = list(rows.select_related("consent"))
    seen = [row for row in items if _sees(eyes, row)]
    return WholePortfolio(
        application=application,
        scheme=scheme,
        portfolio=portfolio,
        record=PortfolioRecord(
            organisation_name=application.organisation.name,
            reference=application.reference,
            edition=application.edition,
            stage=application.stage,
            items=records_of(seen, on=on),
            withheld=tuple(n for n, row in enumerate(items, start=1) if not _sees(eyes, row)),
            narratives=_narratives(application),
            levels=_levels(application, scheme),
            actions=actions,
            measures=measures,
        ),
        edits=edits,
    )


def _sees(eyes: Eyes, item: EvidenceItem) -> bool:
    return eyes.see(restricted=item.restricted_at is not None, added_by=item.created_by_id)


def _narratives(application: Application) -> tuple[NarrativeRecord, ...]:
    """In the edition's order; those nobody has answered are not there."""
    rows = {row.code: row for row in Narrative.objects.filter(application=application)}
    return tuple(
        NarrativeRecord(row.code, row.text, row.before, row.after, row.applies)
        for question in questions_of(application.edition, application.stage)
        if (row := rows.get(question.code)) is not None
    )


def _levels(application: Application, scheme: Scheme) -> tuple[LevelRecord, ...]:
    rows = {row.level: row for row in application.engagement_levels.all()}
    return tuple(
        LevelRecord(level.code, rows[level.code].engagement, rows[level.code].text)
        for level in scheme.engagement_levels
        if level.code in rows
    )


def _report(
    application: Application,
) -> tuple[tuple[ActionOutcomeRecord, ...], tuple[MeasureOutcomeRecord, ...]]:
    """What became of the plan, for the stage that asks."""
    if "report" not in SECTIONS[application.stage]:
        return (), ()
    plan = approved_plan(application.organisation)
    if plan is None:
        return (), ()
    said = {row.action_id: row for row in ActionOutcome.objects.filter(application=application)}
    measured = {
        row.measure_id: row for row in MeasureOutcome.objects.filter(application=application)
    }
    actions = (_action(each, said.get(each.action.pk)) for each in progress_of(plan).actions)
    rows = Measure.objects.filter(application=plan)
    return tuple(actions), tuple(_measure(row, measured.get(row.pk)) for row in rows)


def _action(progress: ActionProgress, outcome: ActionOutcome | None) -> ActionOutcomeRecord:
    action = progress.action
    return ActionOutcomeRecord(
        id=str(action.uuid),
        title=action.title,
        four_c=action.four_c,
        ends_on=action.ends_on,
        state=outcome.state if outcome else "",
        done_on=outcome.done_on if outcome else None,
        text=outcome.text if outcome else "",
        why=outcome.why if outcome else "",
        milestones=tuple(_milestone(each) for each in progress.milestones),
    )


def _milestone(progress: MilestoneProgress) -> MilestoneOutcome:
    """As it was marked along the way; nobody tells it twice (scheme.md 13)."""
    latest = progress.latest
    return MilestoneOutcome(
        id=str(progress.milestone.uuid),
        name=progress.milestone.name,
        due_on=progress.milestone.due_on,
        state=progress.state.value,
        done_on=latest.done_on if latest else None,
        expected_on=progress.expected_on,
        why=latest.why if latest else "",
    )


def _measure(measure: Measure, outcome: MeasureOutcome | None) -> MeasureOutcomeRecord:
    return MeasureOutcomeRecord(
        id=str(measure.uuid),
        name=measure.name,
        baseline=measure.baseline,
        target=measure.target,
        state=outcome.state if outcome else "",
        result=outcome.result if outcome else "",
        why=outcome.why if outcome else "",
    )

"""Evidence and portfolios, written through the services as people would.

silver = hold_silver(organisation, lead=lead, officer=officer, at=now)   # with its approved plan
item = evidence(organisation, "gold.voice", lead=lead, at=now)           # one piece, with a clean file
portfolio = portfolio_for(organisation, lead=lead, at=now)               # a whole Gold portfolio, ready to send
change = send_portfolio(portfolio, lead=lead, at=now)
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from awards.choices import Role, Status
from awards.models import Application, Award, Organisation, StatusChange, User
from awards.scheme import edition
from awards.services.applications import grant_award
from foundation.dates import london_date
from foundation.files import store_generated
from portfolios.choices import MilestoneState, action_code, measure_code
from portfolios.models import EvidenceFile, EvidenceItem, Milestone
from portfolios.selectors.portfolio.questions import questions_of
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services import evidence as services
from portfolios.services import portfolio as portfolio_services
from portfolios.services.plan import report_milestone
from portfolios.services.portfolio.writing import report_action, report_measure
from tests.support.awards import hold
from tests.support.pictures import picture
from tests.support.planning import plan_for, send_plan
from tests.support.plans import good_record, moved
from tests.support.planting import planted
from tests.support.portfolios import version_of

CHANGED = "24 of 31 pupils now say that they feel calm after lunch. It was 9 of 31 before."


def hold_silver(
    organisation: Organisation, *, lead: User, officer: User, at: datetime, second: bool = False
) -> Award:
    """Bronze and Silver, with a whole plan behind Silver; the panel and the certificates are left out.

    `second`: another organisation of the same test, whose plan needs ids of its own.
    """
    if not organisation.awards.filter(stage="bronze").exists():
        hold(organisation, "bronze", lead=lead, officer=officer, at=at)
    write = plan_for if second else planted
    record = moved(good_record(), to=london_date(at))
    plan = write(organisation, lead=lead, at=at, record=record)
    send_plan(plan, lead=lead, at=at)
    return approve(plan, officer=officer, at=at)


def hold_gold(
    organisation: Organisation, *, lead: User, officer: User, at: datetime, second: bool = False
) -> Award:
    """Silver, and Gold with a whole portfolio behind it."""
    hold_silver(organisation, lead=lead, officer=officer, at=at, second=second)
    portfolio = portfolio_for(organisation, lead=lead, at=at)
    send_portfolio(portfolio, lead=lead, at=at)
    return approve(portfolio, officer=officer, at=at)


def approve(application: Application, *, officer: User, at: datetime) -> Award:
    Application.objects.filter(pk=application.pk).update(status=Status.APPROVED)
    application.refresh_from_db()
    return grant_award(application=application, actor=officer, at=at)


def evidence(
    organisation: Organisation,
    *shows: str,
    lead: User,
    at: datetime,
    file: bool = True,
    consent: dict[str, Any] | None = None,
    **values: Any,
) -> EvidenceItem:
    """One piece that lacks nothing; without `shows` it lies in the tray. Nobody is in it unless said."""
    told = {
        "title": "Minutes of the autumn forum",
        "kind": "minutes",
        "happened_on": london_date(at),
        "about": "What pupils and parents asked for, and what was agreed.",
        "who": "Six pupils of Year 9, two parents and the SENCo.",
        "changed": CHANGED,
        "captioned": "",
        "url": "",
    } | values
    item = services.add_item(
        organisation=organisation, key=uuid4(), values=told, shows=shows, actor=lead, at=at
    )
    if file:
        clean_file(item, lead=lead, at=at)
    services.record_consent(
        item=item,
        values=consent or {"shows_people": "nobody"},
        expected_version=1,
        actor=lead,
        at=at,
    )
    return EvidenceItem.objects.select_related("organisation", "consent").get(pk=item.pk)


CHILDREN = {
    "shows_people": "people",
    "children": True,
    "young_people": False,
    "adults": False,
    "holder": "The school office",
    "form_reference": "Blue folder, shelf 3",
    "scope": "assessors",
    "expires_on": None,
}


def clean_file(
    item: EvidenceItem,
    *,
    lead: User,
    at: datetime,
    name: str = "forum.jpg",
    content: bytes | None = None,
    content_type: str = "image/jpeg",
    caption: str = "Pupils around a table with a plan of the garden",
) -> EvidenceFile:
    """As if it had been sent, scanned and found clean."""
    kept = store_generated(
        name=name,
        content=picture("JPEG") if content is None else content,
        content_type=content_type,
        at=at,
    )
    return EvidenceFile.objects.create(
        item=item, file=kept, caption=caption, added_at=at, added_by=lead
    )


def portfolio_for(
    organisation: Organisation, *, stage: str = "gold", lead: User, at: datetime
) -> Application:
    application = portfolio_services.begin_portfolio(
        organisation=organisation, stage=stage, actor=lead, at=at
    )
    return write_portfolio(application, lead=lead, at=at)


def write_portfolio(application: Application, *, lead: User, at: datetime) -> Application:
    """Every answer, the whole report, and evidence that covers everything."""
    codes = tell_all(application, lead=lead, at=at)
    if application.stage == "gold":
        codes += report_all(application, lead=lead, at=at)
    evidence(application.organisation, *codes, lead=lead, at=at)
    return application


def tell_all(application: Application, *, lead: User, at: datetime) -> list[str]:
    """Every answer that is not there yet; all codes of the edition that evidence can show."""
    scheme = edition(application.edition)
    told = set(application.narratives.exclude(text="").values_list("code", flat=True))
    for question in questions_of(application.edition, application.stage):
        if question.code in told and not question.is_ticked:
            continue
        values = {"text": f"What we tell about {question.title.lower()}."}
        if question.has_figures:
            values |= {"before": "9 of 31 pupils", "after": "24 of 31 pupils"}
        if question.is_ticked:
            values["applies"] = "yes"
        portfolio_services.save_answer(
            application=application,
            question=question,
            values=values,
            expected_version=version_of(application, f"answer:{question.code}"),
            actor=lead,
            at=at,
        )
    portfolio_services.save_levels(
        application=application,
        answers={
            level.code: ("now", f"How people of {level.name} take part.")
            for level in scheme.engagement_levels
        },
        expected_version=version_of(application, "levels"),
        actor=lead,
        at=at,
    )
    codes = [c.code for c in scheme.criteria_for(application.stage)]
    codes += [p.code for p in scheme.principles] + [c.code for c in scheme.four_cs]
    codes += [law.code for law in scheme.legislation] + [p.code for p in scheme.policies]
    return codes + [level.code for level in scheme.engagement_levels]


def report_all(application: Application, *, lead: User, at: datetime) -> list[str]:
    """What became of everything in the plan; the codes of its actions and measures."""
    plan = approved_plan(application.organisation)
    assert plan is not None
    for milestone in Milestone.objects.filter(action__application=plan, reports=None):
        report_milestone(
            application=plan,
            milestone=milestone,
            state=MilestoneState.DONE,
            done_on=london_date(at),
            key=uuid4(),
            actor=lead,
            at=at,
        )
    actions, measures = list(plan.actions.all()), list(plan.measures.all())
    said = set(application.action_outcomes.values_list("action", flat=True))
    measured = set(application.measure_outcomes.values_list("measure", flat=True))
    for action in actions:
        if action.pk in said:
            continue
        report_action(
            application=application,
            action=action,
            values={"state": "done", "done_on": london_date(at), "text": "We did it.", "why": ""},
            expected_version=version_of(application, f"action:{action.uuid}"),
            actor=lead,
            at=at,
        )
    for measure in measures:
        if measure.pk in measured:
            continue
        report_measure(
            application=application,
            measure=measure,
            values={"state": "reached", "result": "24 of 31 pupils", "why": ""},
            expected_version=version_of(application, f"measure:{measure.uuid}"),
            actor=lead,
            at=at,
        )
    return [action_code(a.uuid) for a in actions] + [measure_code(m.uuid) for m in measures]


def send_portfolio(
    application: Application, *, lead: User, at: datetime, key: UUID | None = None
) -> StatusChange:
    change = portfolio_services.submit_portfolio(
        application=application, actor=lead, role=Role.LEAD, at=at, key=key or uuid4()
    )
    application.refresh_from_db()
    return change

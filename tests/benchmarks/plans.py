"""Delivery plans of growing size: 4 actions, and 60 actions with 10 milestones each."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.test import Client
from django.urls import reverse

from awards.models import Application
from awards.services.organisations import create_organisation
from portfolios.models import Action
from portfolios.rendering.outline import Facts
from portfolios.rendering.printing import plan_pdf
from portfolios.rendering.timeline import timeline
from portfolios.rendering.word import plan_docx
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.gaps import gaps_of
from portfolios.selectors.plan.reading import whole_plan
from tests.conftest import make_user
from tests.support.awards import hold
from tests.support.planning import plan_for
from tests.support.plans import big_record

Measure = Callable[..., None]
PAGES = ("plan", "plan-actions", "plan-gaps", "plan-check", "plan-timeline")


def run(measure: Measure, *, at: datetime) -> None:
    officer = make_user("Bench Officer", is_officer=True)
    for actions, milestones in ((4, 2), (60, 10)):
        lead = make_user(f"Bench Lead {actions}")
        organisation = create_organisation(
            name=f"School of {actions}",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=lead,
            at=at,
        )
        hold(organisation, lead=lead, officer=officer, at=at)
        plan = plan_for(
            organisation,
            lead=lead,
            at=at,
            record=big_record(actions=actions, milestones=milestones),
        )
        print(f"\n{actions} actions with {milestones} milestones each")
        _pages(measure, plan, lead)
        _work(measure, plan, at.date())


def _pages(measure: Measure, plan: Application, lead: object) -> None:
    client = Client()
    client.force_login(lead, backend="awards.backends.Backend")
    action = Action.objects.filter(application=plan).first()
    addresses = {name: reverse(name, args=[plan.uuid]) for name in PAGES}
    addresses["plan-action"] = reverse("plan-action", args=[plan.uuid, action.uuid])
    addresses["plan-action-part"] = reverse(
        "plan-action-part", args=[plan.uuid, action.uuid, "what"]
    )
    for name, address in addresses.items():
        measure(f"  page {name}", lambda address=address: _get(client, address))


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")


def _work(measure: Measure, plan: Application, today: date) -> None:
    record = whole_plan(plan).record
    facts = Facts(
        record=record,
        sections=sections_of(record),
        status_line="Draft",
        created=datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    )
    measure("  gap check", lambda: gaps_of(record, on=today))
    measure("  timeline", lambda: timeline(record, today=today))
    measure("  Word file", lambda: plan_docx(facts), rounds=1)
    measure("  PDF file", lambda: plan_pdf(facts), rounds=1)

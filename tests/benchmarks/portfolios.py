"""Evidence portfolios of growing size: 10 pieces of evidence, and 1,000."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client
from django.urls import reverse

from awards.models import Application, User
from awards.scheme import edition
from awards.services.organisations import create_organisation
from champions.choices import Perspective
from foundation.dates import london_date
from portfolios.choices import action_code, measure_code
from portfolios.selectors.portfolio.coverage import Axis, Coverage
from portfolios.selectors.portfolio.gaps import gaps_of
from portfolios.selectors.portfolio.reading import approved_plan, whole_portfolio
from tests.conftest import make_user
from tests.support.champions import clear_all, make_champion, settle
from tests.support.evidence import hold_silver, portfolio_for, send_portfolio
from tests.support.evidence_many import many

Measure = Callable[..., None]
BACKEND = "awards.backends.Backend"


def run(measure: Measure, *, at: datetime) -> None:
    officer = make_user("Bench Officer of Gold", is_officer=True)
    for count in (10, 1000):
        lead = make_user(f"Bench Lead of {count} pieces")
        organisation = create_organisation(
            name=f"School with {count} pieces",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=lead,
            at=at,
        )
        hold_silver(organisation, lead=lead, officer=officer, at=at, second=True)
        portfolio = portfolio_for(organisation, lead=lead, at=at)
        plan = approved_plan(organisation)
        assert plan is not None
        many(
            organisation,
            count,
            scheme=edition(portfolio.edition),
            lead=lead,
            at=at,
            codes=(
                *(action_code(a.uuid) for a in plan.actions.all()),
                *(measure_code(m.uuid) for m in plan.measures.all()),
            ),
        )
        print(f"\n{count} pieces of evidence")
        _work(measure, portfolio, at)
        _pages(measure, portfolio, lead)
        _case(measure, portfolio, lead, officer, at)


def _work(measure: Measure, portfolio: Application, at: datetime) -> None:
    today = london_date(at)
    record = whole_portfolio(portfolio, on=today).record
    measure("  read", lambda: whole_portfolio(portfolio, on=today))
    measure("  gap check", lambda: gaps_of(record, on=today))
    measure(
        "  coverage of every criterion",
        lambda: [
            Coverage(record).strength(line.code) for line in Coverage(record).lines(Axis.CRITERIA)
        ],
    )


def _pages(measure: Measure, portfolio: Application, lead: User) -> None:
    client = Client()
    client.force_login(lead, backend=BACKEND)
    library = reverse("evidence", args=[portfolio.organisation.slug])
    addresses = {
        "evidence": library,
        "evidence, one criterion": f"{library}?shows=gold.voice",
        "evidence, one cell": f"{library}?shows=gold.voice&and=principle.2",
        "evidence, one right of the child": f"{library}?shows=crc.12",
        "evidence, searched": f"{library}?q=Piece+7",
    }
    for name in (
        "portfolio",
        "portfolio-coverage",
        "portfolio-rights",
        "portfolio-gaps",
        "portfolio-check",
    ):
        addresses[name] = reverse(name, args=[portfolio.uuid])
    articles = reverse("portfolio-coverage", args=[portfolio.uuid])
    addresses["portfolio-coverage, rights"] = f"{articles}?rows=articles&columns=criteria"
    for name, address in addresses.items():
        measure(f"  page {name}", lambda address=address: _get(client, address))


def _case(
    measure: Measure, portfolio: Application, lead: User, officer: User, at: datetime
) -> None:
    """The same as champions see it, once it was sent."""
    send_portfolio(portfolio, lead=lead, at=at)
    panel = settle(
        portfolio,
        [
            make_champion(
                make_user(f"Bench {perspective.value} {portfolio.pk}"),
                officer=officer,
                at=at,
                perspective=perspective,
            )
            for perspective in Perspective
        ],
        officer,
        at=at,
    )
    clear_all(panel, at=at)
    client = Client()
    client.force_login(panel.assignments.first().champion.user, backend=BACKEND)
    for name in ("case", "case-evidence", "case-coverage"):
        address = reverse(name, args=[portfolio.uuid])
        measure(f"  page {name}", lambda address=address: _get(client, address))


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")

"""A panel's cast: a young person, a parent, a professional who chairs, and a second officer."""

from datetime import date, datetime, timedelta

import pytest

from awards.models import Application, User
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import Outcome, Perspective
from champions.models import Champion, Decision, Panel
from tests.conftest import make_user
from tests.support.champions import (
    assess_all,
    bring_to_assessment,
    bring_to_decision,
    clear_all,
    decide,
    ensure_signatory,
    make_champion,
    release,
    send,
    settle,
)


@pytest.fixture
def chair(officer: User, now: datetime) -> Champion:
    return make_champion(make_user("Paula Professional"), officer=officer, at=now)


@pytest.fixture
def parent(officer: User, now: datetime) -> Champion:
    return make_champion(
        make_user("Parveen Parent"),
        officer=officer,
        at=now,
        perspective=Perspective.PARENT_CARER,
    )


@pytest.fixture
def young(officer: User, now: datetime) -> Champion:
    """Sixteen years old."""
    return make_champion(
        make_user("Yusuf Young"),
        officer=officer,
        at=now,
        perspective=Perspective.YOUNG_PERSON,
        turns_18_on=date(2028, 6, 1),
    )


@pytest.fixture
def spare(officer: User, now: datetime) -> Champion:
    """A champion who sits on nothing."""
    return make_champion(make_user("Sam Spare"), officer=officer, at=now)


@pytest.fixture
def second_officer(db: None) -> User:
    return make_user("Odette Officer", is_officer=True)


@pytest.fixture
def sent(application: Application, lead: User, now: datetime) -> Application:
    send(application, lead, at=now)
    return application


@pytest.fixture
def panel(
    sent: Application, chair: Champion, young: Champion, officer: User, now: datetime
) -> Panel:
    """Settled and cleared; the chair and a young person."""
    panel = settle(sent, [chair, young], officer, at=now)
    clear_all(panel, at=now)
    return panel


@pytest.fixture
def assessing(
    sent: Application, chair: Champion, young: Champion, lead: User, officer: User, now: datetime
) -> Panel:
    """The meeting is written up; nobody has assessed."""
    return bring_to_assessment(sent, lead=lead, champions=[chair, young], officer=officer, at=now)


@pytest.fixture
def decided(
    sent: Application, chair: Champion, young: Champion, lead: User, officer: User, now: datetime
) -> Decision:
    """The panel recorded an award; it waits for its release."""
    ensure_signatory(officer, at=now)
    return bring_to_decision(sent, lead=lead, champions=[chair, young], officer=officer, at=now)


@pytest.fixture
def later(now: datetime) -> datetime:
    """After everything the fixtures do."""
    return now + timedelta(days=20)


@pytest.fixture
def decided_changes(assessing: Panel, officer: User, later: datetime) -> Application:
    """The panel asked for changes, and the letter went out."""
    assess_all(assessing, at=later)
    release(decide(assessing, at=later, outcome=Outcome.CHANGES), officer, at=later)
    assessing.application.refresh_from_db()
    return assessing.application


@pytest.fixture
def three_cases(
    chair: Champion, young: Champion, officer: User, now: datetime
) -> list[Application]:
    """Three organisations whose panels have decided."""
    ensure_signatory(officer, at=now)
    cases = []
    for name in ("Beech", "Cedar", "Damson"):
        lead = make_user(f"Lead {name}")
        organisation = create_organisation(
            name=f"{name} School",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=lead,
            at=now,
        )
        case = start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
        send(case, lead, at=now)
        bring_to_decision(case, lead=lead, champions=[chair, young], officer=officer, at=now)
        cases.append(case)
    return cases

import pytest

from portfolios.services.portfolio import begin_portfolio
from tests.support.evidence import hold_gold, hold_silver, portfolio_for


@pytest.fixture
def that_day(time_machine, now):
    """The dates of the plan lie ahead."""
    time_machine.move_to(now)


@pytest.fixture
def client(that_day, lead, sign_in):
    """The lead's browser."""
    return sign_in(lead)


@pytest.fixture
def silver(that_day, organisation, lead, officer, now):
    """The lead's organisation, with Silver and its whole plan."""
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    return organisation


@pytest.fixture
def gold_held(that_day, organisation, lead, officer, now):
    """The same with Gold, and a whole portfolio behind it."""
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    return organisation


@pytest.fixture
def draft(silver, lead, now):
    """A Gold portfolio in which nobody has written anything."""
    return begin_portfolio(organisation=silver, stage="gold", actor=lead, at=now)


@pytest.fixture
def whole(silver, lead, now):
    """A whole Gold portfolio that has not been sent."""
    return portfolio_for(silver, lead=lead, at=now)


@pytest.fixture
def platinum(gold_held, lead, now):
    """A Platinum portfolio just begun, with what Gold has left it."""
    return begin_portfolio(organisation=gold_held, stage="platinum", actor=lead, at=now)

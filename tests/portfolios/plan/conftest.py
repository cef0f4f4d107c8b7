import pytest

from tests.support.awards import hold
from tests.support.planning import plan_for


@pytest.fixture
def bronze(organisation, lead, officer, now):
    """The lead's organisation, with its Bronze Award."""
    hold(organisation, "bronze", lead=lead, officer=officer, at=now)
    return organisation


@pytest.fixture
def plan(bronze, lead, now):
    """A whole plan that has not been sent."""
    return plan_for(bronze, lead=lead, at=now)

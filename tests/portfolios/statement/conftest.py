import pytest

from awards.models import Award
from tests.support.evidence import hold_gold
from tests.support.statements import begin, due_for, statement_for


@pytest.fixture
def award(time_machine, organisation, lead, officer, now) -> Award:
    """Gold, with a whole portfolio behind it."""
    time_machine.move_to(now)
    return hold_gold(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def later(time_machine, award):
    """A day in the window in which it is renewed."""
    moment = due_for(award)
    time_machine.move_to(moment)
    return moment


@pytest.fixture
def client(later, lead, sign_in):
    """The lead's browser."""
    return sign_in(lead)


@pytest.fixture
def draft(award, later, lead):
    """A statement just begun, with what was carried over."""
    return begin(award, lead=lead, at=later)


@pytest.fixture
def whole(award, later, lead):
    """A whole statement, signed and not sent."""
    return statement_for(award, lead=lead, at=later)

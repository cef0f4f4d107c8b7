import pytest

from portfolios.services.plan import begin_plan
from tests.portfolios.plan.acts import add_action, asked_back, send_as_it_is
from tests.support.awards import hold, holder
from tests.support.planning import plan_for
from tests.support.plans import ROOM
from tests.support.planting import planted


@pytest.fixture
def that_day(time_machine, now):
    """The dates of the plan lie ahead."""
    time_machine.move_to(now)


@pytest.fixture
def client(lead, sign_in):
    """The lead's browser."""
    return sign_in(lead)


@pytest.fixture
def bronze(organisation, lead, officer, now):
    """The lead's organisation, with its Bronze Award."""
    hold(organisation, "bronze", lead=lead, officer=officer, at=now)
    return organisation


@pytest.fixture
def plan(bronze, lead, now):
    """A whole plan that has not been sent, written as people would."""
    return plan_for(bronze, lead=lead, at=now)


@pytest.fixture
def whole(bronze, lead, now):
    """The same plan, put there at once."""
    return planted(bronze, lead=lead, at=now)


@pytest.fixture
def draft(bronze, lead, now):
    """A plan in which nobody has written anything."""
    return begin_plan(organisation=bronze, actor=lead, at=now)


@pytest.fixture
def action(draft, lead, now):
    """The only action of the draft."""
    return add_action(draft, lead, now)


@pytest.fixture
def foreign(officer, now):
    """An action in another organisation's plan."""
    award = holder("Beech School", officer=officer, at=now)
    theirs = award.organisation.memberships.get().user
    plan = begin_plan(organisation=award.organisation, actor=theirs, at=now)
    return add_action(plan, theirs, now, title="Their secret")


@pytest.fixture
def challenged(whole, lead, officer, now):
    """The whole plan was sent, and the champions asked about one of its four actions."""
    send_as_it_is(whole, lead, now)
    asked_back(whole, officer, now, f"action:{ROOM}")
    return whole

"""A page of a plan asks the database as often for one action as for twelve."""

import pytest

from awards.models import Application
from tests.portfolios.plan.pages import page, part
from tests.support.plans import big_record, id_of
from tests.support.planting import plant

pytestmark = pytest.mark.usefixtures("that_day")

# Session, person, application, membership, and the plan in its twelve; and what each page asks besides.
WHOLE_PLAN = 16
COSTS = {
    "plan-gaps": WHOLE_PLAN,
    "plan-actions": WHOLE_PLAN,
    "barriers": WHOLE_PLAN,
    # the row
    "plan-action": WHOLE_PLAN + 1,
    "milestones": WHOLE_PLAN + 1,
    # the draft of what is typed
    "levels": WHOLE_PLAN + 1,
    "what": WHOLE_PLAN + 2,
    "who": WHOLE_PLAN + 2,
    # membership twice more: who may open it, and whether to show the button
    "plan-check": WHOLE_PLAN + 2,
    # membership again; edition, awards, applications and extensions for the date
    "plan": WHOLE_PLAN + 5,
}


def address(name, plan):
    action = id_of("action/0")
    if name in ("what", "who", "milestones"):
        return part(plan, action, name)
    if name == "plan-action":
        return page(name, plan, action)
    return page(name, plan) if name.startswith("plan") else page("plan-section", plan, name)


@pytest.mark.parametrize("actions", [1, 12])
def test_pages_that_write(draft, lead, sign_in, actions, django_assert_num_queries):
    plant(draft, big_record(actions=actions, milestones=3))
    client = sign_in(lead)
    for name, cost in COSTS.items():
        with django_assert_num_queries(cost):
            assert client.get(address(name, draft)).status_code == 200


@pytest.mark.parametrize("actions", [1, 12])
def test_progress(draft, lead, sign_in, actions, django_assert_num_queries):
    plant(draft, big_record(actions=actions, milestones=3))
    Application.objects.filter(pk=draft.pk).update(status="approved")
    client = sign_in(lead)
    # session, person, application, membership, actions, milestones, reports
    with django_assert_num_queries(7):
        assert client.get(page("plan-progress", draft)).status_code == 200

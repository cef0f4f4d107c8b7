"""Each "only ever one" and "known answer" of the plan's rows, tripped."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from portfolios.models import (
    Action,
    ActionPrinciple,
    Barrier,
    DeliveryPlan,
    Measure,
    Milestone,
    MilestoneReport,
    PolicyFit,
    Printout,
)
from tests.portfolios.plan.acts import add_milestone

TABLES = (
    Action,
    ActionPrinciple,
    Barrier,
    DeliveryPlan,
    Measure,
    Milestone,
    MilestoneReport,
    PolicyFit,
    Printout,
)


def refused_by(name, columns):
    """SQLite names a unique rule by its columns only."""
    return pytest.raises(IntegrityError, match=f"{name}|UNIQUE constraint failed: {columns}")


def trip(name, make, columns="nothing"):
    with refused_by(name, columns), transaction.atomic():
        make()


@pytest.fixture
def report(draft, action, lead, now):
    """Makes a report of the same milestone; its answers as the test says."""
    milestone = add_milestone(draft, action, lead, now)

    def make(**fields):
        values = {"state": "planned", "reported_by": lead, "reported_at": now, "key": uuid4()}
        return MilestoneReport.objects.create(milestone=milestone, **(values | fields))

    return make


def test_plan_is_one_per_application(draft, lead, now):
    def second():
        DeliveryPlan.objects.create(application=draft, updated_at=now, updated_by=lead)

    trip("application", second, "portfolios_deliveryplan.application_id")


@pytest.mark.parametrize("model", [Action, Barrier, Measure])
def test_item_has_a_position_of_its_own(draft, model):
    def make():
        model.objects.create(application=draft, position=7)

    make()
    name = f"{model._meta.model_name}_one_per_position"
    trip(name, make, f"portfolios_{model._meta.model_name}.application_id")


def test_two_plans_may_use_the_same_position(draft, action, foreign):
    assert action.position == foreign.position == 1


def test_measure_kind_is_known(draft):
    Measure.objects.create(application=draft, position=1, kind="")
    trip(
        "measure_kind_is_known",
        lambda: Measure.objects.create(application=draft, position=2, kind="guess"),
    )


def test_action_in_place_is_known(action):
    trip(
        "action_in_place_is_known",
        lambda: Action.objects.filter(pk=action.pk).update(in_place="perhaps"),
    )


def test_principle_is_served_once(action):
    def make():
        ActionPrinciple.objects.create(action=action, code="principle.2")

    make()
    trip("action_principle_once_per_action", make, "portfolios_actionprinciple.action_id")


def test_principle_has_a_code(action):
    trip(
        "action_principle_has_a_code",
        lambda: ActionPrinciple.objects.create(action=action, code=""),
    )


def test_policy_is_answered_once(draft):
    def make():
        PolicyFit.objects.create(application=draft, policy="policy.send_strategy")

    make()
    trip("policy_fit_once_per_policy", make, "portfolios_policyfit.application_id")


def test_policy_has_a_code(draft):
    trip(
        "policy_fit_has_a_code",
        lambda: PolicyFit.objects.create(application=draft, policy=""),
    )


def test_report_state_is_known(report):
    trip("milestone_report_state_is_known", lambda: report(state="lost", why="Gone."))


def test_report_of_what_is_done_has_its_day(report):
    trip("milestone_report_done_has_its_day", lambda: report(state="done"))
    assert report(state="done", done_on=date(2026, 11, 20)).pk


@pytest.mark.parametrize("state", ["late", "changed", "dropped"])
def test_report_says_why(report, state):
    trip("milestone_report_says_why", lambda: report(state=state, new_due_on=date(2027, 5, 1)))
    assert report(state=state, why="The room flooded.").pk


def test_report_key_is_used_once(report):
    key = uuid4()
    report(key=key)
    trip("milestonereport_key", lambda: report(key=key), "portfolios_milestonereport.key")


def test_reported_milestone_cannot_go(report):
    milestone = report().milestone
    with pytest.raises(ProtectedError):
        milestone.delete()


def test_printout_is_made_once(draft, lead, now):
    def make(format="pdf"):
        return Printout.objects.create(
            application=draft,
            fingerprint="a" * 64,
            format=format,
            record={},
            asked_by=lead,
            asked_at=now,
        )

    make()
    assert make("docx").pk
    trip("printout_once", make, "portfolios_printout.application_id")


def test_every_named_constraint_is_tripped_here():
    """A new one asks for a test of its own."""
    named = {each.name for model in TABLES for each in model._meta.constraints}
    assert named == {
        "action_in_place_is_known",
        "action_one_per_position",
        "action_principle_has_a_code",
        "action_principle_once_per_action",
        "barrier_one_per_position",
        "measure_kind_is_known",
        "measure_one_per_position",
        "milestone_report_done_has_its_day",
        "milestone_report_says_why",
        "milestone_report_state_is_known",
        "policy_fit_has_a_code",
        "policy_fit_once_per_policy",
        "printout_once",
    }


def test_rows_have_names_for_people(draft, action, report):
    assert str(action) == "A quiet room"
    assert str(Action()) == "Action without a name"
    assert str(Barrier()) == "Barrier without a name"
    assert str(Measure()) == "Measure without a name"
    assert str(Milestone()) == "Milestone without a name"
    assert str(report()).endswith(": Planned")


def test_milestones_stand_in_the_order_of_their_dates(draft, action, lead, now):
    undated = add_milestone(draft, action, lead, now, name="Some day")
    second = add_milestone(draft, action, lead, now, due_on=date(2027, 5, 1))
    first = add_milestone(draft, action, lead, now, due_on=date(2027, 2, 1))
    assert list(action.milestones.all()) == [first, second, undated]

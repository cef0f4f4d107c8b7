"""The gap check while somebody types: it judges what is on the page and saves nothing."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portfolios.models import Action, Measure, Milestone
from tests.portfolios.plan.pages import page
from tests.support.planning import plan_for
from tests.support.plans import good_record


@pytest.fixture
def small(bronze, lead, now):
    """One action is enough here."""
    return plan_for(
        bronze, lead=lead, at=now, record=good_record(actions=good_record().actions[:1])
    )


@pytest.fixture
def ask(small, lead, sign_in):
    def post(page, user=lead, **typed):
        address = reverse("plan-gaps-typed", args=[small.uuid])
        return sign_in(user).post(f"{address}?page={page}", typed)

    return post


def test_what_is_typed_is_judged_and_not_saved(small, ask):
    action = Action.objects.get()
    when = page("plan-action-part", small, action.uuid, "when")
    said = ask(when, starts_on_day="9", starts_on_month="2", starts_on_year="2027").text
    assert 'href="#id_ends_on_0"' in said
    assert 'href="#id_timescale"' in said
    assert "#id_starts_on" not in said
    assert "As you have it now" in said
    before = action.ends_on
    action.refresh_from_db()
    assert action.ends_on == before


def test_half_a_date_is_no_date_yet(small, ask):
    when = page("plan-action-part", small, Action.objects.get().uuid, "when")
    assert "#id_starts_on_0" in ask(when, starts_on_day="9").text


def test_new_action_milestone_and_item_are_judged_before_they_are_there(small, ask):
    action = Action.objects.get()
    for address, typed, field in (
        (page("plan-action-add", small), {"title": "Open the library"}, "id_description"),
        (page("plan-milestone-add", small, action.uuid), {"name": "Opened"}, "id_due_on_0"),
        (page("plan-item-add", small, "barriers"), {"name": "Time"}, "id_how"),
        (page("plan-item-add", small, "measures"), {"name": "Calm"}, "id_target"),
    ):
        said = ask(address, **typed).text
        assert f"#{field}" in said, address
    assert (Action.objects.count(), Milestone.objects.count()) == (1, 2)


def test_rows_and_pages_of_questions_are_judged(small, ask):
    measure = Measure.objects.first()
    assert "#id_baseline" in ask(page("plan-item", small, "measures", measure.uuid), name="x").text
    assert "#id_engagement_" in ask(page("plan-section", small, "levels")).text
    assert "#id_policy_" in ask(page("plan-section", small, "policies")).text


def test_page_without_a_gap_says_so(small, ask):
    measure = Measure.objects.first()
    typed = {name: getattr(measure, name) for name in Measure.TYPED}
    said = ask(page("plan-item", small, "measures", measure.uuid), **typed).text
    assert "Nothing is missing here" in said


def test_other_pages_plans_and_people_get_nothing(small, ask, stranger, officer):
    other = uuid4()
    for address in (
        "",
        "/",
        page("plan", small),
        reverse("plan-action-add", args=[other]),
        page("plan-action-part", small, other, "when"),
        page("plan-action-part", small, Action.objects.get().uuid, "milestones"),
        page("plan-milestone-add", small, other),
        page("plan-section", small, "barriers"),
        page("plan-item-add", small, "levels"),
    ):
        assert ask(address).status_code == 404, address
    add = page("plan-action-add", small)
    assert ask(add, user=stranger).status_code == 404
    assert ask(add, user=officer).status_code == 403

"""Lists of a plan without scripts: add, change, put in order, remove; a second click adds nothing (T-43)."""

from datetime import date

import pytest

from portfolios.models import Action, Barrier, Measure, Milestone, Partner
from tests.portfolios.plan.acts import add_action, add_item
from tests.portfolios.plan.pages import LISTS, day, first, new, page, part, section
from tests.support.plans import BUDGET, JUDGE, ROOM

pytestmark = pytest.mark.usefixtures("that_day")

ITEMS = {
    "barriers": {"name": "Meetings in the daytime", "people": "Parents who work", "how": "At six"},
    "measures": {"kind": "measure", "name": "Calm at lunch", "baseline": "9", "target": "24"},
    "partners": {"kind": "external", "name": "Youth club", "how": "They judge with us."},
}


class TestLists:
    @pytest.mark.parametrize("code", LISTS)
    def test_add_change_move_and_remove_without_script(self, draft, client, code):
        model, typed = LISTS[code], new(**ITEMS[code])
        model.objects.filter(application=draft).delete()
        for _ in range(2):
            added = client.post(page("plan-item-add", draft, code), typed)
            assert added.url == section(draft, code)
        client.post(page("plan-item-add", draft, code), new(name="Second"))
        one, two = model.objects.filter(application=draft)
        assert "Missing" in client.get(added.url).text
        change = page("plan-item", draft, code, one.uuid)
        assert client.post(change, ITEMS[code] | {"version": 1, "name": "First"}).status_code == 302
        one.refresh_from_db()
        assert (one.name, one.version) == ("First", 2)
        moved = client.post(page("plan-item-move", draft, code, two.uuid), {"direction": "up"})
        assert moved.url == f"{section(draft, code)}#item-{two.uuid}"
        assert f'id="item-{two.uuid}"' in client.get(moved.url).text
        assert list(model.objects.filter(application=draft)) == [two, one]
        remove = page("plan-item-remove", draft, code, one.uuid)
        assert "Remove First?" in client.get(remove).text
        assert client.post(remove).url == section(draft, code)
        assert list(model.objects.filter(application=draft)) == [two]
        assert client.post(remove).status_code == 404

    @pytest.mark.parametrize("code", LISTS)
    def test_from_the_check_stay_on_that_way(self, whole, client, code):
        listed = client.get(section(whole, code) + "?from=check")
        item = first(whole, code)
        for name in ("plan-item", "plan-item-remove", "plan-item-move"):
            assert f"{page(name, whole, code, item.uuid)}?from=check" in listed.text
        response = client.post(
            page("plan-item", whole, code, item.uuid) + "?from=check", {"version": 1, "name": "X"}
        )
        assert response.url == section(whole, code) + "?from=check"

    def test_say_what_a_button_moves(self, whole, client):
        text = client.get(section(whole, "barriers")).text
        assert 'Down<span class="govuk-visually-hidden"> one place: Meetings are when' in text
        assert 'Up<span class="govuk-visually-hidden"> one place: Papers are hard' in text

    def test_a_barrier_names_an_action_of_the_plan(self, draft, action, client):
        typed = new(**ITEMS["barriers"], action=str(action.uuid))
        client.post(page("plan-item-add", draft, "barriers"), typed)
        assert Barrier.objects.get().action == action
        assert f"Answered by: {action.title}" in client.get(section(draft, "barriers")).text

    def test_actions_move_within_their_c(self, whole, client, lead, now):
        second = add_action(whole, lead, now)
        response = client.post(
            page("plan-action-move", whole, second.uuid), {"direction": "up"}, follow=True
        )
        assert response.redirect_chain[0][0].endswith(f"#action-{second.uuid}")
        order = [str(a.uuid) for a in Action.objects.filter(four_c="fourc.co_design")]
        assert order == [str(second.uuid), ROOM]
        assert f'id="action-{second.uuid}"' in response.text
        # It is the first of them now: nothing happens.
        client.post(page("plan-action-move", whole, second.uuid), {"direction": "up"})
        assert [str(a.uuid) for a in Action.objects.filter(four_c="fourc.co_design")] == order

    def test_removing_an_action_names_the_barriers_it_answers(self, whole, client):
        address = page("plan-action-remove", whole, BUDGET)
        assert "Meetings are when parents work" in client.get(address).text
        assert client.post(address).url == page("plan-actions", whole)
        assert not Action.objects.filter(uuid=BUDGET).exists()
        barrier = Barrier.objects.get(name="Meetings are when parents work")
        assert barrier.action is None
        assert (
            "These barriers name" not in client.get(page("plan-action-remove", whole, JUDGE)).text
        )


class TestMilestones:
    def test_add_change_and_remove_without_script(self, draft, action, client):
        listed = part(draft, action.uuid, "milestones")
        add = page("plan-milestone-add", draft, action.uuid)
        typed = new(name="Twelve families", **day("due_on", date(2027, 6, 1)))
        for _ in range(2):
            assert client.post(add, typed).url == listed
        client.post(add, new(name="Six families", **day("due_on", date(2027, 3, 1))))
        late, soon = Milestone.objects.order_by("-due_on")
        text = client.get(listed).text
        assert text.index("Six families") < text.index("Twelve families")
        change = page("plan-milestone", draft, action.uuid, late.uuid)
        client.post(change, {"version": 1, "name": "Ten", **day("due_on", date(2027, 2, 1))})
        late.refresh_from_db()
        assert (late.name, late.due_on) == ("Ten", date(2027, 2, 1))
        remove = page("plan-milestone-remove", draft, action.uuid, soon.uuid)
        assert "Remove Six families?" in client.get(remove).text
        assert client.post(remove).url == listed
        assert Milestone.objects.get() == late

    def test_no_date_and_no_name_are_named_as_missing(self, draft, action, client):
        client.post(page("plan-milestone-add", draft, action.uuid), new())
        text = client.get(part(draft, action.uuid, "milestones")).text
        assert "Milestone without a name" in text
        assert "No date yet" in text
        assert "Missing" in text

    def test_half_a_date_is_asked_about(self, draft, action, client):
        typed = new(name="Ten families", **day("due_on", ("31", "2", "2027")))
        response = client.post(page("plan-milestone-add", draft, action.uuid), typed)
        assert response.status_code == 422
        assert 'value="Ten families"' in response.text
        assert not Milestone.objects.exists()


def test_lists_end_at_their_limit_and_say_so(draft, client, lead, now):
    """T-84: an add page never makes a list without end."""
    Measure.objects.bulk_create(
        Measure(application=draft, position=place, name=str(place)) for place in range(1, 51)
    )
    response = client.post(page("plan-item-add", draft, "measures"), new(name="One more"))
    assert response.status_code == 409
    assert "There is room for 50." in response.text
    assert "One more" in response.text
    add_item(draft, "partners", lead, now, name="Still fine")
    assert Partner.objects.filter(name="Still fine").exists()

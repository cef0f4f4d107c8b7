"""What is posted is saved and leads on; what cannot be read is asked about, and nothing of it is lost."""

from datetime import date
from uuid import uuid4

import pytest

from awards.choices import Status
from portfolios.models import Action, Barrier, Measure, Milestone, Partner, PolicyFit
from portfolios.selectors.plan.reading import whole_plan
from tests.portfolios.plan.acts import add_action, add_item
from tests.portfolios.plan.pages import (
    ANSWERS,
    LISTS,
    NEXT,
    day,
    first,
    new,
    page,
    part,
    section,
)
from tests.support.plans import BUDGET, JUDGE, ROOM

ITEMS = {
    "barriers": {"name": "Meetings in the daytime", "people": "Parents who work", "how": "At six"},
    "measures": {"kind": "measure", "name": "Calm at lunch", "baseline": "9", "target": "24"},
    "partners": {"kind": "external", "name": "Youth club", "how": "They judge with us."},
}


@pytest.fixture(autouse=True)
def _that_day(time_machine, now):
    """The dates of the plan lie ahead."""
    time_machine.move_to(now)


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


def record_of(action):
    return whole_plan(action.application).record.action(str(action.uuid))


class TestPagesOfAnAction:
    @pytest.mark.parametrize("code", NEXT)
    def test_each_is_saved_and_leads_on(self, draft, action, client, code):
        version = 1 if code == "what" else 0
        response = client.post(part(draft, action.uuid, code), ANSWERS[code] | {"version": version})
        after = part(draft, action.uuid, NEXT[code]) if NEXT[code] else None
        assert response.url == (after or page("plan-action", draft, action.uuid))
        shown = client.get(part(draft, action.uuid, code)).text
        for name, text in ANSWERS[code].items():
            if isinstance(text, str) and text and name not in ("four_c", "ladder", "in_place"):
                assert text in shown, name
            elif isinstance(text, list):
                for each in text:
                    assert f'value="{each}" checked' in " ".join(shown.split())

    def test_dates_and_ticks_come_back_as_they_were(self, draft, action, client):
        client.post(part(draft, action.uuid, "ladder"), ANSWERS["ladder"] | {"version": 0})
        record = record_of(action)
        assert record.agreed_on == date(2026, 10, 8)
        assert record.principles == ("principle.2", "principle.5")
        client.post(part(draft, action.uuid, "ladder"), {"version": 1})
        assert record_of(action).principles == ()

    @pytest.mark.parametrize("code", ANSWERS)
    def test_nothing_is_demanded(self, draft, action, client, code):
        version = 1 if code == "what" else 0
        response = client.post(part(draft, action.uuid, code), {"version": version})
        assert response.status_code == 302

    @pytest.mark.parametrize("code", ANSWERS)
    def test_later_leads_to_the_action(self, draft, action, client, code):
        typed = ANSWERS[code] | {"version": 1 if code == "what" else 0, "action": "later"}
        response = client.post(part(draft, action.uuid, code), typed, follow=True)
        assert response.redirect_chain == [(page("plan-action", draft, action.uuid), 302)]
        assert "Saved. You can come back at any time." in response.text

    def test_from_the_check_lead_back_there(self, draft, action, client):
        address = part(draft, action.uuid, "who") + "?from=check"
        assert client.post(address, {"version": 0, "owner": "SENCo"}).url == page(
            "plan-check", draft
        )

    def test_a_new_one_begins_under_its_c(self, draft, client):
        address = page("plan-action-add", draft) + "?four_c=fourc.co_delivery"
        assert client.get(address).context["form"].initial["four_c"] == "fourc.co_delivery"
        typed = new(**ANSWERS["what"])
        for _ in range(2):
            response = client.post(address, typed)
            action = Action.objects.get(application=draft)
            assert response.url == part(draft, action.uuid, "who")
        assert str(action.uuid) == typed["key"]

    def test_a_new_one_can_wait(self, draft, client):
        response = client.post(page("plan-action-add", draft), new(action="later"))
        assert response.url == page("plan", draft)
        assert Action.objects.get().title == ""

    @pytest.mark.parametrize(
        ("code", "typed", "target"),
        [
            ("what", {"description": "x" * 3001}, "id_description"),
            ("what", {"four_c": "fourc.co_operation"}, "id_four_c_0"),
            ("who", {"owner": "two\nlines"}, "id_owner"),
            ("ladder", {"principles": ["principle.9"]}, "id_principles_0"),
            ("ladder", {"ladder": "ladder.top"}, "id_ladder_0"),
            ("ladder", day("agreed_on", ("31", "2", "2026")), "id_agreed_on_0"),
            ("when", day("starts_on", ("1", "", "2027")), "id_starts_on_1"),
            ("when", day("ends_on", ("1", "5", "١٢")), "id_ends_on_2"),
            ("resources", {"in_place": "perhaps"}, "id_in_place_0"),
            ("review", {"review": "a\x00b"}, "id_review"),
        ],
    )
    def test_errors_keep_every_answer_and_lead_to_the_field(
        self, draft, action, client, code, typed, target
    ):
        """T-83, T-86."""
        others = {name: text for name, text in ANSWERS[code].items() if name not in typed}
        response = client.post(part(draft, action.uuid, code), others | typed | {"version": 1})
        assert response.status_code == 422
        assert response.text.count("<title>Error: ") == 1
        assert f'href="#{target}"' in response.text
        assert f'id="{target}"' in response.text
        for name, text in others.items():
            if isinstance(text, str) and text:
                assert text in response.text, name
        assert Action.objects.get().description == ""


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
        assert "Something is missing" in client.get(added.url).text
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
        assert "Something is missing" in text

    def test_half_a_date_is_asked_about(self, draft, action, client):
        typed = new(name="Ten families", **day("due_on", ("31", "2", "2027")))
        response = client.post(page("plan-milestone-add", draft, action.uuid), typed)
        assert response.status_code == 422
        assert 'value="Ten families"' in response.text
        assert not Milestone.objects.exists()


class TestWholePlan:
    def test_levels_and_policies(self, draft, client):
        response = client.post(
            section(draft, "levels"),
            {"version": 0, "engagement_level_board": "now", "text_level_board": "Two governors."},
        )
        assert response.url == section(draft, "policies")
        record = whole_plan(draft).record
        assert (record.level("level.board").engagement, record.level("level.board").text) == (
            "now",
            "Two governors.",
        )
        saved = client.post(
            section(draft, "policies"), {"version": 0, "policy_policy_send_strategy": "It fits."}
        )
        assert saved.url == page("plan", draft)
        assert PolicyFit.objects.get(policy="policy.send_strategy").text == "It fits."

    def test_later_leads_to_the_plan(self, draft, client):
        for code in ("levels", "policies"):
            response = client.post(section(draft, code), {"version": 0, "action": "later"})
            assert response.url == page("plan", draft)

    def test_ignores_what_is_not_on_the_page(self, draft, action, client, stranger):
        """T-26."""
        typed = {"version": 0, "owner": "SENCo", "title": "Sneaky", "four_c": "fourc.co_delivery"}
        sneaky = {"status": "approved", "application": "1", "position": "9", "uuid": str(uuid4())}
        client.post(part(draft, action.uuid, "who"), typed | sneaky)
        row = Action.objects.get()
        assert (row.owner, row.title, row.four_c) == ("SENCo", "A quiet room", "fourc.co_design")
        assert (row.uuid, row.position) == (action.uuid, action.position)
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT


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

"""What is posted is saved and leads on; what cannot be read is asked about, and nothing of it is lost."""

from datetime import date
from uuid import uuid4

import pytest

from awards.choices import Status
from portfolios.models import Action, PolicyFit
from portfolios.selectors.plan.reading import whole_plan
from tests.portfolios.plan.pages import (
    ANSWERS,
    NEXT,
    day,
    new,
    page,
    part,
    section,
)

pytestmark = pytest.mark.usefixtures("that_day")


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


def test_errors_say_which_question_they_are_about(draft, action, client):
    """Two dates of one page would read alike in the summary."""
    wrong = {**day("starts_on", ("1", "1", "")), **day("ends_on", ("1", "1", ""))}
    text = client.post(part(draft, action.uuid, "when"), {"version": 0} | wrong).text
    for question in ("When does it start?", "When does it end?"):
        assert f"“{question}”: the date must include a year." in text
    long = "x" * 3001
    for address, name, question in (
        (part(draft, action.uuid, "what"), "description", "What will you do?"),
        (section(draft, "levels"), "text_level_board", "Board"),
        (section(draft, "policies"), "policy_policy_send_strategy", "Birmingham SEND Strategy"),
    ):
        text = client.post(address, {"version": 0, name: long}).text
        assert f"“{question}" in text
        assert "You have used 3001." in text
        assert "Ensure this value" not in text


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

"""Two people, one plan: what is typed is kept, and whoever comes second sees both texts (T-14, T-44)."""

import re
from datetime import date
from uuid import uuid4

import pytest

from foundation.drafts import autosave_url
from foundation.models import Draft
from portfolios.models import Action, Barrier, Milestone
from portfolios.services import plan as services
from tests.portfolios.plan.pages import ANSWERS, day, forms, new, page, part, section
from tests.support.plans import BUDGET, CHARITY, NURSE, ROOM

pytestmark = pytest.mark.usefixtures("that_day")

CLASH = "Somebody else has changed this"


@pytest.fixture
def theirs(colleague, sign_in):
    """The colleague's browser."""
    return sign_in(colleague)


def keep(client, address, typed):
    """As autosave does it: the whole form, to the address on the page."""
    url = client.get(address).context["opening"].autosave_url
    assert client.post(url, typed).status_code == 200


def version_on(response):
    return re.search(r'name="version" value="(\d+)"', response.text).group(1)


class TestDrafts:
    def test_of_every_form_come_back(self, whole, client):
        """T-14: nothing is saved, and nothing is gone."""
        for address in forms(whole):
            opened = client.get(address)
            form = opened.context["form"]
            typed = {"version": version_on(opened)}
            if "key" in form.fields:
                typed["key"] = str(uuid4())
            for name, field in form.fields.items():
                if field.widget.__class__.__name__ in ("Textarea", "TextInput"):
                    typed[name] = f"Half a sentence about {name}"
            keep(client, address, typed)
            text = client.get(address).text
            assert "We kept what you typed" in text, address
            for name, words in typed.items():
                if name not in ("version", "key"):
                    assert words in text, (address, name)
        assert not Action.objects.filter(title__startswith="Half").exists()

    def test_keep_ticks_radios_and_half_a_date(self, whole, client):
        address = part(whole, ROOM, "ladder")
        keep(
            client,
            address,
            {
                "version": 0,
                "principles": ["principle.1", "principle.8"],
                "ladder": "ladder.engagement",
                **day("agreed_on", ("8", "", "26")),
            },
        )
        text = " ".join(client.get(address).text.split())
        for value in ("principle.1", "principle.8", "ladder.engagement"):
            assert f'value="{value}" checked' in text, value
        assert 'value="principle.5" checked' not in text
        assert re.search(
            r'name="agreed_on_year"[^>]*value="26"|value="26"[^>]*agreed_on_year', text
        )

    def test_of_nothing_ticked_stay_unticked(self, whole, client):
        address = part(whole, ROOM, "who")
        ticked = f'value="{CHARITY}" checked'
        assert ticked in " ".join(client.get(address).text.split())
        keep(client, address, {"version": 0, "owner": "Head"})
        text = " ".join(client.get(address).text.split())
        assert f'value="{CHARITY}"' in text
        assert ticked not in text
        assert 'value="Head"' in text

    def test_are_gone_once_saved(self, draft, action, client):
        address = part(draft, action.uuid, "who")
        keep(client, address, {"version": 0, "owner": "Half"})
        client.post(address, {"version": 0, "owner": "Whole"})
        assert not Draft.objects.exists()

    def test_of_a_new_row_are_gone_once_it_is_there(self, draft, action, client):
        for address in (
            page("plan-action-add", draft),
            page("plan-item-add", draft, "measures"),
            page("plan-milestone-add", draft, action.uuid),
        ):
            typed = new(name="Half", title="Half")
            keep(client, address, typed)
            client.post(address, typed)
            assert "We kept" not in client.get(address).text
        assert not Draft.objects.exists()

    def test_are_their_writers_alone(self, draft, action, client, theirs, lead):
        address = part(draft, action.uuid, "who")
        keep(client, address, {"version": 0, "owner": "Half a name"})
        assert "Half a name" not in theirs.get(address).text
        url = autosave_url(lead, services.draft_key(draft, action.uuid, "who"))
        assert theirs.post(url, {"owner": "x"}).status_code == 404

    def test_can_be_thrown_away(self, draft, action, client):
        address = part(draft, action.uuid, "who")
        keep(client, address, {"version": 0, "owner": "Half a name"})
        url = client.get(address).context["opening"].discard_url
        assert client.post(url, {"next": address}).url == address
        assert "Half a name" not in client.get(address).text


class TestMeanwhile:
    """A draft that is older than what a colleague has saved: both are on the page."""

    def test_shows_texts_ticks_and_dates_as_people_read_them(self, draft, action, client, theirs):
        address = part(draft, action.uuid, "ladder")
        keep(
            client,
            address,
            ANSWERS["ladder"]
            | {"version": 0, "agreed_with": "Mine", **day("agreed_on", ("8", "", "26"))},
        )
        theirs.post(
            address,
            ANSWERS["ladder"]
            | {"version": 0, "agreed_with": "Theirs", "principles": ["principle.3"]},
        )
        response = client.get(address)
        told = {field.label: (field.mine, field.theirs) for field in response.context["meanwhile"]}
        assert told == {
            "Which principles does it serve?": (
                "2. Listened to and heard\n5. Involved",
                "3. Treated with transparency and openness",
            ),
            "Which children, young people, parents and carers agreed to that level?": (
                "Mine",
                "Theirs",
            ),
            "When did they agree?": ("8  26", "8 October 2026"),
        }
        assert "A colleague has saved this section since you wrote" in response.text
        both = ANSWERS["ladder"] | {"version": version_on(response), "agreed_with": "Both"}
        assert client.post(address, both).status_code == 302
        assert Action.objects.get().agreed_with == "Both"

    def test_a_date_that_is_the_same_is_no_difference(self, draft, action, client, theirs):
        address = part(draft, action.uuid, "when")
        keep(client, address, ANSWERS["when"] | {"version": 0, "timescale": "Mine"})
        theirs.post(address, ANSWERS["when"] | {"version": 0, "timescale": "Theirs"})
        told = client.get(address).context["meanwhile"]
        assert [field.theirs for field in told] == ["Theirs"]

    def test_of_a_barrier_names_the_actions(self, whole, client, theirs):
        barrier = Barrier.objects.filter(application=whole).first()
        address = page("plan-item", whole, "barriers", barrier.uuid)
        keep(client, address, {"version": 1, "name": barrier.name, "action": ROOM})
        theirs.post(address, {"version": 1, "name": "Time", "action": BUDGET})
        told = {f.label: (f.mine, f.theirs) for f in client.get(address).context["meanwhile"]}
        assert told["Which action deals with it?"] == (
            "A quiet room that pupils have drawn",
            "Families decide on the inclusion budget",
        )


class TestClash:
    """T-44: the second to save gets 409 with both texts, and nothing of either is lost."""

    def clash(self, first, second, address, mine, hers):
        assert first.post(address, hers).status_code == 302
        response = second.post(address, mine)
        assert response.status_code == 409
        assert CLASH in response.text
        return response.text

    def test_over_a_text(self, draft, action, client, theirs):
        address = part(draft, action.uuid, "who")
        text = self.clash(
            client,
            theirs,
            address,
            {"version": 0, "owner": "His words"},
            {"version": 0, "owner": "Her words"},
        )
        assert "Her words" in text
        assert "His words" in text
        assert Action.objects.get().owner == "Her words"

    def test_over_ticks_names_them(self, whole, client, theirs):
        address = part(whole, ROOM, "who")
        text = self.clash(
            client,
            theirs,
            address,
            {"version": 0, "partners": [NURSE]},
            {"version": 0, "partners": [CHARITY]},
        )
        assert "Which of your partners work on it?" in text
        shown = text[text.index("award-clash") :]
        assert "Sparkhill Carers’ Centre" in shown
        assert "School nursing team" in shown
        chosen = Action.objects.get(uuid=ROOM).partners.values_list("uuid", flat=True)
        assert [str(each) for each in chosen] == [CHARITY]

    def test_over_principles_level_and_date_names_them(self, draft, action, client, theirs):
        address = part(draft, action.uuid, "ladder")
        other = {
            "principles": ["principle.8"],
            "ladder": "ladder.engagement",
            **day("agreed_on", date(2026, 9, 1)),
        }
        text = self.clash(
            client,
            theirs,
            address,
            ANSWERS["ladder"] | other | {"version": 0},
            ANSWERS["ladder"] | {"version": 0},
        )
        shown = text[text.index("award-clash") :]
        for words in ("Involved", "Accountable", "Engagement", "1 September 2026"):
            assert words in shown, words
        assert "8 October 2026" in shown
        assert "principle.8</pre>" not in shown
        assert Action.objects.get().ladder == "ladder.co_production"

    def test_over_a_milestone(self, draft, action, client, theirs):
        client.post(page("plan-milestone-add", draft, action.uuid), new(name="First"))
        row = Milestone.objects.get()
        address = page("plan-milestone", draft, action.uuid, row.uuid)
        text = self.clash(
            client,
            theirs,
            address,
            {"version": 1, "name": "His", **day("due_on", date(2027, 3, 1))},
            {"version": 1, "name": "Hers", **day("due_on", date(2027, 2, 1))},
        )
        for words in ("His", "Hers", "1 March 2027", "1 February 2027"):
            assert words in text, words

    def test_over_levels_and_policies(self, draft, client, theirs):
        for code, name in (
            ("levels", "text_level_board"),
            ("policies", "policy_policy_send_strategy"),
        ):
            version = version_on(client.get(section(draft, code)))
            text = self.clash(
                client,
                theirs,
                section(draft, code),
                {"version": version, name: "His words"},
                {"version": version, name: "Her words"},
            )
            assert "Her words" in text
            assert "His words" in text

    def test_over_what_a_colleague_removed_keeps_the_text(self, whole, client, theirs):
        for address, remove in (
            (part(whole, ROOM, "who"), page("plan-action-remove", whole, ROOM)),
            *(
                (page("plan-item", whole, "barriers", each), page("plan-item-remove", whole, "barriers", each))
                for each in Barrier.objects.values_list("uuid", flat=True)
            ),
        ):  # fmt: skip
            client.post(remove)
            response = theirs.post(
                address, {"version": 1, "owner": "Long text", "how": "Long text"}
            )
            assert response.status_code == 404
            assert "Long text" in response.text

    def test_neighbouring_pages_are_no_clash(self, draft, action, client, theirs):
        """Each page of an action is saved on its own."""
        for code in ("who", "when", "review"):
            browser = client if code == "who" else theirs
            answer = browser.post(part(draft, action.uuid, code), ANSWERS[code] | {"version": 0})
            assert answer.status_code == 302
        row = Action.objects.get()
        assert (row.owner, row.timescale) == ("SENCo", "Two terms are enough.")

"""After Silver: the organisation says what became of each milestone (scheme.md 13); champions compare."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.models import Application
from champions.choices import Perspective
from portfolios.choices import ActionPart
from portfolios.models import Action, Milestone, MilestoneReport
from tests.conftest import make_user
from tests.portfolios.plan.acts import asked_back, keep_draft, save, send_as_it_is
from tests.portfolios.plan.pages import day, page
from tests.support.champions import clear_all, make_champion, settle
from tests.support.plans import ROOM

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.fixture
def won(whole, lead, now):
    """The plan has the award."""
    send_as_it_is(whole, lead, now)
    Application.objects.filter(pk=whole.pk).update(status="approved")
    whole.refresh_from_db()
    return whole


@pytest.fixture
def step(won):
    return Action.objects.get(uuid=ROOM).milestones.first()


def report(plan, step):
    return page("plan-progress-report", plan, step.uuid)


def said(state, **more):
    return {"key": str(uuid4()), "state": state} | more


class TestReporting:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            (said("done", **day("done_on", date(2026, 11, 20))), "done on 20 November 2026"),
            (
                said("late", why="The trainer was ill.", **day("new_due_on", date(2027, 5, 1))),
                "now expected by 1 May 2027",
            ),
            (said("changed", why="Pupils chose a garden."), "Pupils chose a garden."),
            (
                said("changed", why="A garden.", **day("changed_due_on", date(2027, 6, 1))),
                "now expected by 1 June 2027",
            ),
            (said("dropped", why="No money."), "No money."),
        ],
        ids=lambda each: each["state"] if isinstance(each, dict) else "",
    )
    def test_is_shown_where_the_milestone_stands(self, won, step, client, typed, shown):
        response = client.post(report(won, step), typed, follow=True)
        assert response.redirect_chain[0][0].endswith(f"#milestone-{step.uuid}")
        assert f'id="milestone-{step.uuid}"' in response.text
        assert shown in response.text
        assert shown.split()[-1] in client.get(report(won, step)).text

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({}, "state_0"),
            ({"state": "perhaps"}, "state_0"),
            ({"state": "done"}, "done_on_0"),
            ({"state": "done", **day("done_on", date(2026, 11, 24))}, "done_on_0"),
            ({"state": "late", "why": "My reason"}, "new_due_on_0"),
            ({"state": "late", **day("new_due_on", date(2027, 5, 1))}, "why"),
            ({"state": "changed"}, "why"),
            ({"state": "dropped", "why": "x" * 2001}, "why"),
        ],
    )
    def test_asks_beside_the_question_and_keeps_what_was_typed(
        self, won, step, client, typed, field
    ):
        response = client.post(report(won, step), {"key": str(uuid4())} | typed)
        assert response.status_code == 422
        assert f'href="#id_{field}"' in response.text
        assert f'id="id_{field}"' in response.text
        assert typed.get("why", "") in response.text
        assert not MilestoneReport.objects.exists()

    def test_twice_is_once_and_another_one_counts(self, won, step, client):
        """T-43."""
        typed = said("dropped", why="No money.")
        for _ in range(2):
            client.post(report(won, step), typed)
        client.post(report(won, step), said("planned"))
        assert [each.state for each in MilestoneReport.objects.all()] == ["dropped", "planned"]
        assert "No money." in client.get(report(won, step)).text

    def test_of_a_plan_from_paper_is_the_officers_too(self, won, step, officer, sign_in):
        address, client = page("plan-progress", won), sign_in(officer)
        assert report(won, step) not in client.get(address).text
        Application.objects.filter(pk=won.pk).update(entered_by_officer=True)
        assert report(won, step) in client.get(address).text
        assert client.get(report(won, step)).status_code == 200

    def test_is_for_the_organisation(self, won, step, colleague, officer, stranger, sign_in):
        assert (
            sign_in(colleague)
            .post(report(won, step), said("changed", why="We met twice."))
            .url.startswith(page("plan-progress", won))
        )
        looking = sign_in(officer)
        text = looking.get(page("plan-progress", won)).text
        assert "We met twice." in text
        assert report(won, step) not in text
        for method in (looking.get, looking.post):
            assert method(report(won, step)).status_code == 403
        for address in (report(won, step), page("plan-progress", won)):
            assert sign_in(stranger).get(address).status_code == 404
        assert MilestoneReport.objects.count() == 1

    def test_of_another_plans_milestone_is_not_here(self, won, foreign, client):
        """T-25."""
        theirs = Milestone.objects.create(action=foreign, name="canary")
        response = client.post(report(won, theirs), said("dropped", why="Mine"))
        assert response.status_code == 404
        assert not MilestoneReport.objects.exists()

    def test_half_typed_comes_back(self, won, step, client, lead, now):
        """T-14."""
        keep_draft(lead, f"plan:{won.uuid}:progress:{step.uuid}", now, why=["Half a reason"])
        assert "Half a reason" in client.get(report(won, step)).text


class TestProgress:
    def test_says_what_is_next_and_counts(self, won, step, client):
        response = client.get(page("plan-progress", won))
        assert "Due next:" in response.text
        client.post(report(won, step), said("done", **day("done_on", date(2026, 11, 20))))
        shown = client.get(page("plan-progress", won)).context["counts"]
        counts = {label: count for label, _, count in shown}
        assert counts == {"Planned": 7, "Done": 1, "Late": 0, "Changed": 0, "Dropped": 0}

    def test_names_what_is_past_its_day(self, won, lead, sign_in, time_machine, now):
        time_machine.move_to(now.replace(year=2027, month=3, day=1))
        text = sign_in(lead).get(page("plan-progress", won)).text
        assert "<strong>2 milestones</strong> are past their day." in text
        assert text.count("Its day has passed") == 2

    def test_names_what_is_past_its_new_day_as_well(
        self, won, step, client, lead, sign_in, time_machine, now
    ):
        late = said("late", why="Ill.", **day("new_due_on", date(2027, 5, 1)))
        client.post(report(won, step), late)
        time_machine.move_to(now.replace(year=2027, month=5, day=2))
        text = sign_in(lead).get(page("plan-progress", won)).text
        assert "Late, its new day has passed" in text

    def test_is_where_the_plan_leads(self, won, client):
        text = client.get(page("plan", won)).text
        assert page("plan-progress", won) in text
        assert "It has the award." in text
        assert page("plan-check", won) not in text


class TestComparing:
    """Champions see the two versions that were sent, never what is being written now."""

    @pytest.fixture
    def twice(self, whole, lead, officer, now):
        send_as_it_is(whole, lead, now)
        chair, parent = (
            make_champion(make_user(name), officer=officer, at=now, perspective=eyes)
            for name, eyes in (
                ("Cherry Chair", Perspective.PROFESSIONAL),
                ("Paula Parent", Perspective.PARENT_CARER),
            )
        )
        clear_all(settle(whole, [chair, parent], officer, at=now), at=now)
        asked_back(whole, officer, now, "")
        save(whole, Action.objects.get(uuid=ROOM), ActionPart.WHO, lead, now, owner="Two pupils")
        return whole, chair.user

    def test_after_it_was_sent_again(self, twice, lead, officer, stranger, sign_in, now):
        plan, champion = twice
        address = reverse("case-changes", args=[plan.uuid])
        assert sign_in(champion).get(address).status_code == 404
        send_as_it_is(plan, lead, now)
        text = sign_in(champion).get(address).text
        assert "SENCo" in text
        assert "Two pupils" in text
        assert sign_in(officer).get(address).status_code == 200
        for other in (lead, stranger):
            assert sign_in(other).get(address).status_code == 404

    def test_the_organisation_sees_it_while_it_writes(self, twice, sign_in, lead):
        plan, _ = twice
        text = sign_in(lead).get(page("application-changes", plan)).text
        assert "what is written now" in text
        assert "Two pupils" in text

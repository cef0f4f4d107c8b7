"""What became of the approved plan: prefilled from what was marked along the way (scheme.md 13)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.models import Application
from foundation.dates import london_date
from portfolios.choices import MilestoneState
from portfolios.models import ActionOutcome, MeasureOutcome, MilestoneReport
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services.plan import report_milestone
from tests.portfolios.plan.pages import day
from tests.portfolios.portfolio.pages import page, reports, section


@pytest.fixture
def plan(draft):
    return approved_plan(draft.organisation)


@pytest.fixture
def action(plan):
    return plan.actions.first()


@pytest.fixture
def measure(plan):
    return plan.measures.first()


def report(milestone, lead, now, state=MilestoneState.DONE, on=None, **more):
    done = {"done_on": on or london_date(now)} if state == MilestoneState.DONE else {}
    return report_milestone(
        application=milestone.action.application,
        milestone=milestone,
        state=state,
        key=uuid4(),
        actor=lead,
        at=now,
        **(done | more),
    )


class TestActions:
    def test_stands_as_it_was_approved_with_its_milestones(self, draft, client, action, lead, now):
        first, second = action.milestones.all()
        report(first, lead, now)
        report(second, lead, now, MilestoneState.DROPPED, why="Nobody could come.")
        text = " ".join(client.get(page("portfolio-action", draft, action.uuid)).text.split())
        assert action.description in text
        assert "11 January 2027 to 16 July 2027" in text
        assert action.owner in text
        assert "done on 23 November 2026" in text
        assert "Nobody could come." in text
        for milestone in (first, second):
            way = reverse("plan-progress-report", args=[action.application.uuid, milestone.uuid])
            assert f'href="{way}?portfolio={draft.uuid}"' in text

    def test_saved_and_on_to_the_next(self, draft, client, action):
        pages = reports(draft)
        typed = {"version": 0, "state": "late", "text": "We did it.", "why": "The builder was ill."}
        typed |= day("done_on", date(2026, 11, 20))
        assert client.post(pages[0], typed).url == pages[1]
        row = ActionOutcome.objects.get(application=draft, action=action)
        assert (row.state, row.done_on, row.text) == ("late", date(2026, 11, 20), "We did it.")
        assert client.post(pages[-1], {"version": 0}).url == section(draft, "report")
        listed = client.get(section(draft, "report")).text
        # Its milestones still wait for a word.
        assert "Something is missing" in listed
        assert listed.count("Nothing said yet") == 5

    def test_later_and_from_the_check(self, draft, client):
        address = reports(draft)[0]
        later = client.post(address, {"version": 0, "action": "later"})
        assert later.url == section(draft, "report")
        checked = client.post(f"{address}?from=check", {"version": 1})
        assert checked.url == page("portfolio-check", draft)

    def test_a_day_that_is_to_come_is_asked_about(self, draft, client):
        typed = {"version": 0, "state": "done", "text": "Kept"}
        typed |= day("done_on", date(2026, 11, 24))
        response = client.post(reports(draft)[0], typed)
        assert response.status_code == 422
        assert "23 November 2026 or earlier" in response.text
        assert "Kept</textarea>" in response.text
        assert not ActionOutcome.objects.exists()

    def test_clash_shows_choices_and_days_in_words(self, draft, client):
        """T-44."""
        address = reports(draft)[0]
        theirs = {"version": 0, "state": "done"} | day("done_on", date(2026, 11, 20))
        client.post(address, theirs)
        response = client.post(address, {"version": 0, "state": "dropped"})
        assert response.status_code == 409
        for words in ("Done on time", "20 November 2026", "Dropped"):
            assert words in response.text

    def test_nonsense_is_asked_about(self, draft, client):
        response = client.post(reports(draft)[0], {"version": 0, "state": "nonsense"})
        assert response.status_code == 422
        assert "choose one of the answers on the page." in response.text


class TestSuggestion:
    """Filled in from the milestones, and only seen: nothing is stored before somebody saves it."""

    def form(self, client, draft, action):
        return client.get(page("portfolio-action", draft, action.uuid))

    def test_all_done_on_time(self, draft, client, action, lead, now):
        for days, milestone in enumerate(action.milestones.all()):
            report(milestone, lead, now, on=london_date(now) - timedelta(days=5 - days))
        response = self.form(client, draft, action)
        initial = response.context["form"].initial
        assert (initial["state"], initial["done_on"]) == ("done", date(2026, 11, 19))
        assert "so we filled in the first two answers" in response.text
        assert not ActionOutcome.objects.exists()
        assert "Nothing said yet" in client.get(section(draft, "report")).text

    def test_done_after_its_end_is_late(self, draft, action, lead, now, time_machine, sign_in):
        later = now + timedelta(days=365)
        time_machine.move_to(later)
        for milestone in action.milestones.all():
            report(milestone, lead, later)
        assert self.form(sign_in(lead), draft, action).context["form"].initial["state"] == "late"

    def test_nothing_while_one_is_open_or_was_dropped(self, draft, client, action, lead, now):
        first, second = action.milestones.all()
        report(first, lead, now)
        assert self.form(client, draft, action).context["form"].initial["state"] == ""
        report(second, lead, now, MilestoneState.DROPPED, why="No room.")
        assert self.form(client, draft, action).context["form"].initial["state"] == ""

    def test_never_over_what_was_said(self, draft, client, action, lead, now):
        for milestone in action.milestones.all():
            report(milestone, lead, now)
        address = page("portfolio-action", draft, action.uuid)
        client.post(address, {"version": 0, "state": "changed", "text": "A tent instead."})
        response = client.get(address)
        assert response.context["form"].initial["state"] == "changed"
        assert "so we filled in" not in response.text


class TestMeasures:
    def test_stands_as_it_was_approved_and_is_saved(self, draft, client, measure):
        address = page("portfolio-measure", draft, measure.uuid)
        text = client.get(address).text
        assert measure.baseline in text
        assert measure.target in text
        typed = {"version": 0, "state": "partly", "result": "20 of 31", "why": "Fewer came."}
        client.post(address, typed)
        row = MeasureOutcome.objects.get(application=draft, measure=measure)
        assert (row.state, row.result, row.why) == ("partly", "20 of 31", "Fewer came.")
        assert "We came part of the way" in client.get(section(draft, "report")).text


class TestMilestonesOnTheWay:
    def way(self, action, portfolio):
        milestone = action.milestones.first()
        found = reverse("plan-progress-report", args=[action.application.uuid, milestone.uuid])
        return f"{found}?portfolio={portfolio}"

    def test_leads_back_to_the_portfolio(self, draft, client, action):
        address = self.way(action, draft.uuid)
        assert "Back to your portfolio" in client.get(address).text
        typed = {"key": str(uuid4()), "state": "done"} | day("done_on", date(2026, 11, 20))
        back = page("portfolio-action", draft, action.uuid)
        assert (
            client.post(address, typed).url == f"{back}#milestone-{action.milestones.first().uuid}"
        )
        assert MilestoneReport.objects.count() == 1

    @pytest.mark.parametrize("portfolio", ["nonsense", "", "11111111-2222-4333-8444-555555555555"])
    def test_leads_to_the_milestones_otherwise(self, draft, client, action, portfolio):
        text = client.get(self.way(action, portfolio)).text
        assert "Back to all milestones" in text

    def test_never_to_somebody_elses_portfolio(self, draft, client, action, stranger, now):
        """T-25."""
        school = stranger.memberships.get().organisation
        theirs = Application.objects.create(
            organisation=school,
            stage="gold",
            edition=draft.edition,
            reference="SCA-AAAA-AAAA",
            status_since=now,
            created_at=now,
            created_by=stranger,
        )
        text = client.get(self.way(action, theirs.uuid)).text
        assert "Back to all milestones" in text
        assert str(theirs.uuid) not in text.replace(f"portfolio={theirs.uuid}", "")


def test_rows_of_another_plan_are_not_found(draft, client, now):
    """T-25."""
    for name in ("portfolio-action", "portfolio-measure"):
        address = page(name, draft, uuid4())
        assert client.get(address).status_code == 404
        assert client.post(address, {"version": 0, "state": "done"}).status_code == 404
    assert not ActionOutcome.objects.exists()

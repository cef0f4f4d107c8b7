"""What becomes of the milestones of an approved plan (scheme.md 13)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from awards.choices import Status
from awards.models import Application
from awards.services.organisations import remove_member
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from portfolios.choices import MilestoneState
from portfolios.models import Milestone, MilestoneReport
from portfolios.selectors.plan.progress import progress_of
from portfolios.services.plan import report_milestone
from tests.portfolios.plan.acts import add_action, add_milestone
from tests.support.plans import TODAY, big_record
from tests.support.planting import plant

PLANNED, DONE, LATE, CHANGED, DROPPED = MilestoneState
MARCH, MAY, JUNE = date(2027, 3, 1), date(2027, 5, 1), date(2027, 6, 1)


def report(milestone, actor, at, state=DONE, *, key=None, **values):
    if state is DONE:
        values = {"done_on": TODAY} | values
    elif state is not PLANNED:
        values = {"why": "The room flooded."} | values
    return report_milestone(
        application=milestone.action.application,
        milestone=milestone,
        state=state,
        key=key or uuid4(),
        actor=actor,
        at=at,
        **values,
    )


def approve(plan):
    Application.objects.filter(pk=plan.pk).update(status=Status.APPROVED)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def milestone(draft, action, lead, now):
    """The only one of an approved plan; due in March."""
    made = add_milestone(draft, action, lead, now, due_on=MARCH)
    approve(draft)
    return made


@pytest.fixture
def alone(draft, milestone):
    """How it stands with it."""
    return lambda: progress_of(draft).milestones[0]


class TestReporting:
    @pytest.mark.parametrize(
        ("state", "values", "done_on", "new_due_on"),
        [
            (DONE, {"done_on": TODAY, "new_due_on": MAY}, TODAY, None),
            (DONE, {"done_on": date(2020, 1, 1)}, date(2020, 1, 1), None),
            (LATE, {"new_due_on": MAY, "done_on": TODAY}, None, MAY),
            (CHANGED, {"new_due_on": MAY}, None, MAY),
            (CHANGED, {"new_due_on": None}, None, None),
            (DROPPED, {"new_due_on": MAY, "done_on": TODAY}, None, None),
            (PLANNED, {"new_due_on": MAY, "done_on": TODAY}, None, None),
        ],
    )
    def test_each_state_keeps_its_own_date(
        self, milestone, alone, colleague, now, state, values, done_on, new_due_on
    ):
        """A date that another answer asked for, and that stands in the form still, is not kept."""
        made = report(milestone, colleague, now, state, **values)
        assert alone().state is state
        assert alone().latest == made
        made.refresh_from_db()
        assert (made.done_on, made.new_due_on) == (done_on, new_due_on)
        assert (made.reported_by, made.reported_at) == (colleague, now)
        event = AuditEvent.objects.get(event="milestone.reported")
        assert (event.actor, event.details) == (colleague, {"state": state.value})

    @pytest.mark.parametrize(
        ("state", "values", "sentence"),
        [
            (DONE, {"done_on": None}, "on which day"),
            (DONE, {"done_on": TODAY + timedelta(days=1)}, "still to come"),
            (LATE, {"new_due_on": None}, "by when"),
            (LATE, {"new_due_on": MAY, "why": ""}, "Say why"),
            (CHANGED, {"why": " \n"}, "Say why"),
            (DROPPED, {"why": ""}, "Say why"),
        ],
    )
    def test_what_is_missing_refuses_it(self, milestone, lead, now, state, values, sentence):
        with pytest.raises(Refused, match=sentence):
            report(milestone, lead, now, state, **values)
        assert not MilestoneReport.objects.exists()

    def test_today_is_the_day_in_london(self, milestone, lead, now):
        """Half past eleven at night in June is half past midnight there."""
        late = now.replace(year=2027, month=6, day=30, hour=23, minute=30)
        assert report(milestone, lead, late, done_on=date(2027, 7, 1)).pk

    @pytest.mark.parametrize("status", [each for each in Status if each is not Status.APPROVED])
    def test_not_before_the_award(self, draft, milestone, lead, now, status):
        Application.objects.filter(pk=draft.pk).update(status=status)
        with pytest.raises(Refused, match="once the plan has the award"):
            report(milestone, lead, now)
        assert not MilestoneReport.objects.exists()

    @pytest.mark.parametrize("who", ["stranger", "officer"])
    def test_others_do_not_report(self, milestone, now, request, who):
        """T-24, T-31."""
        person = request.getfixturevalue(who)
        with pytest.raises(NotAllowed):
            report(milestone, person, now)

    def test_who_was_removed_does_not_report(self, milestone, lead, colleague, now):
        """T-27."""
        membership = colleague.memberships.get()
        remove_member(membership=membership, actor=lead, at=now)
        with pytest.raises(NotAllowed):
            report(milestone, colleague, now)

    def test_foreign_milestone_is_not_there(self, draft, milestone, foreign, lead, now):
        """T-25."""
        theirs = foreign.application.organisation.memberships.get().user
        secret = add_milestone(foreign.application, foreign, theirs, now)
        approve(foreign.application)
        with pytest.raises(Milestone.DoesNotExist):
            report_milestone(
                application=draft,
                milestone=secret,
                state=DONE,
                done_on=TODAY,
                key=uuid4(),
                actor=lead,
                at=now,
            )
        assert not MilestoneReport.objects.exists()

    def test_second_click_finds_the_first_report(self, milestone, lead, now):
        """T-43."""
        key = uuid4()
        first = report(milestone, lead, now, key=key)
        assert report(milestone, lead, now, key=key) == first
        with pytest.raises(Refused, match="with other words"):
            report(milestone, lead, now, LATE, key=key, new_due_on=MAY)
        assert MilestoneReport.objects.get().state == DONE
        assert AuditEvent.objects.filter(event="milestone.reported").count() == 1

    def test_key_of_another_milestones_report_is_out_of_date(self, draft, milestone, lead, now):
        """T-25: a sentence, and no fault."""
        other = Milestone.objects.create(action=milestone.action, name="Another")
        key = report(other, lead, now).key
        with pytest.raises(Refused, match="out of date"):
            report(milestone, lead, now, key=key)
        assert MilestoneReport.objects.count() == 1


class TestReading:
    def test_history_is_kept_and_the_latest_counts(self, milestone, alone, lead, colleague, now):
        for hours, (state, values) in enumerate(
            [(LATE, {"new_due_on": MAY}), (DONE, {}), (PLANNED, {}), (DROPPED, {})]
        ):
            report(milestone, colleague, now + timedelta(hours=hours), state, **values)
        assert [each.state for each in alone().reports] == [LATE, DONE, PLANNED, DROPPED]
        assert alone().state is DROPPED

    def test_of_two_at_the_same_moment_the_second_counts(self, milestone, alone, lead, now):
        report(milestone, lead, now)
        report(milestone, lead, now, PLANNED)
        assert alone().state is PLANNED

    def test_nothing_reported_is_planned(self, milestone, alone):
        assert (alone().state, alone().latest, alone().expected_on) == (PLANNED, None, MARCH)

    def test_expected_day_is_the_last_that_was_said(self, milestone, alone, lead, now):
        """A change of something else moves it neither on nor back; "planned" means as planned."""
        for state, values, expected in (
            (LATE, {"new_due_on": MAY}, MAY),
            (CHANGED, {"new_due_on": None}, MAY),
            (CHANGED, {"new_due_on": JUNE}, JUNE),
            (PLANNED, {}, MARCH),
            (CHANGED, {"new_due_on": None}, MARCH),
        ):
            report(milestone, lead, now, state, **values)
            assert alone().expected_on == expected

    @pytest.mark.parametrize(
        ("state", "values", "day", "overdue"),
        [
            (None, {}, MARCH, False),
            (None, {}, MARCH + timedelta(days=1), True),
            (PLANNED, {}, MARCH + timedelta(days=1), True),
            (DONE, {}, JUNE, False),
            (DROPPED, {}, JUNE, False),
            (LATE, {"new_due_on": MAY}, MAY, False),
            (LATE, {"new_due_on": MAY}, MAY + timedelta(days=1), True),
            (CHANGED, {"new_due_on": None}, JUNE, True),
        ],
    )
    def test_overdue_is_what_waits_and_whose_day_has_passed(
        self, draft, milestone, alone, lead, now, state, values, day, overdue
    ):
        if state:
            report(milestone, lead, now, state, **values)
        assert alone().is_overdue(day) is overdue
        assert bool(progress_of(draft).overdue(day)) is overdue

    def test_milestone_without_a_day_is_never_overdue(self, milestone, alone):
        Milestone.objects.update(due_on=None)
        assert not alone().is_overdue(JUNE)

    def test_counts_and_what_comes_next(self, draft, milestone, lead, now):
        done, dropped, late, undated = (
            Milestone.objects.create(action=milestone.action, name=str(place), due_on=day)
            for place, day in enumerate((MARCH, MARCH, MARCH, None))
        )
        report(done, lead, now)
        report(dropped, lead, now, DROPPED)
        report(late, lead, now, LATE, new_due_on=MAY)
        found = progress_of(draft)
        assert [found.count(state) for state in MilestoneState] == [2, 1, 1, 0, 1]
        assert len(found.milestones) == 5
        assert found.next_due(MARCH).milestone == milestone
        assert found.next_due(MARCH + timedelta(days=1)).milestone == late
        assert found.next_due(MAY).milestone == late
        assert found.next_due(JUNE) is None
        assert undated in [each.milestone for each in found.milestones]

    def test_actions_stand_under_their_cs_in_order(self, draft, milestone, lead, now):
        Application.objects.update(status=Status.DRAFT)
        for code in ("fourc.co_assessment", "fourc.co_commissioning", "fourc.co_design"):
            add_action(draft, lead, now, four_c=code, title=code)
        found = progress_of(approve(draft))
        assert [each.four_c.code for each in found.actions] == [
            "fourc.co_commissioning",
            "fourc.co_design",
            "fourc.co_design",
            "fourc.co_assessment",
        ]
        assert found.actions[1].action == milestone.action

    @pytest.mark.parametrize(("actions", "milestones"), [(1, 1), (60, 10)])
    def test_constant_queries(
        self, draft, lead, now, django_assert_num_queries, actions, milestones
    ):
        plant(draft, big_record(actions=actions, milestones=milestones))
        MilestoneReport.objects.bulk_create(
            MilestoneReport(
                milestone=each,
                state=LATE,
                new_due_on=JUNE,
                why="Ill.",
                reported_by=lead,
                reported_at=now,
                key=uuid4(),
            )
            for each in Milestone.objects.all()
        )
        with django_assert_num_queries(4):
            found = progress_of(draft)
            assert {each.latest.reported_by.name for each in found.milestones} == {lead.name}
        assert found.count(LATE) == actions * milestones

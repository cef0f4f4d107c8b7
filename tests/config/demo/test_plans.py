"""Silver: delivery plans in every state, and what became of them."""

from collections import Counter

import pytest
from django.utils import timezone

from awards.choices import Audience, Status
from awards.models import Application, Award, Challenge, Extension, Remark
from awards.selectors import journey_of
from certificates.models import Certificate
from config.demo.city import read_city
from config.demo.plans import read_plans
from config.demo.silver import PLAN_STORIES
from foundation.dates import london_date
from portfolios.choices import MilestoneState, PlanSection
from portfolios.models import Action, MilestoneReport, SectionEdit
from portfolios.selectors.plan.gaps import gaps_of
from portfolios.selectors.plan.opened import opened_of
from portfolios.selectors.plan.reading import whole_plan
from tests.support.demo import plan

pytestmark = pytest.mark.django_db


def test_demo_shows_every_story_of_a_plan(city):
    assert {sketch.story for sketch in read_plans().values()} == set(PLAN_STORIES)
    assert set(read_plans()) <= {each.site for each in read_city() if each.story == "held"}
    plans = Application.objects.filter(stage="silver")
    assert Counter(plans.values_list("status", flat=True)) == {
        Status.APPROVED: 14,
        Status.DRAFT: 5,
        Status.SUBMITTED: 1,
        Status.IN_REVIEW: 1,
        Status.CHANGES_REQUESTED: 1,
        Status.DECLINED: 1,
    }
    certificates = Certificate.objects.current().filter(award__stage="silver")
    assert certificates.count() == Award.objects.standing().filter(stage="silver").count() == 14


def test_demo_plans_miss_nothing_on_the_day_they_are_sent(city):
    stronger = set()
    for application in Application.objects.filter(stage="silver").select_related("organisation"):
        sent = application.submitted_at or timezone.now()
        gaps = gaps_of(whole_plan(application).record, on=london_date(sent))
        if application != plan("extended") and application.status == Status.DRAFT:
            assert any(gap.is_missing for gap in gaps), application
            continue
        assert [gap.full for gap in gaps if gap.is_missing] == []
        if gaps:
            stronger.add(application)
    assert stronger == {plan("extended"), plan("not_yet")}


def test_demo_plan_is_written_by_two_colleagues(city):
    writers = SectionEdit.objects.filter(application=plan("two_writers")).values("updated_by")
    assert writers.distinct().count() == 2


def test_demo_silver_is_late_in_one_place_and_has_more_time_in_another(city):
    today = london_date(timezone.now())
    silver = {}
    for name in "late", "extended":
        steps = journey_of(plan(name).organisation, on=today).stages
        silver[name] = next(step.deadline for step in steps if step.stage.code == "silver")
    assert silver["late"].due_on < today
    assert silver["late"].extension is None
    assert silver["extended"].due_on > today
    assert silver["extended"].extension == Extension.objects.get()


def test_demo_milestones_go_on_after_silver(city):
    reports = MilestoneReport.objects.all()
    assert set(reports.values_list("state", flat=True)) == set(MilestoneState.values) - {
        MilestoneState.PLANNED
    }
    for each in reports.select_related("milestone__action__application"):
        application = each.milestone.action.application
        award = Award.objects.get(application=application)
        assert london_date(each.reported_at) >= award.awarded_on
        assert each.done_on is None or each.done_on <= london_date(each.reported_at)


def test_demo_panel_supports_and_challenges_plans(city):
    back = Challenge.objects.filter(application=plan("changes"))
    assert (back.count(), back.unanswered().count()) == (3, 1)
    assert set(back.values_list("audience", flat=True)) == {Audience.ORGANISATION}
    in_review = Challenge.objects.filter(application=plan("assessing"))
    assert set(in_review.values_list("audience", flat=True)) == set(Audience.values)
    closed = Challenge.objects.filter(application__stage="silver").exclude(closed_at=None)
    assert closed.filter(application__status=Status.APPROVED).count() == closed.count() == 4
    assert set(Remark.objects.values_list("author_as", flat=True)) >= {"champion", "lead", "member"}


def test_demo_plan_that_came_back_opens_what_was_challenged_only(city):
    application = plan("changes")
    titles = {"Former students train our mentors", "Students decide where mentor hours go"}
    opened = opened_of(application)
    for action in Action.objects.filter(application=application):
        is_open = opened.action(str(action.uuid))
        assert is_open == (action.title in titles), action
    assert opened.section(PlanSection.BARRIERS)
    assert not opened.section(PlanSection.POLICIES)

"""Gold and Platinum: portfolios in every state, what they cover and report."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.choices import ApplicationKind, AwardCondition, Status
from awards.models import Application, Award, Challenge
from awards.selectors import journey_of
from config.demo.gold import PORTFOLIO_STORIES
from config.demo.portfolio import read_portfolios
from foundation.dates import london_date
from portfolios.choices import ActionState, MeasureState, Strength
from portfolios.models import EvidenceItem, Narrative, SectionEdit, SentItem
from portfolios.selectors.portfolio.coverage import Axis, Coverage
from portfolios.selectors.portfolio.gaps import gaps_of as gaps_of_portfolio
from portfolios.selectors.portfolio.opened import opened_of as opened_of_portfolio
from tests.support.demo import portfolio, record_of

pytestmark = pytest.mark.django_db


def test_demo_shows_every_story_of_a_portfolio(city):
    assert {sketch.story for sketch in read_portfolios()} == set(PORTFOLIO_STORIES)
    states = Counter(
        Application.objects.filter(
            stage__in=["gold", "platinum"], kind=ApplicationKind.STAGE
        ).values_list("stage", "status")
    )
    assert states == {
        ("gold", Status.APPROVED): 9,
        ("gold", Status.DRAFT): 1,
        ("gold", Status.SUBMITTED): 1,
        ("gold", Status.IN_REVIEW): 1,
        ("gold", Status.CHANGES_REQUESTED): 1,
        ("platinum", Status.DRAFT): 1,
        ("platinum", Status.APPROVED): 1,
    }


def test_demo_gold_is_in_force_for_months_to_come(city):
    award, today = Award.objects.get(application=portfolio("gold")), london_date(timezone.now())
    assert timedelta(days=180) < today - award.awarded_on < timedelta(days=250)
    assert award.condition(today) is AwardCondition.IN_FORCE
    steps = journey_of(award.organisation, on=today).stages
    assert next(step for step in steps if step.stage.code == "platinum").application.is_open


def test_demo_portfolios_miss_nothing_on_the_day_they_are_sent(city):
    for name in "gold", "gold_assessing", "gold_changes", "gold_submitted":
        application = portfolio(name)
        record = record_of(application, application.submitted_at)
        gaps = gaps_of_portfolio(record, on=london_date(application.submitted_at))
        assert [gap.full for gap in gaps if gap.is_missing] == [], name
        assert len(gaps) <= 4, [gap.full for gap in gaps]
        coverage = Coverage(record)
        for axis in Axis.CRITERIA, Axis.PRINCIPLES, Axis.FOUR_CS, Axis.LEVELS, Axis.MEASURES:
            weak = {
                line.code
                for line in coverage.lines(axis)
                if coverage.strength(line.code) != Strength.IMPACT
            }
            assert weak == set(), (name, axis)
        assert 12 <= SentItem.objects.filter(change__application=application).count() <= 20


def test_demo_portfolios_that_are_written_still_have_gaps(city):
    now = timezone.now()
    for name in "gold_writing", "platinum_writing":
        gaps = gaps_of_portfolio(record_of(portfolio(name), now), on=london_date(now))
        assert any(gap.is_missing for gap in gaps), name
        edits = SectionEdit.objects.filter(application=portfolio(name))
        assert edits.values("updated_by").distinct().count() == 2


def test_demo_coverage_has_all_strengths_while_gold_is_written(city):
    coverage = Coverage(record_of(portfolio("gold_writing"), timezone.now()))
    assert {coverage.strength(line.code) for line in coverage.lines(Axis.CRITERIA)} == {
        Strength.TOLD,
        Strength.SHOWN,
        Strength.IMPACT,
    }


def test_demo_report_tells_what_became_of_the_plan(city):
    said, measured = set(), set()
    for name in "gold", "gold_assessing", "gold_changes", "gold_submitted":
        record = record_of(portfolio(name), timezone.now())
        said |= {action.state for action in record.actions}
        measured |= {measure.state for measure in record.measures}
    assert said == set(ActionState.values)
    assert measured == set(MeasureState.values)
    half = record_of(portfolio("gold_writing"), timezone.now())
    assert {bool(action.state) for action in half.actions} == {True, False}


def test_demo_platinum_carries_what_was_told_for_gold(city):
    application = portfolio("platinum_writing")
    items = EvidenceItem.objects.filter(organisation=application.organisation)
    gold = Application.objects.get(organisation=application.organisation, stage="gold")
    assert items.filter(tags__code="platinum.training").count() > (
        items.filter(tags__code="gold.training").count()
    )
    told = {row.code: row.text for row in Narrative.objects.filter(application=application)}
    before = {row.code: row.text for row in Narrative.objects.filter(application=gold)}
    assert told["with.data"] == before["with.data"]
    assert told["with.power"] != before["with.power"]
    assert items.filter(created_at__gt=application.created_at).exists()


def test_demo_portfolio_that_came_back_opens_what_was_challenged_only(city):
    application = portfolio("gold_changes")
    asked = Challenge.objects.filter(application=application)
    assert (asked.count(), asked.unanswered().count()) == (2, 1)
    opened = opened_of_portfolio(application)
    assert opened.subjects == frozenset(asked.values_list("subject", flat=True))
    assert (
        EvidenceItem.objects.filter(organisation=application.organisation, sent_in=None)
        .in_portfolio()
        .count()
        == 1
    )


def test_demo_panel_for_gold_has_the_mix(city):
    for name in "gold", "gold_assessing", "gold_changes":
        seats = portfolio(name).panel.assignments.active().select_related("champion")
        assert {seat.champion.perspective for seat in seats} == {
            "young_person",
            "parent_carer",
            "professional",
        }

"""The year of an award: who renews, who is late, who has to be visited first."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.choices import ApplicationKind, AwardCondition, Status
from awards.models import Application, Award, Concern
from certificates.models import Certificate
from champions.choices import Purpose, StepCode
from champions.models import Assessment, VisitRuling
from champions.selectors import facts_of, step_of
from config.demo.renewing import YEAR_STORIES
from config.demo.years import read_years
from foundation.dates import london_date
from foundation.models import OutboxMessage
from portfolios.records import ALL_EYES
from portfolios.selectors.statement.gaps import gaps_of as gaps_of_statement
from portfolios.selectors.statement.reading import whole_statement
from tests.support.demo import in_year, renewal

pytestmark = pytest.mark.django_db


def reminders(award):
    """What the clock has sent about it so far, the last part of each key."""
    keys = OutboxMessage.objects.filter(key__startswith=f"renewal:{award.pk}:")
    return sorted({key.split(":")[3] for key in keys.values_list("key", flat=True)})


def test_demo_shows_every_story_of_a_year(city):
    assert {each.story for each in read_years()} == set(YEAR_STORIES)
    conditions = {name: renewal(name).condition for name in YEAR_STORIES}
    assert conditions == {
        "open": AwardCondition.DUE,
        "half": AwardCondition.DUE,
        "panel": AwardCondition.DUE,
        "visit": AwardCondition.DUE,
        "grace": AwardCondition.GRACE,
        "lapsed": AwardCondition.LAPSED,
        "renewed": AwardCondition.IN_FORCE,
        "platinum": AwardCondition.IN_FORCE,
    }
    begun = Application.objects.filter(kind=ApplicationKind.REVALIDATION)
    assert dict(begun.values_list("organisation", "status")) == {
        in_year("half").pk: Status.DRAFT,
        in_year("panel").pk: Status.IN_REVIEW,
        in_year("visit").pk: Status.IN_REVIEW,
        in_year("renewed").pk: Status.APPROVED,
    }


def test_demo_reminds_of_renewals_on_the_days_that_have_come(city):
    told = {name: reminders(renewal(name).award) for name in YEAR_STORIES}
    assert told == {
        "open": ["60"],
        "half": ["28", "60"],
        "panel": ["60"],
        "visit": ["60"],
        "grace": ["-1", "28", "60", "7"],
        "lapsed": ["-1", "-14", "28", "60", "7", "lapsed"],
        "renewed": [],
        "platinum": [],
    }


def test_demo_statement_is_half_written(city):
    found = whole_statement(
        renewal("half").application, on=london_date(timezone.now()), eyes=ALL_EYES
    )
    states = Counter(each.state for each in found.record.affirmations)
    assert states == {"stronger": 1, "true": 1, "": 3}
    assert gaps_of_statement(found.record, on=london_date(timezone.now()), signed=False)


def test_demo_statement_before_a_panel_asks_for_a_visit_with_its_reasons(city):
    application = renewal("panel").application
    advice = facts_of(application).visit
    assert [each.name for each in advice.reached] == [
        "Criteria that changed or stopped",
        "The newest evidence for each criterion",
        "Concerns about them that people told us",
    ]
    chair = application.panel.assignments.active().get(is_chair=True)
    assert chair.champion.user.email == "champion@demo.example"
    assert not Assessment.objects.filter(assignment=chair).exists()
    assert application.appointments.get().purpose == Purpose.VISIT


def test_demo_concern_is_about_who_is_in_review_and_waits_for_an_officer(city):
    concern = Concern.objects.get()
    assert concern.organisation == in_year("panel")
    assert concern.handled_at is None
    assert concern.name == concern.contact == ""


def test_demo_case_waits_for_the_visit_that_an_officer_asked_for(city):
    application, now = renewal("visit").application, timezone.now()
    facts = facts_of(application)
    step = step_of(facts, at=now)
    assert (step.code, step.reviewers.turn) == (StepCode.VISIT, "panel")
    assert facts.visit.reached == ()
    assert facts.visit.ruling == VisitRuling.objects.get()
    assert facts.visit.ruling.visit
    assert facts.visit.ruling.reason.startswith("The reservoir is being drained")
    assert facts.assessed_count == len(facts.seats) == 2
    assert not application.appointments.exists()
    # One of them reads it as champions under 18 do.
    assert any(seat.champion.is_under_18(london_date(now)) for seat in facts.seats)


def test_demo_gold_was_renewed_last_month_from_its_anniversary(city):
    new = renewal("renewed").award
    old = Award.objects.get(superseded_by=new)
    today = london_date(timezone.now())
    assert timedelta(days=20) < today - new.awarded_on < timedelta(days=45)
    assert (new.runs_from, new.held_since) == (old.due_on, old.held_since)
    states = {
        award: Certificate.objects.with_award().get(award=award).condition(today)
        for award in (old, new)
    }
    assert states == {old: AwardCondition.SUPERSEDED, new: AwardCondition.IN_FORCE}
    advice = facts_of(new.application).visit
    assert advice.reached == ()


def test_demo_lapse_leaves_bronze_and_silver(city):
    found = renewal("lapsed")
    assert found.kept == "Bronze and Silver"
    held = Award.objects.filter(organisation=in_year("lapsed"))
    today = london_date(timezone.now())
    assert set(held.held_on(today).values_list("stage", flat=True)) == {"bronze", "silver"}


def test_demo_platinum_keeps_gold_beyond_its_year(city):
    found, today = renewal("platinum"), london_date(timezone.now())
    gold = Award.objects.standing().get(organisation=in_year("platinum"), stage="gold")
    assert found.stage.code == "platinum"
    assert gold.valid_until < today < gold.due_on == found.due_on
    assert gold.condition(today) is AwardCondition.IN_FORCE

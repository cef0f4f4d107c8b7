"""Whether a panel goes to see whom it re-validates: each input below and at its threshold (scheme.md 22)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.choices import ConcernAbout
from awards.models import Application, Award, Concern, Organisation, StatusChange, User
from awards.scheme import edition
from champions.choices import Level
from champions.models import AgreedFinding
from champions.selectors import facts_for, facts_of
from champions.selectors.visit_rule import Input, VisitAdvice
from portfolios.choices import Affirmed
from tests.support.renewing import gold_given, panel_for, renewal_sent, three

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=360)


@pytest.fixture
def award(organisation: Organisation, lead: User, officer: User, now: datetime) -> Award:
    return gold_given(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + YEAR


def advice(application: Application) -> VisitAdvice:
    found = facts_of(application).visit
    assert found is not None
    return found


def asked(application: Application, name: str) -> Input:
    return next(each for each in advice(application).inputs if each.name.startswith(name))


def criteria() -> list[str]:
    return [each.code for each in edition("birmingham-2026").criteria_for("gold")]


def test_nothing_reached_asks_for_no_visit(award: Award, lead: User, later: datetime) -> None:
    application = renewal_sent(award, lead=lead, at=later)
    found = advice(application)
    assert [each.name for each in found.reached] == []
    assert (found.visits, found.title) == (False, "Why no visit")
    assert found.sentence == (
        "The rule asks for no visit before the panel decides, "
        "because nothing that it looks at is a reason to go."
    )
    assert len(found.inputs) == 7


def test_a_quarter_of_the_criteria_changed_asks_for_a_visit(
    award: Award, lead: User, later: datetime
) -> None:
    codes = criteria()
    enough = -(-len(codes) // 4)
    states = dict.fromkeys(codes[:enough], Affirmed.CHANGED)
    application = renewal_sent(award, lead=lead, at=later, states=states)
    found = asked(application, "Criteria that changed")
    assert found.reached
    assert found.value.startswith(f"{enough} of {len(codes)}")
    assert found.lines[0].endswith(": changed")
    assert advice(application).visits


def test_fewer_changes_and_stronger_ones_ask_for_none(
    award: Award, lead: User, later: datetime
) -> None:
    codes = criteria()
    states = dict.fromkeys(codes, Affirmed.STRONGER) | dict.fromkeys(
        codes[: -(-len(codes) // 4) - 1], Affirmed.STOPPED
    )
    application = renewal_sent(award, lead=lead, at=later, states=states)
    assert not asked(application, "Criteria that changed").reached


def test_old_evidence_alone_asks_for_a_visit(award: Award, lead: User, now: datetime) -> None:
    """Carried over and checked again, it is still as old as it is."""
    application = renewal_sent(award, lead=lead, at=now + timedelta(days=366 + 25), new=False)
    found = asked(application, "The newest evidence")
    assert found.reached
    assert len(found.lines) == len(criteria())
    assert advice(application).sentence == (
        "The rule asks for a visit before the panel decides, because the newest evidence for "
        f"{len(criteria())} criteria is older than 12 months."
    )


def test_evidence_of_exactly_twelve_months_is_young_enough(
    award: Award, lead: User, now: datetime
) -> None:
    application = renewal_sent(award, lead=lead, at=now + timedelta(days=365), new=False)
    assert not asked(application, "The newest evidence").reached


def test_evidence_without_a_date_counts_as_old(award: Award, lead: User, later: datetime) -> None:
    """The gap check asks for one, so this is of what was sent before it did."""
    application = renewal_sent(award, lead=lead, at=later, new=False)
    change = application.changes.get(name="submit")
    for item in change.snapshot["portfolio"]["items"]:
        item["happened_on"] = None
    StatusChange.objects.filter(pk=change.pk).update(snapshot=change.snapshot)
    assert asked(application, "The newest evidence").lines[0].endswith(": no date")


def test_a_champion_who_doubted_asks_for_a_visit(
    organisation: Organisation, lead: User, officer: User, now: datetime, later: datetime
) -> None:
    award = gold_given(organisation, lead=lead, officer=officer, at=now, levels={1: Level.PARTLY})
    application = renewal_sent(award, lead=lead, at=later)
    found = asked(application, "Doubts")
    assert found.reached
    assert all(line.startswith("A champion did not find it met:") for line in found.lines)


def test_dissent_asks_for_a_visit(award: Award, lead: User, later: datetime) -> None:
    row = AgreedFinding.objects.filter(decision__panel__application=award.application)[0]
    AgreedFinding.objects.filter(pk=row.pk).update(dissent="I saw it otherwise.")
    application = renewal_sent(award, lead=lead, at=later)
    assert asked(application, "Doubts").value == "1 doubt"
    assert "I saw it otherwise" not in str(advice(application).inputs)


def test_a_next_step_with_nothing_new_asks_for_a_visit(
    organisation: Organisation, lead: User, officer: User, now: datetime, later: datetime
) -> None:
    award = gold_given(
        organisation, lead=lead, officer=officer, at=now, points=["Ask fathers as well."]
    )
    assert asked(renewal_sent(award, lead=lead, at=later, new=False), "Challenges").reached


def test_a_next_step_with_something_new_asks_for_none(
    organisation: Organisation, lead: User, officer: User, now: datetime, later: datetime
) -> None:
    award = gold_given(
        organisation, lead=lead, officer=officer, at=now, points=["Ask fathers as well."]
    )
    assert not asked(renewal_sent(award, lead=lead, at=later), "Challenges").reached


def concern(organisation: Organisation | None, at: datetime) -> Concern:
    return Concern.objects.create(
        about=ConcernAbout.SAFETY,
        what="A secret of a family.",
        organisation=organisation,
        reported_at=at,
    )


def test_a_concern_since_the_award_asks_for_a_visit(
    award: Award, lead: User, later: datetime
) -> None:
    concern(award.organisation, later - timedelta(days=30))
    application = renewal_sent(award, lead=lead, at=later)
    assert asked(application, "Concerns").value.startswith("1 since")
    assert asked(application, "Concerns").reached
    assert "secret" not in str(advice(application).inputs)


def test_a_concern_of_before_or_about_nobody_asks_for_none(
    award: Award, lead: User, now: datetime, later: datetime
) -> None:
    concern(award.organisation, now - timedelta(days=30))
    concern(None, later)
    assert not asked(renewal_sent(award, lead=lead, at=later), "Concerns").reached


def test_a_concern_that_comes_while_they_judge_counts(
    award: Award, lead: User, later: datetime
) -> None:
    application = renewal_sent(award, lead=lead, at=later)
    assert not advice(application).visits
    concern(award.organisation, later + timedelta(days=3))
    assert advice(application).visits


def test_three_years_without_a_visit_ask_for_one(award: Award, lead: User, later: datetime) -> None:
    """Counted from their first award for a year; here that was three years before the statement."""
    application = renewal_sent(award, lead=lead, at=later)
    assert not asked(application, "The last visit").reached
    day = date(2024, 11, 19)
    Award.objects.filter(pk=award.pk).update(awarded_on=day, held_since=day)
    assert not asked(application, "The last visit").reached
    day = date(2024, 11, 18)
    Award.objects.filter(pk=award.pk).update(awarded_on=day, held_since=day)
    found = asked(application, "The last visit")
    assert found.reached
    assert found.value == "None since their first award for a year, on 18 November 2024"


def test_a_return_after_a_lapse_asks_for_a_visit(award: Award, lead: User) -> None:
    assert award.grace_until is not None
    noon = datetime.combine(award.grace_until, datetime.min.time()).astimezone()
    in_time = renewal_sent(award, lead=lead, at=noon + timedelta(hours=12))
    assert not asked(in_time, "Do they come back").reached


def test_a_day_after_grace_is_a_return(award: Award, lead: User) -> None:
    assert award.grace_until is not None
    noon = datetime.combine(award.grace_until, datetime.min.time()).astimezone()
    late = renewal_sent(award, lead=lead, at=noon + timedelta(days=1, hours=12), new=False)
    assert asked(late, "Do they come back").reached
    assert advice(late).sentence.endswith(
        "is older than 12 months and they come back after a lapse."
    )


def test_an_application_for_a_stage_has_no_rule(award: Award) -> None:
    assert facts_of(award.application).visit is None


def test_the_rule_costs_the_same_for_one_and_for_two(
    award: Award, lead: User, stranger: User, officer: User, now: datetime, later: datetime
) -> None:
    """Nineteen queries: six of a case without a meeting, eleven for the rule, two for the visits."""
    other = gold_given(
        stranger.memberships.get().organisation,
        lead=stranger,
        officer=officer,
        at=now,
        champions=three(officer, now),
        second=True,
    )
    cases = [
        renewal_sent(award, lead=lead, at=later),
        renewal_sent(other, lead=stranger, at=later),
    ]
    champions = three(officer, now, name="Next")
    for each in cases:
        panel_for(each, champions, officer, at=later)
    assert [queries_for(cases[:1]), queries_for(cases)] == [19, 19]


def queries_for(cases: list[Application]) -> int:
    keys = [each.pk for each in cases]
    rows = list(Application.objects.filter(pk__in=keys).select_related("organisation"))
    with CaptureQueriesContext(connection) as queries:
        found = facts_for(rows)
    assert all(each.visit is not None and each.visit.inputs for each in found.values())
    return len(queries)

"""Re-validation: windows, grace, lapse, return, and Platinum with Gold (scheme.md 22; T-88)."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import close_old_connections, transaction

from awards.choices import ApplicationKind, AwardCondition, Role, Status
from awards.models import Application, Award
from awards.selectors.renewals import LAPSED, renewals_near, renewals_of
from awards.services.applications import grant_award, start_application
from foundation.dates import london_date, months_later
from foundation.refusals import Refused
from tests.support.awards import hold
from tests.support.renewal_steps import begin, judge, noon, send, step, up_to

DAY = timedelta(days=1)


@pytest.fixture
def holds(organisation, lead, officer, now):
    """Up to this stage, all at one moment."""

    def make(stage, at=now):
        return up_to(organisation, stage, lead=lead, officer=officer, at=at)

    return make


@pytest.fixture
def gold(holds):
    return holds("gold")


def one(organisation, on):
    (found,) = renewals_of(organisation, on=on)
    return found


class TestWindows:
    def test_opens_sixty_days_before_and_not_earlier(self, gold, lead):
        with pytest.raises(Refused, match="You can renew it from"):
            begin(gold, lead, gold.opens_on - DAY)
        statement = begin(gold, lead, gold.opens_on)
        assert (statement.kind, statement.stage) == (ApplicationKind.REVALIDATION, "gold")
        assert gold.opens_on == gold.due_on - 60 * DAY

    def test_second_click_finds_the_first(self, gold, lead):
        statement = begin(gold, lead, gold.opens_on)
        assert begin(gold, lead, gold.opens_on + DAY) == statement

    def test_grace_reads_in_force_and_then_it_lapses(self, gold, organisation):
        last = gold.due_on + 28 * DAY
        assert gold.condition(gold.due_on) is AwardCondition.DUE
        assert gold.condition(gold.due_on + DAY) is AwardCondition.GRACE
        assert gold.condition(last).is_held
        assert gold.condition(last + DAY) is AwardCondition.LAPSED
        assert gold.lapses_on == last + DAY
        found = one(organisation, last + DAY)
        assert found.kept == "Bronze and Silver"
        assert "You keep Bronze and Silver." in found.sentence(last + DAY)

    def test_bronze_and_silver_stay(self, gold, organisation):
        late = gold.due_on + 400 * DAY
        held = Award.objects.held_on(late).filter(organisation=organisation)
        assert sorted(held.values_list("stage", flat=True)) == ["bronze", "silver"]

    def test_leap_day_falls_due_on_the_28th(self, holds):
        """T-88."""
        gold = holds("gold", noon(date(2028, 2, 29)))
        assert gold.due_on == date(2029, 2, 28)

    def test_stage_is_not_begun_again_after_a_lapse(self, gold, organisation, lead):
        late = noon(gold.due_on + 40 * DAY)
        with pytest.raises(Refused, match="Bring it back with a statement"):
            start_application(organisation=organisation, stage="gold", actor=lead, at=late)


class TestUndecided:
    def test_sent_on_the_last_day_of_grace_never_lapses(self, gold, lead, officer):
        statement = begin(gold, lead, gold.grace_until)
        send(statement, lead, gold.grace_until)
        gold.refresh_from_db()
        for days in (1, 100, 1000):
            assert gold.condition(gold.grace_until + days * DAY) is AwardCondition.GRACE
        assert Award.objects.held_on(gold.grace_until + 1000 * DAY).filter(pk=gold.pk).exists()

    def test_sent_a_day_later_has_lapsed(self, gold, lead):
        day = gold.grace_until + DAY
        send(begin(gold, lead, day), lead, day)
        gold.refresh_from_db()
        assert gold.condition(day) is AwardCondition.LAPSED
        assert not Award.objects.held_on(day).filter(pk=gold.pk).exists()

    def test_changes_asked_for_keep_it_in_force(self, gold, lead, officer):
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        step(statement, "start_review", officer, gold.due_on, Role.OFFICER)
        step(statement, "request_changes", officer, gold.due_on + 30 * DAY, Role.OFFICER)
        gold.refresh_from_db()
        assert gold.condition(gold.due_on + 300 * DAY) is AwardCondition.GRACE

    @pytest.mark.parametrize("name", ["decline", "withdraw"])
    def test_not_yet_after_grace_lapses_that_day(self, gold, lead, officer, name):
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        day = gold.grace_until + 20 * DAY
        if name == "decline":
            step(statement, "start_review", officer, day, Role.OFFICER)
            step(statement, "decline", officer, day, Role.OFFICER)
        else:
            step(statement, "withdraw", lead, day, note="We stop.")
        gold.refresh_from_db()
        assert gold.condition(day - DAY).is_held
        assert gold.condition(day) is AwardCondition.LAPSED
        assert gold.lapses_on == day

    def test_not_yet_before_the_end_leaves_the_days_that_are_left(self, gold, lead, officer):
        statement = begin(gold, lead, gold.opens_on)
        send(statement, lead, gold.opens_on)
        step(statement, "start_review", officer, gold.opens_on, Role.OFFICER)
        step(statement, "decline", officer, gold.due_on, Role.OFFICER)
        gold.refresh_from_db()
        assert gold.condition(gold.grace_until).is_held
        assert gold.lapses_on == gold.grace_until + DAY
        again = begin(gold, lead, gold.due_on + DAY)
        assert again != statement

    def test_statement_sent_after_the_lapse_leaves_its_day_as_it_was(
        self, gold, lead, officer, organisation
    ):
        """What was told of the lapse stays true, so nobody is told of it a second time (T-90)."""
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        day = gold.grace_until + 20 * DAY
        step(statement, "start_review", officer, day, Role.OFFICER)
        step(statement, "decline", officer, day, Role.OFFICER)
        again = begin(gold, lead, day + DAY)
        send(again, lead, day + DAY)
        gold.refresh_from_db()
        assert gold.lapses_on == day
        assert gold.condition(day - DAY).is_held
        step(again, "withdraw", lead, day + 2 * DAY, note="We stop.")
        gold.refresh_from_db()
        assert gold.lapses_on == day

    def test_appeal_holds_it_again(self, gold, lead, officer):
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        day = gold.grace_until + 20 * DAY
        step(statement, "start_review", officer, day, Role.OFFICER)
        step(statement, "decline", officer, day, Role.OFFICER)
        step(statement, "appeal", officer, day + 5 * DAY, Role.OFFICER)
        gold.refresh_from_db()
        assert gold.pending_since == gold.due_on
        assert gold.condition(day + 300 * DAY) is AwardCondition.GRACE


class TestRenewed:
    def test_in_time_runs_from_the_anniversary(self, gold, lead, officer):
        statement = begin(gold, lead, gold.opens_on)
        send(statement, lead, gold.opens_on)
        day = gold.opens_on + 20 * DAY
        renewed = judge(statement, officer, day)
        gold.refresh_from_db()
        assert (gold.superseded_by, gold.superseded_on) == (renewed, day)
        assert (renewed.awarded_on, renewed.runs_from) == (day, gold.due_on)
        assert renewed.valid_until == months_later(gold.due_on, 12)
        assert renewed.held_since == gold.awarded_on

    @pytest.mark.parametrize("days", [0, 28])
    def test_in_grace_runs_from_the_anniversary_too(self, gold, lead, officer, days):
        sent = gold.due_on + days * DAY
        statement = begin(gold, lead, sent)
        send(statement, lead, sent)
        renewed = judge(statement, officer, sent + 90 * DAY)
        assert renewed.runs_from == gold.due_on

    def test_changes_sent_after_grace_are_still_in_time(self, gold, lead, officer):
        statement = begin(gold, lead, gold.grace_until)
        send(statement, lead, gold.grace_until)
        step(statement, "start_review", officer, gold.grace_until, Role.OFFICER)
        step(statement, "request_changes", officer, gold.grace_until, Role.OFFICER)
        later = gold.grace_until + 60 * DAY
        step(statement, "resubmit", lead, later)
        step(statement, "approve", officer, later, Role.OFFICER)
        renewed = grant_award(application=statement, actor=officer, at=noon(later))
        assert renewed.runs_from == gold.due_on

    def test_return_after_a_lapse_runs_from_the_decision(self, gold, lead, officer):
        sent = gold.grace_until + DAY
        statement = begin(gold, lead, sent)
        send(statement, lead, sent)
        day = sent + 50 * DAY
        renewed = judge(statement, officer, day)
        assert (renewed.runs_from, renewed.held_since) == (day, day)
        assert renewed.valid_until == months_later(day, 12)

    def test_answer_after_a_whole_year_counts_from_the_last_anniversary(self, gold, lead, officer):
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        day = gold.due_on + 400 * DAY
        renewed = judge(statement, officer, day)
        assert renewed.runs_from == months_later(gold.due_on, 12)
        assert renewed.condition(day).is_held

    def test_next_year_again(self, gold, lead, officer, organisation):
        award = gold
        for year in range(1, 4):
            statement = begin(award, lead, award.opens_on)
            send(statement, lead, award.opens_on)
            award = judge(statement, officer, award.due_on)
            assert award.runs_from == months_later(gold.awarded_on, 12 * year)
        assert award.held_since == gold.awarded_on
        assert Award.objects.filter(stage="gold").standing().count() == 1

    def test_revoked_is_not_renewed(self, gold, lead, organisation):
        gold.revoked_on = gold.due_on
        gold.save()
        assert renewals_of(organisation, on=gold.due_on) == ()
        with pytest.raises(Refused, match="not the one to renew"):
            begin(gold, lead, gold.due_on)


class TestPlatinumWithGold:
    """The year is Platinum's own; it keeps Gold in force, and one statement renews both."""

    @pytest.fixture
    def both(self, holds, organisation, lead, officer, now):
        gold = holds("gold")
        platinum = hold(
            organisation, "platinum", lead=lead, officer=officer, at=now + timedelta(days=200)
        )
        gold.refresh_from_db()
        return gold, platinum

    def test_platinum_counts_its_own_year(self, both):
        gold, platinum = both
        assert platinum.valid_until == months_later(platinum.awarded_on, 12)
        assert gold.valid_until == months_later(gold.awarded_on, 12)

    def test_platinum_keeps_gold(self, both, organisation):
        gold, platinum = both
        assert gold.is_kept_by_higher
        assert (gold.due_on, gold.grace_until) == (platinum.due_on, platinum.grace_until)
        assert gold.condition(gold.valid_until + 60 * DAY) is AwardCondition.IN_FORCE
        asked = one(organisation, gold.valid_until)
        assert (asked.award, asked.renewed) == (platinum, "Platinum and Gold")

    def test_gold_is_not_asked_for_beside_it(self, both, lead):
        gold, platinum = both
        with pytest.raises(Refused, match="not the one to renew"):
            begin(gold, lead, platinum.due_on)

    def test_one_statement_renews_both(self, both, lead, officer):
        gold, platinum = both
        statement = begin(platinum, lead, platinum.due_on)
        send(statement, lead, platinum.due_on)
        renewed = judge(statement, officer, platinum.due_on + 20 * DAY)
        gold.refresh_from_db()
        assert gold.due_on == renewed.due_on == months_later(platinum.due_on, 12)
        assert gold.superseded_on is None

    def test_both_lapse_together_and_platinum_brings_both_back(
        self, both, lead, officer, organisation
    ):
        gold, platinum = both
        late = platinum.grace_until + 30 * DAY
        assert [each.award.stage for each in renewals_of(organisation, on=late)] == [
            "platinum",
            "gold",
        ]
        statement = begin(platinum, lead, late)
        send(statement, lead, late)
        assert not any(each.can_start for each in renewals_of(organisation, on=late))
        judge(statement, officer, late + DAY)
        gold.refresh_from_db()
        assert gold.condition(late + DAY).is_held

    def test_gold_alone_can_come_back(self, both, lead, officer):
        gold, platinum = both
        late = platinum.grace_until + 30 * DAY
        statement = begin(gold, lead, late)
        send(statement, lead, late)
        renewed = judge(statement, officer, late)
        platinum.refresh_from_db()
        assert renewed.stage == "gold"
        assert platinum.condition(late) is AwardCondition.LAPSED

    @pytest.mark.parametrize("days", [20, 40])
    def test_gold_sent_before_platinum_came_gets_one_year_and_not_two(
        self, gold, organisation, lead, officer, days
    ):
        """Both were with the champions at once; Platinum was decided first."""
        statement = begin(gold, lead, gold.opens_on)
        send(statement, lead, gold.opens_on)
        application = start_application(
            organisation=organisation, stage="platinum", actor=lead, at=noon(gold.opens_on)
        )
        send(application, lead, gold.opens_on)
        platinum = judge(application, officer, gold.opens_on + days * DAY)
        renewed = judge(statement, officer, gold.due_on + 30 * DAY)
        assert renewed.runs_from == gold.due_on
        assert renewed.valid_until == months_later(gold.due_on, 12)
        assert renewed.due_on == max(renewed.valid_until, platinum.due_on)

    def test_gold_renewed_beside_platinum_never_ends_before_it(
        self, gold, organisation, lead, officer
    ):
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        application = start_application(
            organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on)
        )
        send(application, lead, gold.due_on)
        platinum = judge(application, officer, gold.due_on + 60 * DAY)
        renewed = judge(statement, officer, gold.due_on + 61 * DAY)
        assert renewed.valid_until == months_later(gold.due_on, 12)
        assert (renewed.due_on, renewed.grace_until) == (platinum.due_on, platinum.grace_until)
        assert renewed.condition(platinum.due_on).is_held

    def test_undecided_platinum_keeps_a_gold_that_is_renewed_meanwhile(
        self, gold, organisation, lead, officer
    ):
        statement = begin(gold, lead, gold.due_on)
        send(statement, lead, gold.due_on)
        application = start_application(
            organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on)
        )
        send(application, lead, gold.due_on)
        renewed = judge(statement, officer, gold.due_on + DAY)
        renewed.refresh_from_db()
        assert renewed.pending_since == gold.due_on
        step(application, "withdraw", lead, renewed.due_on, note="We stop.")
        renewed.refresh_from_db()
        assert renewed.lapses_on == renewed.grace_until + DAY

    def test_platinum_sent_in_time_keeps_gold_until_it_is_decided(
        self, gold, organisation, lead, officer
    ):
        application = start_application(
            organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on)
        )
        send(application, lead, gold.grace_until)
        gold.refresh_from_db()
        late = gold.grace_until + 100 * DAY
        assert gold.condition(late) is AwardCondition.GRACE
        judge(application, officer, late)
        gold.refresh_from_db()
        assert gold.condition(late) is AwardCondition.IN_FORCE


class TestReminders:
    def test_days_and_names(self, gold, organisation):
        found = one(organisation, gold.due_on)
        assert found.reminders() == [
            (gold.due_on - 60 * DAY, "60"),
            (gold.due_on - 28 * DAY, "28"),
            (gold.due_on - 7 * DAY, "7"),
            (gold.due_on + DAY, "-1"),
            (gold.due_on + 14 * DAY, "-14"),
            (gold.grace_until + DAY, LAPSED),
        ]

    @pytest.mark.parametrize(
        ("days", "name"),
        [(-61, None), (-60, "60"), (-29, "60"), (-7, "7"), (0, "7"), (1, "-1"), (29, LAPSED)],
    )
    def test_latest_whose_day_has_come(self, gold, organisation, days, name):
        on = gold.due_on + days * DAY
        assert one(organisation, on).reminder(on) == name

    def test_near_are_open_in_grace_or_lapsed_within_a_year(self, gold):
        def near(days):
            return [each.award for each in renewals_near(on=gold.due_on + days * DAY)]

        assert near(-61) == []
        assert near(-60) == near(0) == near(29) == near(28 + 365) == [gold]
        assert near(28 + 366) == []

    def test_near_costs_three_queries(self, gold, django_assert_num_queries):
        with django_assert_num_queries(3):
            renewals_near(on=gold.due_on)


def test_statement_belongs_to_the_award_it_renews(gold, lead, officer, organisation):
    statement = begin(gold, lead, gold.due_on)
    send(statement, lead, gold.due_on)
    renewed = judge(statement, officer, gold.due_on)
    found = one(organisation, renewed.opens_on)
    assert (found.award, found.application) == (renewed, None)
    assert Application.objects.filter(status=Status.APPROVED, kind="revalidation").count() == 1
    assert london_date(noon(gold.due_on)) == gold.due_on


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_answers_at_one_moment_leave_nothing_that_keeps_it(gold, organisation, lead, officer):
    """Each would think that the other one is still undecided, and the award would never lapse (T-46)."""
    statement = begin(gold, lead, gold.due_on)
    platinum = start_application(
        organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on)
    )
    both = [statement, platinum]
    for each in both:
        send(each, lead, gold.due_on)
    day = gold.grace_until + 20 * DAY
    held, may_go = threading.Event(), threading.Event()

    def hold_on():
        try:
            with transaction.atomic():
                Award.objects.select_for_update().get(pk=gold.pk)
                held.set()
                may_go.wait(timeout=10)
        finally:
            close_old_connections()

    def answer(application):
        try:
            mine = Application.objects.get(pk=application.pk)
            step(mine, "withdraw", lead, day, note="We stop.")
        finally:
            close_old_connections()

    threads = [threading.Thread(target=hold_on)]
    threads[0].start()
    assert held.wait(timeout=10)
    threads += [threading.Thread(target=answer, args=[each]) for each in both]
    for thread in threads[1:]:
        thread.start()
    time.sleep(1)
    may_go.set()
    for thread in threads:
        thread.join(timeout=20)
    gold.refresh_from_db()
    assert gold.pending_until == day
    assert gold.lapses_on == day

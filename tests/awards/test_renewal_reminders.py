"""Reminders of the year of an award, and more time to renew it (scheme.md 22; T-88 to T-90, F-15)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import AwardCondition
from awards.models import Award, Extension
from awards.services.applications import start_application
from awards.services.extensions import DateNotAccepted
from awards.services.renewals import give_time_to_renew, remind_of_renewals
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.renewal_steps import begin, judge, noon, refuse, send, up_to

DAY = timedelta(days=1)


@pytest.fixture
def gold(organisation, lead, officer, now):
    found = up_to(organisation, "gold", lead=lead, officer=officer, at=now)
    OutboxMessage.objects.all().delete()
    return found


def tick(moment):
    return remind_of_renewals(DutyContext(now=moment, today=london_date(moment), dry_run=False))


def mails():
    return list(
        OutboxMessage.objects.filter(message__in=["renewal_due", "renewal_overdue", "award_lapsed"])
        .order_by("pk")
        .values_list("message", flat=True)
    )


def every_day(award, first, last):
    """What is sent on which day, counted from the day it is due."""
    told = []
    for days in range(first, last + 1):
        count = tick(noon(award.due_on + days * DAY))
        told += [days] * count
    return told


def test_each_reminder_exactly_once_on_its_day(gold):
    assert every_day(gold, -70, 60) == [-60, -28, -7, 1, 14, 29]
    assert mails() == ["renewal_due"] * 3 + ["renewal_overdue"] * 2 + ["award_lapsed"]


def test_officers_learn_of_a_lapse_once(gold, officer):
    every_day(gold, 29, 35)
    assert OutboxMessage.objects.filter(message="award_lapsed_officer").count() == 1
    assert OutboxMessage.objects.get(message="award_lapsed_officer").to == officer.email


def test_a_missed_week_is_made_up_for_with_the_latest(gold):
    """T-90: the reminder of 28 days, missed with the seven days around it, is sent once and late."""
    assert every_day(gold, -70, -30) == [-60]
    assert every_day(gold, -22, -8) == [-22]


def test_what_was_missed_whole_is_not_sent_after_a_later_one(gold):
    assert every_day(gold, 3, 20) == [3, 14]
    assert mails() == ["renewal_overdue"] * 2


@pytest.mark.parametrize("back", [timedelta(hours=2), DAY, 7 * DAY, 60 * DAY])
def test_a_clock_that_was_set_back_says_nothing_again(gold, back):
    moment = noon(gold.due_on + DAY)
    assert tick(moment) == 1
    assert tick(moment - back) == 0
    assert tick(moment) == 0


def test_a_day_that_runs_twice_tells_once(gold):
    """F-15: the hour that comes twice on 31 October 2027 is one and the same day."""
    Award.objects.filter(pk=gold.pk).update(
        valid_until=date(2027, 10, 30), due_on=date(2027, 10, 30), grace_until=date(2027, 11, 27)
    )
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert [tick(first), tick(first + timedelta(hours=1)), tick(first)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("moment", "condition"),
    [
        # 27 March 2027 ends at 24:00 GMT; on the 28th the clocks go forward.
        (datetime(2027, 3, 27, 23, 59, tzinfo=UTC), AwardCondition.DUE),
        (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), AwardCondition.GRACE),
        # 24 April ends at 23:00 UTC, as it is summer.
        (datetime(2027, 4, 24, 22, 59, tzinfo=UTC), AwardCondition.GRACE),
        (datetime(2027, 4, 24, 23, 0, tzinfo=UTC), AwardCondition.LAPSED),
    ],
)
def test_days_end_when_they_end_in_london(gold, moment, condition):
    """T-89."""
    ends = {"valid_until": date(2027, 3, 27), "due_on": date(2027, 3, 27)}
    Award.objects.filter(pk=gold.pk).update(**ends, grace_until=date(2027, 4, 24))
    gold.refresh_from_db()
    assert gold.condition(london_date(moment)) is condition


def test_whoever_sent_a_statement_is_not_reminded(gold, lead, officer):
    send(begin(gold, lead, gold.opens_on), lead, gold.opens_on)
    assert every_day(gold, -59, 200) == []


def test_not_yet_brings_the_reminders_back(gold, lead, officer):
    statement = begin(gold, lead, gold.opens_on)
    send(statement, lead, gold.opens_on)
    refuse(statement, officer, gold.due_on - 10 * DAY)
    assert every_day(gold, -9, 40) == [-9, -7, 1, 14, 29]


def test_renewed_award_starts_anew(gold, lead, officer):
    every_day(gold, -61, -50)
    statement = begin(gold, lead, gold.due_on - 49 * DAY)
    send(statement, lead, gold.due_on - 49 * DAY)
    renewed = judge(statement, officer, gold.due_on - 30 * DAY)
    assert every_day(gold, -29, 300) == []
    assert every_day(renewed, -61, -59) == [-60]


def test_every_lead_once_and_no_member(gold, colleague):
    tick(noon(gold.due_on))
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == [
        membership.user.email
        for membership in gold.organisation.memberships.filter(role="lead").order_by("pk")
    ]


class TestMoreTime:
    def give(self, gold, officer, until, reason="Their head was ill.", at=None):
        return give_time_to_renew(
            award=gold, until=until, reason=reason, actor=officer, at=noon(at or gold.due_on)
        )

    def test_moves_the_last_day_and_not_the_anniversary(self, gold, officer, lead):
        until = gold.grace_until + 60 * DAY
        self.give(gold, officer, until)
        gold.refresh_from_db()
        assert (gold.grace_until, gold.due_on) == (until, gold.valid_until)
        assert gold.condition(until).is_held
        statement = begin(gold, lead, until)
        send(statement, lead, until)
        assert judge(statement, officer, until).runs_from == gold.due_on

    def test_is_told_at_once_and_reminded_of_again(self, gold, officer):
        until = gold.grace_until + 60 * DAY
        self.give(gold, officer, until)
        assert OutboxMessage.objects.get().message == "renewal_extended"
        days = (until - gold.due_on).days
        assert every_day(gold, 0, days + 5) == [0, 1, 14, days - 7, days + 1]

    def test_takes_a_lapse_back_and_lapses_again(self, gold, officer):
        day = gold.grace_until + DAY
        tick(noon(day))
        self.give(gold, officer, day + 30 * DAY, at=day)
        gold.refresh_from_db()
        assert gold.condition(day).is_held
        told = every_day(gold, 30, 100)
        assert told[-1] == (day + 31 * DAY - gold.due_on).days
        assert OutboxMessage.objects.filter(message="award_lapsed").count() == 2

    def test_same_again_finds_the_first(self, gold, officer):
        until = gold.grace_until + 10 * DAY
        assert self.give(gold, officer, until) == self.give(gold, officer, until)
        assert Extension.objects.count() == 1

    def test_refusals(self, gold, officer, lead, stranger):
        with pytest.raises(NotAllowed):
            self.give(gold, stranger, gold.grace_until + DAY)
        with pytest.raises(Refused, match="Say why"):
            self.give(gold, officer, gold.grace_until + DAY, reason="  ")
        with pytest.raises(DateNotAccepted, match="Enter a later date"):
            self.give(gold, officer, gold.grace_until)
        with pytest.raises(DateNotAccepted, match="not after"):
            self.give(gold, officer, gold.due_on + 367 * DAY)
        with pytest.raises(DateNotAccepted, match="has passed"):
            self.give(gold, officer, gold.grace_until + DAY, at=gold.grace_until + 50 * DAY)
        with pytest.raises(Refused, match="There is time enough"):
            self.give(gold, officer, gold.grace_until + DAY, at=gold.opens_on - DAY)
        send(begin(gold, lead, gold.due_on), lead, gold.due_on)
        with pytest.raises(Refused, match="already sent"):
            self.give(gold, officer, gold.grace_until + DAY)

    def test_page(self, gold, officer, lead, stranger, sign_in):
        with time_machine.travel(noon(gold.due_on), tick=False):
            self._page(gold, officer, lead, stranger, sign_in)

    def _page(self, gold, officer, lead, stranger, sign_in):
        address = reverse("officers-extend-renewal", args=[gold.organisation.slug, gold.uuid])
        page = sign_in(officer).get(address)
        assert page.status_code == 200
        assert "or the award lapses" in page.content.decode()
        until = gold.grace_until + 10 * DAY
        typed = {"due_on_day": until.day, "due_on_month": until.month, "due_on_year": until.year}
        late = sign_in(officer).post(
            address, typed | {"due_on_year": until.year - 1, "reason": "Ill."}
        )
        assert late.status_code == 422
        assert "Enter a later date" in late.content.decode()
        assert "Ill." in late.content.decode()
        done = sign_in(officer).post(address, typed | {"reason": "Ill."})
        assert done.status_code == 302
        gold.refresh_from_db()
        assert gold.grace_until == until
        for user in (lead, stranger):
            assert sign_in(user).get(address).status_code == 403


def test_a_lapse_of_both_is_told_in_one_mail(organisation, lead, officer, now):
    """One statement would have renewed both; a Gold that lapses later is told of by itself."""
    platinum = up_to(organisation, "platinum", lead=lead, officer=officer, at=now)
    OutboxMessage.objects.all().delete()
    assert every_day(platinum, -61, 60) == [-60, -28, -7, 1, 14, 29]
    mail = OutboxMessage.objects.get(message="award_lapsed")
    assert "Platinum and Gold" in mail.body_text


def test_whoever_has_sent_what_goes_beyond_is_not_reminded(gold, organisation, lead, officer):
    """What they sent for Platinum keeps Gold in force; when it brings no award, the lapse is told."""
    application = start_application(
        organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on)
    )
    send(application, lead, gold.due_on)
    OutboxMessage.objects.all().delete()
    assert every_day(gold, -5, 60) == []
    refuse(application, officer, gold.due_on + 61 * DAY)
    OutboxMessage.objects.all().delete()
    assert every_day(gold, 61, 70) == [61]
    assert mails() == ["award_lapsed"]


def test_a_lapse_is_told_however_long_the_decision_took(gold, organisation, lead, officer):
    """What was sent in time kept it for more than a year after its last day."""
    application = start_application(
        organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on)
    )
    send(application, lead, gold.due_on)
    refuse(application, officer, gold.due_on + 450 * DAY)
    OutboxMessage.objects.all().delete()
    assert every_day(gold, 450, 455) == [450]
    assert mails() == ["award_lapsed"]
    assert OutboxMessage.objects.filter(message="award_lapsed_officer").count() == 1
    assert every_day(gold, 450 + 366, 450 + 370) == []

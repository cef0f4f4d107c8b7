"""Reminders of what waits: by the clock, each once; and by an officer, once a day (T-90, F-15)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.models import StandingInterest
from champions.models import Absence
from champions.selectors import facts_of
from champions.services.people import end_service
from champions.services.reminders import remind_champion, remind_of_what_waits
from config.duties import DUTIES
from foundation.clock import DutyContext, run_duties
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.champions import (
    agree_to_meet,
    assess,
    assess_all,
    clear_all,
    decide,
    hold,
    settle,
)
from tests.support.crowd import crowd
from tests.support.reading import reading

DAY = timedelta(days=1)


def tick(at):
    return remind_of_what_waits(DutyContext(now=at, today=london_date(at), dry_run=False))


def sent_to(message, person=None):
    found = OutboxMessage.objects.filter(message=message)
    return found.filter(to=person.email).count() if person else found.count()


@pytest.fixture
def undeclared(sent, chair, young, officer, now):
    return settle(sent, [chair, young], officer, at=now)


@pytest.fixture
def ready(assessing, later):
    """Since when the panel can assess."""
    return facts_of(assessing.application).meeting.minuted_at


def test_declaration_is_asked_for_once_after_three_days(undeclared, chair, young, now):
    assert tick(now + 2 * DAY) == 0
    assert tick(now + 3 * DAY) == 2
    assert tick(now + 3 * DAY) == 0
    assert tick(now + 30 * DAY) == 0
    assert sent_to("declaration_reminder", chair.user) == 1
    assert sent_to("declaration_reminder", young.user) == 1


def test_who_has_declared_hears_nothing(undeclared, now):
    clear_all(undeclared, at=now + DAY)
    assert tick(now + 3 * DAY) == 0


def test_assessment_is_asked_for_after_a_week_and_then_weekly(assessing, chair, young, ready):
    assert tick(ready + 6 * DAY) == 0
    assert tick(ready + 7 * DAY) == 2
    assert tick(ready + 8 * DAY) == 0
    assess(assessing, chair, at=ready + 9 * DAY)
    assert tick(ready + 14 * DAY) == 1
    assert tick(ready + 21 * DAY) == 1
    assert sent_to("assessment_reminder", chair.user) == 1
    assert sent_to("assessment_reminder", young.user) == 3


def test_decision_is_asked_of_the_chair_after_five_days_and_then_weekly(
    assessing, chair, young, ready
):
    last = ready + 2 * DAY
    assess_all(assessing, at=last)
    assert tick(last + 4 * DAY) == 0
    assert tick(last + 5 * DAY) == 1
    assert tick(last + 12 * DAY) == 1
    assert sent_to("decision_reminder", chair.user) == 2
    assert sent_to("decision_reminder", young.user) == 0
    decide(assessing, at=last + 13 * DAY)
    assert tick(last + 30 * DAY) == 0


def test_officers_are_told_of_a_case_without_a_panel_once(sent, officer, second_officer, now):
    since = sent.status_since
    assert tick(since + 4 * DAY) == 0
    assert tick(since + 5 * DAY) == 2
    assert tick(since + 6 * DAY) == 0
    assert tick(since + 60 * DAY) == 0


def test_a_panel_that_broke_counts_from_the_day_it_broke(panel, chair, officer, now):
    broke = now + 30 * DAY
    end_service(champion=chair, actor=officer, at=broke)
    assert tick(broke + 4 * DAY) == 0
    assert tick(broke + 5 * DAY) == 1
    assert sent_to("panel_reminder", officer) == 1


def test_tied_officer_hears_of_no_panel(sent, officer, second_officer, now):
    """T-36."""
    StandingInterest.objects.create(
        person=second_officer,
        organisation=sent.organisation,
        organisation_name=str(sent.organisation),
        nature="governor",
        declared_at=now,
        declared_by=second_officer,
    )
    assert tick(sent.status_since + 5 * DAY) == 1
    assert sent_to("panel_reminder", second_officer) == 0


def test_missed_days_are_made_up_for_once(assessing, chair, ready):
    """T-90: a clock that stood still for three weeks sends the latest, and not three."""
    assert tick(ready + 22 * DAY) == 2
    assert sent_to("assessment_reminder", chair.user) == 1
    assert tick(ready + 27 * DAY) == 0
    assert tick(ready + 28 * DAY) == 2


def test_clock_set_back_says_nothing_again(assessing, ready):
    """F-15."""
    at = ready + 14 * DAY
    assert tick(at) == 2
    assert tick(at - timedelta(hours=2)) == 0
    assert tick(at - DAY) == 0
    assert tick(at - 3 * DAY) == 0
    assert tick(at + DAY) == 0
    assert tick(ready + 21 * DAY) == 2


def test_nobody_hears_on_a_day_away_but_when_they_are_back(undeclared, chair, young, now):
    today = london_date(now)
    Absence.objects.create(champion=young, from_on=today + 3 * DAY, until_on=today + 4 * DAY)
    assert tick(now + 3 * DAY) == 1
    assert tick(now + 4 * DAY) == 0
    assert tick(now + 5 * DAY) == 1
    assert sent_to("declaration_reminder", young.user) == 1


@pytest.mark.parametrize(
    ("asked", "before", "on"),
    [
        # Over the day on which clocks go forward, and back: days are counted by the calendar (T-89).
        (datetime(2027, 3, 26, 23, 30, tzinfo=UTC), datetime(2027, 3, 28, 22, 59, tzinfo=UTC),
         datetime(2027, 3, 28, 23, 0, tzinfo=UTC)),
        (datetime(2027, 10, 29, 22, 30, tzinfo=UTC), datetime(2027, 10, 31, 23, 59, tzinfo=UTC),
         datetime(2027, 11, 1, 0, 0, tzinfo=UTC)),
        (datetime(2028, 2, 27, 12, 0, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
         datetime(2028, 3, 1, 0, 0, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_days_are_those_of_the_calendar(undeclared, asked, before, on):
    undeclared.assignments.update(assigned_at=asked)
    assert tick(before) == 0
    assert tick(on) == 2


def test_asked_anew_is_reminded_anew(undeclared, chair, young, officer, now):
    """A seat that was left and taken again is another seat."""
    assert tick(now + 3 * DAY) == 2
    again = now + 4 * DAY
    settle(undeclared.application, [young], officer, at=again)
    settle(undeclared.application, [chair, young], officer, at=again)
    assert tick(again + 2 * DAY) == 0
    assert tick(again + 3 * DAY) == 1
    assert sent_to("declaration_reminder", chair.user) == 2


def test_who_left_hears_nothing(undeclared, chair, young, officer, now):
    """T-32."""
    end_service(champion=young, actor=officer, at=now + DAY)
    tick(now + 3 * DAY)
    assert sent_to("declaration_reminder", young.user) == 0


def test_mail_tells_nothing_of_others_findings(assessing, chair, young, ready):
    assess(assessing, chair, at=ready + DAY, note="They forgot the parents.")
    tick(ready + 7 * DAY)
    mail = OutboxMessage.objects.get(message="assessment_reminder")
    assert mail.to == young.user.email
    assert mail.subject == "Please write your assessment of Acorn Lane School"
    for word in ("forgot", str(chair.user), "1 of 2"):
        assert word not in mail.body_text
    assert reverse("assessment", args=[assessing.application.uuid]) in mail.body_text
    assert "about 15 minutes" in mail.body_text


@pytest.mark.parametrize("cases", [10, 300])
def test_looking_takes_as_many_queries_for_many_cases(
    officer, lead, now, cases, django_assert_num_queries
):
    """Nothing is due yet; what is due costs its own mail."""
    crowd(officer=officer, lead=lead, at=now, champions=30, cases=cases)
    OutboxMessage.objects.all().delete()
    # Cases, six for the facts, three for the waits, absences, visits to write up.
    with django_assert_num_queries(12):
        assert tick(now - timedelta(hours=310)) == 0


def test_clock_has_the_duty(undeclared, chair, young, now):
    (duty,) = [each for each in DUTIES if each.run is remind_of_what_waits]
    (result,) = run_duties([duty], now=now + 3 * DAY, dry_run=True)
    assert result.count == 2
    assert sent_to("declaration_reminder") == 0
    run_duties([duty], now=now + 3 * DAY, dry_run=False)
    assert sent_to("declaration_reminder") == 2


def test_officer_reminds_of_all_that_waits(undeclared, chair, officer, now):
    assert remind_champion(champion=chair, actor=officer, at=now) == 1
    mail = OutboxMessage.objects.get(message="work_reminder")
    assert mail.to == chair.user.email
    assert mail.subject == "1 case waits for you: please have a look"
    assert "Acorn Lane School, Bronze: Tell us if you have a link with them" in mail.body_text
    event = AuditEvent.objects.get(event="champion.reminded")
    assert event.details == {"cases": 1}


def test_once_a_day_is_enough(undeclared, chair, young, officer, second_officer, now):
    remind_champion(champion=chair, actor=officer, at=now)
    remind_champion(champion=young, actor=officer, at=now)
    with pytest.raises(Refused, match="Once a day is enough"):
        remind_champion(champion=chair, actor=second_officer, at=now + timedelta(hours=2))
    remind_champion(champion=chair, actor=officer, at=now + DAY)
    assert sent_to("work_reminder", chair.user) == 2


def test_nothing_to_remind_of_is_said(undeclared, chair, spare, officer, now):
    with pytest.raises(Refused, match="Nothing waits for Sam Spare now"):
        remind_champion(champion=spare, actor=officer, at=now)
    Absence.objects.create(champion=chair, from_on=london_date(now), until_on=london_date(now))
    with pytest.raises(Refused, match="is away until 23 November 2026"):
        remind_champion(champion=chair, actor=officer, at=now)
    end_service(champion=chair, actor=officer, at=now)
    with pytest.raises(Refused, match="no longer a champion"):
        remind_champion(champion=chair, actor=officer, at=now + DAY)


def test_tied_officer_cannot_write_of_what_they_may_not_see(undeclared, chair, second_officer, now):
    StandingInterest.objects.create(
        person=second_officer,
        organisation=undeclared.application.organisation,
        organisation_name="Acorn Lane School",
        nature="employee",
        declared_at=now,
        declared_by=second_officer,
    )
    with pytest.raises(Refused, match="Nothing waits"):
        remind_champion(champion=chair, actor=second_officer, at=now)


def test_only_officers_remind(undeclared, chair, young, lead, now, sign_in, client):
    address = reverse("officers-remind", args=[chair.uuid])
    for somebody in (lead, young.user, chair.user):
        with pytest.raises(NotAllowed):
            remind_champion(champion=chair, actor=somebody, at=now)
        assert sign_in(somebody).post(address).status_code == 403
    assert client.post(address).status_code == 302
    assert sent_to("work_reminder") == 0


def test_button_sends_and_then_says_so(undeclared, chair, officer, now, sign_in):
    with time_machine.travel(now, tick=False):
        client = sign_in(officer)
        address = reverse("officers-remind", args=[chair.uuid])
        assert client.get(address).status_code == 405
        answer = client.post(address, follow=True)
        text = answer.content.decode()
        assert "We have written to Paula Professional about what waits." in text
        assert "Written to today" in text
        assert client.post(address).status_code == 409
    assert sent_to("work_reminder") == 1


@pytest.mark.parametrize(
    "message",
    [
        "declaration_reminder",
        "assessment_reminder",
        "decision_reminder",
        "panel_reminder",
        "work_reminder",
    ],
)
def test_mails_are_easy_to_read(sent, chair, young, lead, officer, now, message):
    tick(sent.status_since + 5 * DAY)
    panel = settle(sent, [chair, young], officer, at=now)
    remind_champion(champion=chair, actor=officer, at=now)
    tick(now + 3 * DAY)
    clear_all(panel, at=now + 3 * DAY)
    ready = hold(
        agree_to_meet(sent, lead, at=now + 3 * DAY, starts_at=now + 5 * DAY), lead
    ).minuted_at
    tick(ready + 7 * DAY)
    assess_all(panel, at=ready + 7 * DAY)
    tick(ready + 12 * DAY)
    mail = OutboxMessage.objects.filter(message=message).first()
    said = reading(f"<main>{mail.body_html}</main>")
    assert said.longest_words > 10
    assert said.grade <= 8
    assert mail.body_text.startswith(("Do you", "Your view", "You are", "A case", "Please"))
    assert "<" not in mail.body_text

"""Reminders of a visit that nobody has arranged, and of one that nobody has written up (T-88 to T-90, F-15)."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from awards.choices import ConcernAbout
from awards.models import Application, Concern, Organisation, User
from champions.models import Absence, Appointment, Champion, Panel
from champions.services.meetings import accept_time
from champions.services.reminders import remind_of_what_waits
from champions.services.rulings import rule_on_visit
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from tests.support.champions import assess_all
from tests.support.reading import reading
from tests.support.renewing import gold_given, panel_for, renewal_sent, three
from tests.support.visits import ask_for, visit_on, write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ARRANGE, WRITE_UP = "visit_reminder", "visit_notes_reminder"


@pytest.fixture
def later(now: datetime) -> datetime:
    """When the panel of the re-validation is settled."""
    return now + 360 * DAY


@pytest.fixture
def panel(
    organisation: Organisation, lead: User, officer: User, now: datetime, later: datetime
) -> Panel:
    """Three champions; nothing asks for a visit."""
    award = gold_given(organisation, lead=lead, officer=officer, at=now)
    application = renewal_sent(award, lead=lead, at=later)
    return panel_for(application, three(officer, later), officer, at=later)


@pytest.fixture
def visiting(panel: Panel, later: datetime) -> Panel:
    """The rule asks for a visit."""
    Concern.objects.create(
        about=ConcernAbout.SAFETY,
        what="I am worried.",
        organisation=panel.application.organisation,
        reported_at=later,
    )
    return panel


@pytest.fixture
def panel_of_bronze(
    sent: Application, chair: Champion, young: Champion, officer: User, now: datetime
) -> Panel:
    return panel_for(sent, [chair, young], officer, at=now)


def tick(at: datetime) -> None:
    remind_of_what_waits(DutyContext(now=at, today=london_date(at), dry_run=False))


def told(message: str, at: datetime) -> int:
    """How many of these a tick of the clock sends."""
    before = OutboxMessage.objects.filter(message=message).count()
    tick(at)
    return OutboxMessage.objects.filter(message=message).count() - before


def chair_of(panel: Panel) -> User:
    return panel.assignments.get(is_chair=True).champion.user


def test_a_visit_without_a_time_is_asked_for_once_two_weeks_after_the_panel_was_settled(
    visiting: Panel, later: datetime
) -> None:
    assert told(ARRANGE, later + 13 * DAY) == 0
    assert told(ARRANGE, later + 14 * DAY) == 3
    for days in (14, 15, 21, 60):
        assert told(ARRANGE, later + days * DAY) == 0
    mails = OutboxMessage.objects.filter(message=ARRANGE)
    assert {each.to for each in mails} == {
        seat.champion.user.email for seat in visiting.assignments.active()
    }
    assert reverse("case-visits", args=[visiting.application.uuid]) in mails[0].body_text
    assert "worried" not in mails[0].body_text
    assert "concern" not in mails[0].body_text


def test_a_case_that_waits_for_nothing_but_the_visit_is_reminded_too(
    visiting: Panel, later: datetime
) -> None:
    assess_all(visiting, at=later + DAY)
    assert told(ARRANGE, later + 14 * DAY) == 3
    assert told(ARRANGE, later + 15 * DAY) == 0


def test_nobody_is_asked_for_a_visit_that_need_not_be(
    panel: Panel, officer: User, later: datetime
) -> None:
    assert told(ARRANGE, later + 30 * DAY) == 0
    # An officer asks for one: two weeks from then.
    at = later + 30 * DAY
    rule_on_visit(
        application=panel.application, visit=True, reason="Please look.", actor=officer, at=at
    )
    assert told(ARRANGE, at + 13 * DAY) == 0
    assert told(ARRANGE, at + 14 * DAY) == 3


def test_what_an_officer_asks_anew_is_reminded_anew(
    visiting: Panel, officer: User, later: datetime
) -> None:
    assert told(ARRANGE, later + 14 * DAY) == 3
    for days, visit in ((15, False), (16, True)):
        rule_on_visit(
            application=visiting.application,
            visit=visit,
            reason="I have looked again.",
            actor=officer,
            at=later + days * DAY,
        )
    assert told(ARRANGE, later + 29 * DAY) == 0
    assert told(ARRANGE, later + 30 * DAY) == 3
    assert told(ARRANGE, later + 31 * DAY) == 0


def test_nobody_is_asked_while_the_organisation_has_times_to_choose_from(
    visiting: Panel, lead: User, later: datetime
) -> None:
    chair = chair_of(visiting)
    times = [later + 20 * DAY, later + 25 * DAY]
    offered = ask_for(visiting.application, chair, at=later + 13 * DAY, times=times)
    assert told(ARRANGE, later + 14 * DAY) == 0
    # Both have passed: new ones have to be offered.
    assert told(ARRANGE, later + 26 * DAY) == 3
    fresh = Appointment.objects.get(pk=offered.pk)
    assert fresh.starts_at is None


def test_nobody_is_asked_to_arrange_what_is_agreed_or_held(
    visiting: Panel, lead: User, later: datetime
) -> None:
    chair = chair_of(visiting)
    offered = ask_for(visiting.application, chair, at=later + DAY)
    visit = accept_time(offered=offered.offers.open()[0], actor=lead, at=later + 2 * DAY)
    for days in (14, 15, 30):
        assert told(ARRANGE, later + days * DAY) == 0
    write(visit, chair, at=later + 31 * DAY)
    assert told(ARRANGE, later + 40 * DAY) == 0


def test_nobody_is_asked_to_arrange_a_second_one_when_the_first_is_agreed(
    visiting: Panel, lead: User, later: datetime
) -> None:
    """One visit is enough; times that passed for another take nothing from it."""
    chair = chair_of(visiting)
    agreed = ask_for(visiting.application, chair, at=later + DAY, times=[later + 40 * DAY])
    accept_time(offered=agreed.offers.open()[0], actor=lead, at=later + 2 * DAY)
    ask_for(visiting.application, chair, at=later + 3 * DAY, times=[later + 10 * DAY])
    assert told(ARRANGE, later + 14 * DAY) == 0


def test_notes_are_asked_for_once_a_week_after_the_visit(
    visiting: Panel, lead: User, later: datetime
) -> None:
    chair = chair_of(visiting)
    offered = ask_for(visiting.application, chair, at=later + DAY)
    visit = accept_time(offered=offered.offers.open()[0], actor=lead, at=later + 2 * DAY)
    assert visit.starts_at is not None
    assert told(WRITE_UP, visit.starts_at + 6 * DAY) == 0
    assert told(WRITE_UP, visit.starts_at + 7 * DAY) == 3
    for days in (7, 8, 14, 60):
        assert told(WRITE_UP, visit.starts_at + days * DAY) == 0
    mail = OutboxMessage.objects.filter(message=WRITE_UP)[0]
    address = reverse("case-visit", args=[visiting.application.uuid, visit.uuid])
    assert address in mail.body_text
    assert "was on 26 November 2027" in mail.body_text


def test_notes_that_are_written_are_not_asked_for(
    visiting: Panel, lead: User, later: datetime
) -> None:
    chair = chair_of(visiting)
    offered = ask_for(visiting.application, chair, at=later + DAY)
    visit = accept_time(offered=offered.offers.open()[0], actor=lead, at=later + 2 * DAY)
    write(visit, chair)
    assert told(WRITE_UP, later + 60 * DAY) == 0


def visited(panel: Panel, at: datetime) -> Appointment:
    return visit_on(panel.application, panel.settled_by, at=at)


def test_notes_of_any_stage_are_asked_for(panel_of_bronze: Panel, now: datetime) -> None:
    visited(panel_of_bronze, now + DAY)
    assert told(WRITE_UP, now + 8 * DAY) == 2


def test_a_visit_that_moves_is_asked_for_after_its_new_day(
    panel_of_bronze: Panel, now: datetime
) -> None:
    visit = visited(panel_of_bronze, now + DAY)
    assert told(WRITE_UP, now + 8 * DAY) == 2
    Appointment.objects.filter(pk=visit.pk).update(starts_at=now + 20 * DAY)
    assert told(WRITE_UP, now + 26 * DAY) == 0
    assert told(WRITE_UP, now + 27 * DAY) == 2
    assert told(WRITE_UP, now + 28 * DAY) == 0


def test_nobody_hears_on_a_day_away_but_when_they_are_back(
    panel_of_bronze: Panel, young: Champion, now: datetime
) -> None:
    visited(panel_of_bronze, now)
    today = london_date(now)
    Absence.objects.create(champion=young, from_on=today + 7 * DAY, until_on=today + 8 * DAY)
    assert told(WRITE_UP, now + 7 * DAY) == 1
    assert told(WRITE_UP, now + 8 * DAY) == 0
    assert told(WRITE_UP, now + 9 * DAY) == 1


def test_who_joined_them_hears_nothing(
    panel_of_bronze: Panel, chair: Champion, young: Champion, now: datetime
) -> None:
    """T-36."""
    visited(panel_of_bronze, now)
    young.user.memberships.create(
        organisation=panel_of_bronze.application.organisation, role="member", joined_at=now
    )
    assert told(WRITE_UP, now + 7 * DAY) == 1
    assert OutboxMessage.objects.get(message=WRITE_UP).to == chair.user.email


def test_missed_days_and_a_clock_set_back_say_it_once(
    panel_of_bronze: Panel, now: datetime
) -> None:
    """T-90, F-15."""
    visited(panel_of_bronze, now)
    assert told(WRITE_UP, now + 30 * DAY) == 2
    for days in (29, 23, 7, 30, 31):
        assert told(WRITE_UP, now + days * DAY) == 0


@pytest.mark.parametrize(
    ("day", "before", "on"),
    [
        # Over both changes of the clock, and the day that few years have (T-88, T-89).
        (date(2027, 3, 22), "2027-03-28T22:59", "2027-03-28T23:00"),
        (date(2027, 10, 25), "2027-10-31T23:59", "2027-11-01T00:00"),
        (date(2028, 2, 23), "2028-02-29T23:59", "2028-03-01T00:00"),
    ],
)
def test_days_are_those_of_the_calendar(
    panel_of_bronze: Panel, now: datetime, day: date, before: str, on: str
) -> None:
    visited(panel_of_bronze, now.replace(year=day.year, month=day.month, day=day.day))
    assert told(WRITE_UP, datetime.fromisoformat(f"{before}+00:00")) == 0
    assert told(WRITE_UP, datetime.fromisoformat(f"{on}+00:00")) == 2


@pytest.mark.parametrize("message", [ARRANGE, WRITE_UP])
def test_both_are_easy_to_read(
    visiting: Panel, lead: User, officer: User, later: datetime, message: str
) -> None:
    tick(later + 14 * DAY)
    visited(visiting, later + 15 * DAY)
    tick(later + 22 * DAY)
    mail = OutboxMessage.objects.filter(message=message)[0]
    said = reading(f"<main>{mail.body_html}</main>")
    assert said.longest_words > 10
    assert said.grade <= 8

"""All that reminds, on the days on which calendars and clocks misbehave (T-88 to T-90, F-15, F-16).

For each day there is a reminder of every kind that is due on it. Whatever the clock does around it, each
is sent once, none before its day has begun in London, and none is lost.
"""

import threading
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from awards.models import Concern
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from config.duties import DUTIES
from foundation.clock import run_duties
from foundation.dates import LONDON, london_date, months_later
from foundation.models import DutyRun, OutboxMessage
from reports.models import PrivacyRequest
from tests.conftest import make_user
from tests.support.awards import hold, holder
from tests.support.champions import assess_all, send
from tests.support.renewing import gold_given, panel_for, renewal_sent, three
from tests.support.replies import evening, invited
from tests.support.requests import asked
from tests.support.visits import visit_on

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Summer time begins; it ends; the day that three years of four do not have.
DAYS = [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)]
REMINDING = [duty for duty in DUTIES if duty.name.startswith("remind")]
# One organisation each: 28 days before Silver is due, the day after it was, 28 days before Gold is to be
# renewed; a request about data that must be answered on the day; a panel of three that was settled 14 days
# ago and has agreed no visit, and one of two whose visit was 7 days ago and is not written up; an invitation
# to an event that must be answered within 7 days.
EXPECTED = Counter(
    {
        "stage_due": 1,
        "stage_overdue": 1,
        "renewal_due": 1,
        "privacy_due": 1,
        "visit_reminder": 3,
        "visit_notes_reminder": 2,
        "event_reminder": 1,
    }
)


def local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON).astimezone(UTC)


def a_year_before(day: date) -> datetime:
    """When an award was given whose twelve months end on that day."""
    given = months_later(day, -12)
    assert months_later(given, 12) == day
    return local(given, 10)


@pytest.fixture
def build(officer):
    def scene(day: date) -> None:
        holder("Due Soon", officer=officer, at=a_year_before(day + 28 * DAY))
        holder("Due Yesterday", officer=officer, at=a_year_before(day - DAY))
        at = a_year_before(day + 28 * DAY)
        golden = holder("Golden", officer=officer, at=at).organisation
        lead = golden.memberships.get().user
        for stage in ("silver", "gold"):
            hold(golden, stage, lead=lead, officer=officer, at=at)
        panel_without_a_visit(officer, at=local(day - 14 * DAY, 12))
        panel_without_notes(officer, visited_at=local(day - 7 * DAY, 12))
        unanswered(officer, reply_by=day + 7 * DAY)
        asked(at=local(day - 25 * DAY, 12))
        PrivacyRequest.objects.update(due_on=day)
        OutboxMessage.objects.all().delete()
        # What was to be said before these days was said.
        tick(local(day - 3 * DAY, 12))
        OutboxMessage.objects.exclude(message__in=EXPECTED).delete()

    return scene


def panel_without_a_visit(officer, *, at: datetime) -> None:
    """All have assessed a re-validation whose rule asks for a visit."""
    lead = make_user("Lead Visited")
    organisation = school("Visited School", lead, at=at - 400 * DAY)
    award = gold_given(organisation, lead=lead, officer=officer, at=at - 360 * DAY)
    application = renewal_sent(award, lead=lead, at=at - 2 * DAY)
    Concern.objects.create(
        about="safety", what="I am worried.", organisation=organisation, reported_at=at - DAY
    )
    panel = panel_for(application, three(officer, at - DAY), officer, at=at)
    assess_all(panel, at=at + HOUR)


def panel_without_notes(officer, *, visited_at: datetime) -> None:
    lead = make_user("Lead Written")
    organisation = school("Written School", lead, at=visited_at - 5 * DAY)
    application = start_application(
        organisation=organisation, stage="bronze", actor=lead, at=visited_at - 5 * DAY
    )
    send(application, lead, at=visited_at - 5 * DAY)
    champions = three(officer, visited_at - 5 * DAY, name="Writing")[:2]
    panel_for(application, champions, officer, at=visited_at - 4 * DAY)
    visit_on(application, officer, at=visited_at)


def unanswered(officer, *, reply_by: date) -> None:
    at = local(reply_by - 40 * DAY, 12)
    planned = evening(
        officer=officer, at=at, starts_at=local(reply_by + 20 * DAY, 18), reply_by=reply_by
    )
    invited(
        planned,
        school("Invited School", make_user("Lead Invited"), at=at),
        officer=officer,
        at=at,
    )


def school(name: str, lead, *, at: datetime):
    return create_organisation(
        name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=at
    )


def tick(moment: datetime) -> None:
    for result in run_duties(REMINDING, now=moment, dry_run=False):
        assert result.error == ""


def ticks(moments) -> dict[str, datetime]:
    """Key → at which tick it was sent, for what these ticks sent."""
    known = set(OutboxMessage.objects.values_list("key", flat=True))
    sent: dict[str, datetime] = {}
    for moment in moments:
        tick(moment)
        for key in OutboxMessage.objects.exclude(key__in=known).values_list("key", flat=True):
            known.add(key)
            sent[key] = moment
    return sent


def kinds(keys) -> Counter:
    return Counter(OutboxMessage.objects.filter(key__in=keys).values_list("message", flat=True))


def hours(first: date, last: date) -> list[datetime]:
    """Every hour that passes, the one that comes twice as well, and a minute before each midnight."""
    moment, end, found = local(first), local(last), []
    while moment < end:
        found.append(moment)
        following = moment + HOUR
        if london_date(following) != london_date(moment):
            found.append(following - timedelta(minutes=1))
        moment = following
    return found


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.django_db
def test_hour_by_hour_each_comes_as_its_day_begins(build, day):
    build(day)
    sent = ticks(hours(day - 2 * DAY, day + 2 * DAY))
    assert kinds(sent) == EXPECTED
    assert set(sent.values()) == {local(day)}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("back", [HOUR, 2 * HOUR, DAY, 7 * DAY])
@pytest.mark.django_db
def test_clock_that_is_set_back_says_nothing_twice(build, day, back):
    build(day)
    moments = []
    for moment in (local(day - DAY, 12), local(day, 0, 30), local(day, 3), local(day, 23, 30)):
        moments += [moment, moment - back, moment]
    sent = ticks(moments)
    assert kinds(sent) == EXPECTED
    assert {london_date(each) for each in sent.values()} == {day}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.django_db
def test_day_that_runs_twice_and_a_clock_that_jumps_ahead(build, day):
    """The clock stood a day ahead by mistake: what it said then is not said again on the right day."""
    build(day)
    assert ticks([local(day - 2 * DAY, 12)] * 2) == {}
    ahead = ticks([local(day, 9)])
    assert kinds(ahead) == EXPECTED
    rest = [local(day - DAY, 9), local(day, 9), local(day, 9), local(day + DAY, 9)]
    assert ticks(rest) == {}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.django_db
def test_missed_week_is_made_up_for_once(build, day):
    build(day)
    sent = ticks([local(day + 5 * DAY, 12), local(day + 5 * DAY, 13), local(day + 6 * DAY, 12)])
    assert kinds(sent) == EXPECTED
    assert set(sent.values()) == {local(day + 5 * DAY, 12)}


@pytest.mark.postgres
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.django_db(transaction=True)
def test_four_clocks_at_once_say_it_once(build, day):
    """F-16: each has its own connection, and all of them begin at the same moment."""
    build(day)
    known = set(OutboxMessage.objects.values_list("key", flat=True))
    barrier = threading.Barrier(4)

    def clock() -> None:
        try:
            for moment in (local(day, 0, 1), local(day, 0, 2)):
                barrier.wait(20)
                run_duties(REMINDING, now=moment, dry_run=False)
        finally:
            connection.close()

    threads = [threading.Thread(target=clock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = set(OutboxMessage.objects.values_list("key", flat=True)) - known
    assert kinds(sent) == EXPECTED
    assert not DutyRun.objects.exclude(error="").exists()


def test_leap_day_has_an_anniversary_each_year():
    """T-88: given on 29 February 2028, due on the 28th in the years between."""
    given = date(2028, 2, 29)
    assert [months_later(given, 12 * years) for years in (1, 2, 3, 4)] == [
        date(2029, 2, 28),
        date(2030, 2, 28),
        date(2031, 2, 28),
        date(2032, 2, 29),
    ]

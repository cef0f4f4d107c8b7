"""By when a request must be answered, and who is reminded of it on which day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from awards.models import User
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from reports.choices import RequestKind
from reports.models import PrivacyRequest
from reports.records.clock import CLOCKS, answered_by, extended_to, first_date, hidden_by
from reports.services.requests import remind_officers
from tests.support.requests import asked

MONTH = [
    RequestKind.ACCESS,
    RequestKind.CORRECTION,
    RequestKind.ERASURE,
    RequestKind.RESTRICTION,
    RequestKind.OBJECTION,
]


def test_every_kind_has_its_clock_and_its_source():
    assert set(CLOCKS) == set(RequestKind)
    assert all(clock.source for clock in CLOCKS.values())


@pytest.mark.parametrize("kind", MONTH)
@pytest.mark.parametrize(
    ("received", "answered", "later"),
    [
        (date(2026, 11, 22), date(2026, 12, 22), date(2027, 2, 22)),
        (date(2027, 1, 31), date(2027, 2, 28), date(2027, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2028, 2, 29), date(2028, 3, 29), date(2028, 5, 29)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
    ],
)
def test_one_month_and_two_more(kind, received, answered, later):
    """T-88: the same day of the month, or its last one."""
    assert first_date(kind, received) == answered_by(kind, received) == answered
    assert extended_to(kind, received) == later


def test_a_complaint_has_thirty_days_that_begin_with_the_first():
    assert answered_by(RequestKind.COMPLAINT, date(2027, 3, 1)) == date(2027, 3, 30)
    assert extended_to(RequestKind.COMPLAINT, date(2027, 3, 1)) is None


@pytest.mark.parametrize(
    ("received", "hidden"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),  # Monday
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
    ],
)
def test_something_is_hidden_by_the_next_working_day(received, hidden):
    assert hidden_by(received) == first_date(RequestKind.TAKE_DOWN, received) == hidden
    assert extended_to(RequestKind.TAKE_DOWN, received) is None


def test_the_day_is_londons(officer):
    """T-89: half past midnight there in summer is the day before in Greenwich."""
    request = asked(at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert request.due_on == date(2026, 8, 1)


class TestReminders:
    @pytest.fixture
    def request_of_november(self, officer, now):
        return asked(at=now)

    def remind(self, at):
        return remind_officers(DutyContext(now=at, today=london_date(at), dry_run=False))

    def test_a_week_before_on_the_day_and_each_week_after(self, request_of_november, now):
        """Received on 23 November, due on 23 December; the clock runs every day for ten weeks."""
        told = {}
        for day in range(70):
            at = now + timedelta(days=day)
            if count := self.remind(at):
                told[london_date(at).isoformat()] = count
        assert told == dict.fromkeys(
            [
                *("2026-12-16", "2026-12-23", "2026-12-30"),
                *("2027-01-06", "2027-01-13", "2027-01-20", "2027-01-27"),
            ],
            1,
        )
        subjects = OutboxMessage.objects.filter(message="privacy_due").order_by("pk")
        assert subjects[0].subject.endswith("by 23 December 2026")
        assert subjects[1].subject.endswith("by 23 December 2026")
        assert subjects[2].subject.startswith("Late: ")

    def test_again_on_one_day_writes_to_nobody(self, request_of_november, now):
        at = now + timedelta(days=30)
        assert self.remind(at) == 1
        assert self.remind(at) == 0

    def test_a_clock_that_stood_still_writes_once(self, request_of_november, now):
        assert self.remind(now + timedelta(days=51)) == 1
        assert self.remind(now + timedelta(days=52)) == 0

    def test_every_officer_hears_and_one_who_came_later_too(self, request_of_november, now):
        at = now + timedelta(days=30)
        self.remind(at)
        User.objects.create_user("second@people.example", "x", name="Second", is_officer=True)
        assert self.remind(at) == 1

    def test_of_a_near_date_nobody_is_reminded_beforehand(self, officer, now):
        asked(RequestKind.TAKE_DOWN, at=now)
        assert self.remind(now) == 0
        assert self.remind(now + timedelta(days=1)) == 1

    def test_closed_ones_are_left_alone(self, request_of_november, officer, now):
        PrivacyRequest.objects.update(closed_at=now, closed_by=officer, outcome="done")
        assert self.remind(now + timedelta(days=40)) == 0

    def test_the_mail_has_no_word_of_what_was_said(self, request_of_november, now):
        self.remind(now + timedelta(days=30))
        mail = OutboxMessage.objects.get(message="privacy_due")
        text = mail.subject + mail.body_text + mail.body_html
        assert request_of_november.reference in text
        assert not any(word in text for word in ("Heron", "Petra", "petra.public"))

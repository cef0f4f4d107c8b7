"""Each rule: nothing goes on the day before, it goes on the day, and a legal hold keeps it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from config.duties import DUTIES
from foundation.clock import run_duties
from foundation.dates import LONDON
from foundation.models import OutboxMessage
from reports.services.retention import HOLDINGS
from tests.support.keeping import BUILDERS, House

pytestmark = pytest.mark.django_db
TABLE = {each.code: each for each in HOLDINGS}
NAMES = {each.duty_name for each in HOLDINGS} - {""}
RETENTION = [duty for duty in DUTIES if duty.name in NAMES]
DAY = timedelta(days=1)
# Noon in winter; late on a summer evening in UTC, which is the next day in London; the leap day.
MOMENTS = {
    "noon": datetime(2025, 1, 15, 12, 0, tzinfo=UTC),
    "midnight": datetime(2025, 6, 30, 23, 30, tzinfo=UTC),
    "leap": datetime(2024, 2, 29, 12, 0, tzinfo=UTC),
    "month-end": datetime(2025, 8, 31, 12, 0, tzinfo=UTC),
}
# Counted in the same way as all others, and quick to make.
BY_THE_CALENDAR = ("drafts", "unused", "unsuccessful", "concerns", "typed", "accounts")
# Counted in hours, from the moment.
BY_THE_HOUR = ("event-prints", "hidden", "invitations", "print-runs")
UNHELD = {"dead-letters", "event-prints", "ledger", "print-runs", "wordings"}


def noon(day):
    return datetime.combine(day, time(12), tzinfo=LONDON)


def run(at):
    results = run_duties(RETENTION, now=at, dry_run=False)
    assert [each.error for each in results if each.error] == []


def tell(code, day):
    """For what leads hear of first: the clock runs on each of the days before."""
    if TABLE[code].warn is not None:
        for before in (31, 30, 29, 28):
            run(noon(day) - before * DAY)


@pytest.mark.parametrize(
    ("code", "when"),
    [(code, "noon") for code in BUILDERS]
    + [(code, when) for code in BY_THE_CALENDAR for when in MOMENTS if when != "noon"],
)
def test_it_goes_on_its_day_and_not_before(code, when):
    house = House(MOMENTS[when] - 400 * DAY)
    kept = BUILDERS[code](house, MOMENTS[when])
    holding = TABLE[code]
    day = kept.due
    tell(code, day)
    before = noon(day - DAY)
    run(before)
    assert kept.is_there()
    assert holding.count_past(before) == 0
    assert holding.count_soon(before) == 1
    at = noon(day)
    if code in BY_THE_HOUR:
        # From the moment, which was later on its day.
        at += DAY
    assert holding.count_past(at) == 1
    if kept.notice:
        told = OutboxMessage.objects.filter(key__startswith=kept.notice)
        assert told.count() == 1
        assert told.get().created_at <= at - 28 * DAY
    run(at)
    assert not kept.is_there()
    assert holding.count_past(at) == 0
    # Once more changes nothing.
    run(at + DAY)
    assert not kept.is_there()


@pytest.mark.parametrize("code", [code for code in BUILDERS if code not in UNHELD])
def test_a_hold_keeps_it_and_lets_it_go_when_it_ends(code):
    at = MOMENTS["noon"]
    house = House(at - 400 * DAY)
    kept = BUILDERS[code](house, at)
    hold = kept.place_hold(by=house.officer, at=at)
    late = noon(kept.due) + 40 * DAY
    tell(code, kept.due)
    run(late)
    assert kept.is_there()
    holding = TABLE[code]
    assert (holding.count_past(late), holding.count_held(late)) == (0, 1)
    assert not kept.notice or not OutboxMessage.objects.filter(key__startswith=kept.notice).exists()
    hold.ended_at, hold.ended_by = late, house.officer
    hold.save()
    # Whoever has to be told first is told now.
    run(late + DAY)
    assert kept.is_there() == bool(kept.notice)
    run(late + 30 * DAY)
    assert not kept.is_there()
    assert (holding.count_past(late + 30 * DAY), holding.count_held(late + 30 * DAY)) == (0, 0)


@pytest.mark.parametrize("code", BUILDERS)
def test_a_dry_run_deletes_nothing_and_says_how_many(code):
    at = MOMENTS["noon"]
    kept = BUILDERS[code](House(at - 400 * DAY), at)
    tell(code, kept.due)
    late = noon(kept.due) + DAY
    mails = OutboxMessage.objects.count()
    results = {each.duty: each for each in run_duties(RETENTION, now=late, dry_run=True)}
    assert kept.is_there()
    assert OutboxMessage.objects.count() == mails
    assert results[TABLE[code].duty_name].count >= 1
    assert TABLE[code].count_past(late) >= 1

"""Events go when their time is over: whole blocks, two years for looks, six for acts, and not a day before."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.auditing.purging import cutoff, past_blocks, purge, purge_block
from foundation.clock import DutyContext
from foundation.models import AuditEvent, AuditNote, AuditSeal
from tests.support.auditing import database_clock, ensure_append_only, said, sealed, written

THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _append_only():
    ensure_append_only()


def context(at):
    return DutyContext(now=at, today=at.date(), dry_run=False)


@pytest.fixture
def at(time_machine):
    """Another day, for the service and for its database."""

    def moved(moment):
        time_machine.move_to(moment, tick=False)
        database_clock(moment)
        return context(moment)

    return moved


@pytest.mark.parametrize(
    ("stream", "now", "expected"),
    [
        ("acts", datetime(2032, 3, 2, 12, tzinfo=UTC), THEN),
        ("looks", datetime(2028, 3, 2, 12, tzinfo=UTC), THEN),
        # T-88: two years after a 29 February.
        ("looks", datetime(2030, 2, 28, 9, tzinfo=UTC), datetime(2028, 2, 28, 9, tzinfo=UTC)),
        ("looks", datetime(2028, 2, 29, 9, tzinfo=UTC), datetime(2026, 2, 28, 9, tzinfo=UTC)),
    ],
)
def test_keeping_time_is_counted_in_months(stream, now, expected):
    assert cutoff(stream, now) == expected


@pytest.mark.parametrize(
    ("event", "last_day"),
    [("thing.done", THEN.replace(year=2032)), ("evidence.opened", THEN.replace(year=2028))],
)
def test_block_goes_when_its_time_is_over_and_not_before(at, event, last_day):
    sealed(3, at=THEN, event=event, reason="Asked for by Asha Example")
    still = at(last_day - timedelta(minutes=1))
    assert (past_blocks(still.now).count(), purge(still)) == (0, 0)
    assert AuditEvent.objects.count() == 3
    over = at(last_day + timedelta(minutes=1))
    assert past_blocks(over.now).count() == 1
    assert purge(over) == 3
    assert not AuditEvent.objects.exists()
    assert not AuditNote.objects.exists()
    assert past_blocks(over.now).count() == 0
    assert purge(over) == 0


def test_seal_stays_and_the_chain_can_still_be_followed(at):
    sealed(2, at=THEN)
    over = at(THEN.replace(year=2033))
    sealed(2, at=over.now)
    assert purge(over) == 2
    first, second = AuditSeal.objects.all()
    assert (first.purged_at, second.purged_at) == (over.now, None)
    assert second.previous == first.digest
    assert said() == []


def test_young_event_keeps_its_block(at):
    """All of a block go together, when the youngest of them may."""
    old, young = THEN, THEN + timedelta(days=20)
    written(1, at=old)
    sealed(1, at=young)
    between = at(THEN.replace(year=2032) + timedelta(days=10))
    assert purge(between) == 0
    assert AuditEvent.objects.count() == 2


def test_events_that_are_not_sealed_stay(at):
    written(2, at=THEN)
    assert purge(at(THEN.replace(year=2040))) == 0
    assert AuditEvent.objects.count() == 2


def test_seal_that_lies_lets_nothing_go(at):
    """Somebody with the rights of the service writes a seal that calls young events old."""
    now = at(datetime(2033, 6, 1, tzinfo=UTC))
    events = written(2, at=now.now)
    ids = [event.pk for event in events]
    liar = AuditSeal.objects.create(
        stream="looks",
        sequence=1,
        month="2020-01",
        ids=ids,
        first_id=ids[0],
        last_id=ids[-1],
        count=2,
        last_at=datetime(2020, 1, 1, tzinfo=UTC),
        contents="f",
        digest="f",
        sealed_at=now.now,
    )
    assert (purge_block(liar, now), purge(now)) == (0, 0)
    assert AuditEvent.objects.count() == 2


@pytest.mark.postgres
def test_database_believes_its_own_clock_only():
    """The service says that it is 2040; the database knows better."""
    sealed(2, at=datetime.now(UTC))
    assert purge(context(datetime(2040, 1, 1, tzinfo=UTC))) == 0
    assert AuditEvent.objects.count() == 2

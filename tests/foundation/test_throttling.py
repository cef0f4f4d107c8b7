from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from foundation.models import ThrottleCount
from foundation.refusals import Throttled
from foundation.throttling import delete_expired, hit, hit_from

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def tries(number, *, bucket="door", at=NOW, limit=3):
    for _ in range(number):
        hit(bucket, limit=limit, seconds=60, now=at)


def test_one_try_too_many_is_refused_with_the_time_left():
    tries(3)
    with pytest.raises(Throttled) as refusal:
        tries(1, at=NOW + timedelta(seconds=20))
    assert refusal.value.seconds == 40


def test_door_opens_again_after_the_window():
    tries(3)
    with pytest.raises(Throttled):
        tries(1)
    tries(3, at=NOW + timedelta(seconds=60))


def test_other_buckets_are_not_touched():
    """T-03."""
    tries(3)
    tries(3, bucket="another")


def test_clock_set_back_does_not_lock_the_door():
    """F-15."""
    tries(3)
    tries(3, at=NOW - timedelta(hours=1))


def test_row_holds_no_address():
    tries(1, bucket="login:198.51.100.7")
    assert "198" not in ThrottleCount.objects.get().bucket


def test_old_windows_are_deleted():
    tries(1)
    assert delete_expired(NOW + timedelta(hours=24)) == 0
    assert delete_expired(NOW + timedelta(hours=24, minutes=2)) == 1


def test_neighbours_in_one_household_share_a_bucket(rf):
    """IPv6: a household has a whole network to choose from."""
    for last in (1, 2):
        hit_from(rf.get("/", REMOTE_ADDR=f"2001:db8::{last}"), "verify", limit=2, seconds=60)
    with pytest.raises(Throttled):
        hit_from(rf.get("/", REMOTE_ADDR="2001:db8::3"), "verify", limit=2, seconds=60)
    hit_from(rf.get("/", REMOTE_ADDR="2001:db8:0:1::1"), "verify", limit=2, seconds=60)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted():
    """T-04: twenty at once, and exactly the allowed number gets through."""

    def one_try(number):
        try:
            hit("door", limit=5, seconds=60, now=NOW)
        except Throttled:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=5) as pool:
        through = list(pool.map(one_try, range(20)))
    assert through.count(True) == 5
    assert ThrottleCount.objects.get().count == 20

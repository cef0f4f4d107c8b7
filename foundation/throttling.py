"""Counting tries, the same for all web processes.

The counts are rows, raised inside the database, because Django's database cache reads and then
writes: two processes would count one try. It fails closed: without the database there is
no page to protect, and the request ends as "try again in a few minutes" (503).
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.client import client_address, network_of
from foundation.models import ThrottleCount
from foundation.refusals import Throttled


def hit(bucket: str, *, limit: int, seconds: int, now: datetime) -> None:
    """Count one try; raise `Throttled` when there were more than `limit` in `seconds`.

    The window opens with the first try. One that seems to start in the future (the clock was set
    back, F-15) is opened anew.
    """
    key = salted_hmac("foundation.throttling", bucket, algorithm="sha256").hexdigest()
    count, ends_at = _count(key, now=now, ends_at=now + timedelta(seconds=seconds))
    if count > limit:
        raise Throttled(max(1, round((ends_at - now).total_seconds())))


def hit_from(request: HttpRequest, name: str, *, limit: int, seconds: int) -> None:
    """The same, per sender: one address, or one household's network for IPv6."""
    sender = network_of(client_address(request), ipv4_bits=32, ipv6_bits=64)
    hit(f"{name}:{sender}", limit=limit, seconds=seconds, now=timezone.now())


def delete_expired(now: datetime) -> int:
    """For the clock: windows that closed a day ago (accessible-and-private.md, retention)."""
    return ThrottleCount.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()[0]


def _count(key: str, *, now: datetime, ends_at: datetime) -> tuple[int, datetime]:
    row = ThrottleCount.objects.filter(bucket=key)
    with transaction.atomic():
        over = Q(ends_at__lte=now) | Q(started_at__gt=now)
        row.filter(over).update(started_at=now, ends_at=ends_at, count=0)
        if not row.update(count=F("count") + 1):
            try:
                with transaction.atomic():
                    ThrottleCount.objects.create(
                        bucket=key, started_at=now, ends_at=ends_at, count=1
                    )
            except IntegrityError:
                # Another process counted the first try a moment ago.
                row.update(count=F("count") + 1)
        return row.values_list("count", "ends_at").get()

"""Closing events into blocks that cannot change unseen.

No request waits for another one: an event is written with a row that says "not sealed yet", and the
clock seals what it finds. An event whose transaction ends late is simply part of a later block.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from foundation.auditing.digests import contents_digest, seal_digest
from foundation.auditing.streams import Stream
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, AuditSeal, UnsealedEvent

# At most so many events in a block, and in one run of the duty.
BLOCK = 500
AT_A_TIME = 5000
# Events of a quiet hour share a block, so that there are not as many seals as events.
PATIENCE = timedelta(hours=1)


def seal_waiting(context: DutyContext) -> int:
    """For the clock: when a block is full, or the oldest event has waited for an hour."""
    waiting = UnsealedEvent.objects.order_by("written_at")
    oldest = waiting.values_list("written_at", flat=True).first()
    if oldest is None:
        return 0
    if oldest > context.now - PATIENCE and waiting.count() < BLOCK:
        return 0
    return seal_all(at=context.now)


@transaction.atomic
def seal_all(*, at: datetime) -> int:
    """Every event that can be seen now, up to a limit; says how many.

    Two at a time would give one place in the chain to two blocks, which a constraint refuses; the
    clock lets one in at a time anyway.
    """
    rows = AuditEvent.objects.filter(unsealed__isnull=False).order_by("pk")[:AT_A_TIME]
    by_month: dict[tuple[str, str], list[AuditEvent]] = defaultdict(list)
    for event in rows:
        by_month[event.stream, f"{london_date(event.at):%Y-%m}"].append(event)
    last = {stream.value: _last_of(stream) for stream in Stream}
    for (stream, month), events in sorted(by_month.items(), key=_first_key):
        for start in range(0, len(events), BLOCK):
            block = events[start : start + BLOCK]
            last[stream] = _seal(block, stream=stream, month=month, after=last[stream], at=at)
    return sum(len(events) for events in by_month.values())


def _first_key(each: tuple[Any, list[AuditEvent]]) -> int:
    return each[1][0].pk


def _last_of(stream: Stream) -> AuditSeal | None:
    return AuditSeal.objects.filter(stream=stream).order_by("-sequence").first()


def _seal(
    events: Sequence[AuditEvent], *, stream: str, month: str, after: AuditSeal | None, at: datetime
) -> AuditSeal:
    ids = [event.pk for event in events]
    seal = AuditSeal(
        stream=stream,
        sequence=after.sequence + 1 if after else 1,
        month=month,
        ids=ids,
        first_id=ids[0],
        last_id=ids[-1],
        count=len(ids),
        last_at=max(event.at for event in events),
        contents=contents_digest(events),
        previous=after.digest if after else "",
        sealed_at=at,
    )
    seal.digest = seal_digest(seal)
    seal.save()
    UnsealedEvent.objects.filter(pk__in=ids).delete()
    return seal

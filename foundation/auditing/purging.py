"""Letting go of whole blocks of events whose time is over. Their seals stay.

On PostgreSQL the database does it by its own rule and its own clock (migration 0002): we only ask, and
an answer to a question asked too early is "nothing". SQLite, which is for trying the service out, has
no such means, so the same rule stands here too.
"""

from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from foundation.auditing.streams import MONTHS_KEPT, Stream
from foundation.clock import DutyContext
from foundation.dates import months_later
from foundation.models import AuditEvent, AuditNote, AuditSeal

AT_A_TIME = 100


def cutoff(stream: str, at: datetime) -> datetime:
    """What happened before this is past its time: by the calendar of UTC, as the database counts."""
    now = at.astimezone(UTC)
    day = months_later(now.date(), -MONTHS_KEPT[Stream(stream)])
    return datetime.combine(day, now.timetz())


def past_blocks(at: datetime) -> "QuerySet[AuditSeal]":
    """Blocks whose youngest event is past its time. A young event keeps the older ones of its block."""
    past = Q()
    for stream in Stream:
        past |= Q(stream=stream, last_at__lt=cutoff(stream, at))
    return AuditSeal.objects.filter(past, purged_at=None)


def purge(context: DutyContext) -> int:
    """For the clock. Says how many events went."""
    blocks = past_blocks(context.now).order_by("last_at")
    return sum(purge_block(seal, context) for seal in blocks[:AT_A_TIME])


def purge_block(seal: AuditSeal, context: DutyContext) -> int:
    """All events of one block, with their reasons, or none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT foundation_purge_audit(%s)", [seal.pk])
            return int(cursor.fetchone()[0])
    return _purge_here(seal, context.now)


@transaction.atomic
def _purge_here(seal: AuditSeal, at: datetime) -> int:
    if not past_blocks(at).filter(pk=seal.pk).exists():
        return 0
    events = AuditEvent.objects.filter(pk__in=seal.ids)
    if events.filter(Q(at__gte=cutoff(seal.stream, at)) | ~Q(stream=seal.stream)).exists():
        return 0
    AuditNote.objects.filter(event__in=seal.ids).delete()
    gone = events._let_go(seal.ids)
    AuditSeal.objects.filter(pk=seal.pk)._mark_purged(at)
    return gone

"""Whether the audit trail is whole: asked by `manage.py fsck`, and by any inspector.

Everything is read in pieces, so it needs no more memory for six years than for a day.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice, pairwise

from django.db.models import Max, Min
from django.utils import timezone

from foundation.auditing.digests import contents_digest, reason_digest, seal_digest
from foundation.auditing.heads import FOLDER, RESTORES, Head, written
from foundation.auditing.purging import cutoff
from foundation.auditing.streams import Stream
from foundation.models import AuditEvent, AuditNote, AuditSeal, UnsealedEvent

LONGEST_UNSEALED = timedelta(days=2)
# So many events, or keys, are looked at together.
AT_A_TIME = 2000
SPAN = 20_000
HEADS = 200
# A clock of ours and that of the database may differ by so much.
SLACK = timedelta(days=1)


def fsck_audit() -> Iterator[str]:
    yield from chains()
    yield from places()
    yield from notes()
    yield from heads()


def chains() -> Iterator[str]:
    """Every seal is what it was, follows the one before it, and so do the events in it."""
    for stream in Stream:
        sequence, digest = 0, ""
        seals = AuditSeal.objects.filter(stream=stream).order_by("sequence")
        for batch in _batches(seals.iterator(chunk_size=50)):
            held = {id for seal in batch if not seal.purged_at for id in _ids(seal)}
            events = AuditEvent.objects.in_bulk(held)
            for seal in batch:
                name = f"Audit seal {stream} {seal.sequence}"
                if seal.sequence != sequence + 1:
                    yield f"{name} follows seal {sequence}: seals are missing between them."
                if seal.previous != digest:
                    yield f"{name} does not hold the digest of the seal before it."
                if seal.digest != seal_digest(seal):
                    yield f"{name} has been changed."
                yield from _block(name, seal, events)
                sequence, digest = seal.sequence, seal.digest


def places() -> Iterator[str]:
    """Every event is in one block, or waits to be, and not for long."""
    ends = AuditEvent.objects.aggregate(first=Min("pk"), last=Max("pk"))
    start = ends["first"] or 0
    while ends["last"] is not None and start <= ends["last"]:
        span = range(start, start + SPAN)
        inside = {"pk__gte": span.start, "pk__lt": span.stop}
        placed: set[int] = set()
        seals = AuditSeal.objects.filter(
            purged_at=None, first_id__lt=span.stop, last_id__gte=span.start
        )
        for ids in seals.values_list("ids", flat=True).iterator(chunk_size=20):
            for id in ids:
                if id not in span:
                    continue
                if id in placed:
                    yield f"Audit event {id} is in two blocks."
                placed.add(id)
        for id in UnsealedEvent.objects.filter(**inside).values_list("pk", flat=True).iterator():
            if id in placed:
                yield f"Audit event {id} is sealed, and waits to be sealed."
            placed.add(id)
        for id in AuditEvent.objects.filter(**inside).values_list("pk", flat=True).iterator():
            if id not in placed:
                yield f"Audit event {id} is in no block, and does not wait for one."
        start = span.stop
    late = UnsealedEvent.objects.filter(written_at__lt=timezone.now() - LONGEST_UNSEALED)
    if count := late.count():
        yield f"{count} audit events have waited for more than two days to be sealed."


def notes() -> Iterator[str]:
    """Every reason is the one that was given, or is known to be forgotten."""
    rows = AuditNote.objects.filter(forgotten_at=None)
    facts = rows.values_list("event_id", "text", "salt", "event__reason_digest")
    for id, text, salt, digest in facts.iterator():
        if reason_digest(salt, text) != digest:
            yield f"The reason of audit event {id} is not the one that was given."
    lost = AuditEvent.objects.exclude(reason_digest="").filter(note=None).order_by("pk")
    for id in lost.values_list("pk", flat=True).iterator():
        yield f"The reason of audit event {id} is lost, and nobody forgot it."


def heads() -> Iterator[str]:
    """What was written down outside is still in the table, but for what a restore took back."""
    restores: list[Head] = []
    for key, said in written(RESTORES):
        if said is None:
            yield f"{key} in the ledger’s store is damaged."
        restores += said or []
    kept = written(FOLDER)
    while some := list(islice(kept, HEADS)):
        named = [head.digest for _, said in some for head in said or []]
        seals = AuditSeal.objects.filter(digest__in=named)
        there = set(seals.values_list("stream", "sequence", "digest"))
        for key, said in some:
            if said is None:
                yield f"{key} in the ledger’s store is damaged."
            for head in said or []:
                if not head.sequence or _taken_back(head, restores):
                    continue
                if (head.stream, head.sequence, head.digest) not in there:
                    yield f"Audit seal {head.stream} {head.sequence} is not the one that {key} names."


def _taken_back(head: Head, restores: list[Head]) -> bool:
    return any(
        restore.stream == head.stream and restore.at >= head.at and restore.sequence < head.sequence
        for restore in restores
    )


def _block(name: str, seal: AuditSeal, events: dict[int, AuditEvent]) -> Iterator[str]:
    ids = _ids(seal)
    if not ids or any(one >= other for one, other in pairwise(ids)):
        yield f"{name} does not name its events in order."
        return
    if (seal.first_id, seal.last_id, seal.count) != (ids[0], ids[-1], len(ids)):
        yield f"{name} says something else than it holds."
    if seal.purged_at:
        gone_by = min(seal.purged_at, timezone.now())
        if seal.last_at > cutoff(seal.stream, gone_by) + SLACK:
            yield f"The events of {name} were let go too early."
        return
    missing = [id for id in ids if id not in events]
    for id in missing:
        yield f"Audit event {id} of {name} is missing."
    found = [events[id] for id in ids if id in events]
    if any(event.stream != seal.stream for event in found):
        yield f"{name} holds an event of the other stream."
    if not missing and contents_digest(found) != seal.contents:
        yield f"An event of {name} is not what it was."


def _ids(seal: AuditSeal) -> list[int]:
    return [id for id in seal.ids if isinstance(id, int)]


def _batches(seals: Iterable[AuditSeal]) -> Iterator[list[AuditSeal]]:
    """Seals that hold some thousands of events together, so that one query fetches them."""
    batch: list[AuditSeal] = []
    held = 0
    for seal in seals:
        batch.append(seal)
        held += len(seal.ids)
        if held >= AT_A_TIME:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch

"""The last seal of each stream, written down outside of the database once a day.

Whoever could rewrite the whole table, seals and all, would have to rewrite this too. It lies in the
ledger's store and, as one line, in the log.
"""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from foundation import audit
from foundation.auditing.streams import Stream
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files.stores import STORE_TROUBLE, keys_of
from foundation.models import AuditEvent, AuditSeal

logger = logging.getLogger(__name__)

FOLDER = "heads"
RESTORES = "restores"
KEPT = "audit.heads_kept"
RESTORED = "audit.restored"


@dataclass(frozen=True)
class Head:
    """`sequence` 0 and no digest: the stream was empty."""

    at: datetime
    stream: str
    sequence: int
    digest: str


def keep_heads(context: DutyContext) -> int:
    """For the clock: once on every London day, whatever is sealed by then."""
    latest = AuditEvent.objects.filter(event=KEPT).order_by("-at").first()
    if latest and london_date(latest.at) >= context.today:
        return 0
    if not AuditSeal.objects.exists():
        return 0
    if not context.dry_run:
        try:
            _write(f"{FOLDER}/{context.today.isoformat()}.json", at=context.now)
        except STORE_TROUBLE:
            logger.exception("The heads of the audit trail could not be kept; it is tried again")
            return 0
    audit.record(KEPT, actor=None, at=context.now, details={"day": context.today.isoformat()})
    return 1


def note_restore(*, at: datetime) -> None:
    """After a backup was restored: heads from after that backup are of seals that are no more.

    `fsck` accepts the loss of exactly those. The note stays in the store, so that an inspector sees
    when it happened and how far back the trail went.
    """
    _write(f"{RESTORES}/{at:%Y-%m-%dT%H%M%S}.json", at=at)
    audit.record(RESTORED, actor=None, at=at)


def written(folder: str) -> Iterator[tuple[str, list[Head] | None]]:
    """Every key in `FOLDER` or `RESTORES`, in order of time, and what it says: None when it is damaged."""
    store = storages["ledger"]
    for key in sorted(keys_of(store, folder)):
        yield key, _read(store, key)


def _write(key: str, *, at: datetime) -> None:
    """Once: what is whole in the store already is left as it is. A full disk may have left half (F-05)."""
    store = storages["ledger"]
    said = json.dumps({"at": at.isoformat(), "heads": _heads()})
    if store.exists(key) and _read(store, key) is None:
        store.delete(key)
    if not store.exists(key):
        store.save(key, ContentFile(said.encode()))
    logger.info("Audit trail, %s: %s", key, _in_groups(said))


def _in_groups(text: str) -> str:
    """Digests in groups of 16: what is longer the log takes for a key, and hides."""
    return re.sub(r"[0-9a-f]{64}", lambda found: " ".join(re.findall(".{16}", found[0])), text)


def _heads() -> dict[str, dict[str, Any]]:
    found = {}
    for stream in Stream:
        last = AuditSeal.objects.filter(stream=stream).order_by("-sequence").first()
        found[stream.value] = {
            "sequence": last.sequence if last else 0,
            "digest": last.digest if last else "",
        }
    return found


def _read(store: Storage, key: str) -> list[Head] | None:
    with store.open(key) as kept:
        content = kept.read()
    try:
        said = json.loads(content)
        at = datetime.fromisoformat(said["at"])
        return [
            Head(at, str(stream), int(head["sequence"]), str(head["digest"]))
            for stream, head in said["heads"].items()
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None

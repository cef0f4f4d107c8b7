"""The ledger of deletions: kept in the database with the act, and outside of it for after a restore.

A backup is older than what was deleted since. Whoever restores one replays the ledger, and what a
person asked us to forget is forgotten again (F-19). The store of its own holds one small object for
each entry: a kind, an id, a date, and nothing that tells of a person.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from foundation.clock import DutyContext
from foundation.files.stores import STORE_TROUBLE, keys_of
from foundation.models import LedgerEntry

logger = logging.getLogger(__name__)

FOLDER = "entries"
AT_A_TIME = 200
Detail = str | int | bool | None
# Does one thing again, in a transaction of its own; returns whether there was anything left to do.
Replayer = Callable[["Entry"], bool]


@dataclass(frozen=True)
class Entry:
    id: UUID
    kind: str
    subject: UUID
    details: Mapping[str, Detail]
    at: datetime


def note(
    kind: str, *, subject: UUID, at: datetime, details: Mapping[str, Detail] | None = None
) -> LedgerEntry:
    """Call it inside the transaction of the deletion. `details` hold codes and ids, never words."""
    row = LedgerEntry.objects.create(kind=kind, subject=subject, details=details or {}, at=at)
    transaction.on_commit(partial(_keep, row.pk))
    return row


def keep_waiting(context: DutyContext) -> int:
    """For the clock: what could not be written outside at once."""
    if context.dry_run:
        return LedgerEntry.objects.filter(kept_at=None).count()
    rows = LedgerEntry.objects.filter(kept_at=None).values_list("pk", flat=True)
    return sum(_keep(pk) for pk in list(rows[:AT_A_TIME]))


def entries() -> Iterator[Entry]:
    """All that the store holds, oldest first."""
    store = storages["ledger"]
    found = []
    for key in keys_of(store):
        if not key.startswith(f"{FOLDER}/"):
            continue
        with store.open(key) as kept:
            said = json.loads(kept.read())
        found.append(
            Entry(
                id=UUID(said["id"]),
                kind=said["kind"],
                subject=UUID(said["subject"]),
                details=said["details"],
                at=datetime.fromisoformat(said["at"]),
            )
        )
    return iter(sorted(found, key=lambda entry: (entry.at, entry.id)))


def _keep(pk: int) -> bool:
    """Once: an entry that is in the store already is left as it is."""
    row = LedgerEntry.objects.filter(pk=pk, kept_at=None).first()
    if row is None:
        return False
    store, key = storages["ledger"], f"{FOLDER}/{row.uuid}.json"
    said = {
        "id": str(row.uuid),
        "kind": row.kind,
        "subject": str(row.subject),
        "details": row.details,
        "at": row.at.isoformat(),
    }
    try:
        if not store.exists(key):
            store.save(key, ContentFile(json.dumps(said).encode()))
    except STORE_TROUBLE:
        logger.exception("A deletion could not be written to the ledger's store; it is tried again")
        return False
    LedgerEntry.objects.filter(pk=pk).update(kept_at=timezone.now())
    return True

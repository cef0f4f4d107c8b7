"""The ledger of deletions: kept in the database with the act, and outside of it for after a restore.

A backup is older than what was deleted since. Whoever restores one replays the ledger, and what a
person asked us to forget is forgotten again (F-19). The store of its own holds one small object for
each entry: a kind, an id, a date, and nothing that tells of a person.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from foundation.clock import DutyContext
from foundation.files.stores import STORE_TROUBLE, keys_of
from foundation.models import LedgerEntry

logger = logging.getLogger(__name__)

FOLDER = "entries"
AT_A_TIME = 200
# Longer than any store is away; `fsck` says so.
LONGEST_WAIT = timedelta(days=1)
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


class Unreadable(Exception):
    """An entry in the store that is no entry: nobody can say what was deleted."""


_replayed: ContextVar[LedgerEntry | None] = ContextVar("replayed", default=None)


def note(
    kind: str, *, subject: UUID, at: datetime, details: Mapping[str, Detail] | None = None
) -> LedgerEntry:
    """Call it inside the transaction of the deletion. `details` hold codes and ids, never words.

    While an entry is replayed nothing new is noted: the store knows it all from the first time.
    """
    replayed = _replayed.get()
    if replayed is not None:
        return replayed
    row = LedgerEntry.objects.create(kind=kind, subject=subject, details=details or {}, at=at)
    # The deletion is done and must not look undone because the store is away.
    transaction.on_commit(partial(_keep, row.pk), robust=True)
    return row


@contextmanager
def replaying(entry: Entry, *, at: datetime) -> Iterator[None]:
    """Around the doing again of one entry, inside its transaction. The table then holds it, once."""
    row = LedgerEntry.objects.create(
        uuid=entry.id,
        kind=entry.kind,
        subject=entry.subject,
        details=dict(entry.details),
        at=entry.at,
        kept_at=at,
    )
    token = _replayed.set(row)
    try:
        yield
    finally:
        _replayed.reset(token)


def keep_waiting(context: DutyContext) -> int:
    """For the clock: what could not be written outside at once."""
    if context.dry_run:
        return LedgerEntry.objects.filter(kept_at=None).count()
    rows = LedgerEntry.objects.filter(kept_at=None).values_list("pk", flat=True)
    return sum(_keep(pk) for pk in list(rows[:AT_A_TIME]))


def waiting_too_long(*, at: datetime) -> int:
    """Entries that a restore would not know of, if the database were lost now."""
    return LedgerEntry.objects.filter(kept_at=None, at__lt=at - LONGEST_WAIT).count()


def entries() -> Iterator[Entry]:
    """All that the store holds, oldest first. `Unreadable` when one of them cannot be understood."""
    store = storages["ledger"]
    keys = (key for key in keys_of(store) if key.startswith(f"{FOLDER}/"))
    return iter(sorted((_read(store, key) for key in keys), key=lambda each: (each.at, each.id)))


def _read(store: Storage, key: str) -> Entry:
    with store.open(key) as kept:
        content = kept.read()
    try:
        said = json.loads(content)
        return Entry(
            id=UUID(said["id"]),
            kind=str(said["kind"]),
            subject=UUID(said["subject"]),
            details=dict(said["details"]),
            at=datetime.fromisoformat(said["at"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable(f"{key} in the ledger's store is damaged.") from None


def _keep(pk: int) -> bool:
    """Once: an entry that is whole in the store already is left as it is."""
    row = LedgerEntry.objects.filter(pk=pk, kept_at=None).first()
    if row is None:
        return False
    said = {
        "id": str(row.uuid),
        "kind": row.kind,
        "subject": str(row.subject),
        "details": row.details,
        "at": row.at.isoformat(),
    }
    try:
        _write(storages["ledger"], f"{FOLDER}/{row.uuid}.json", json.dumps(said).encode())
    except STORE_TROUBLE:
        logger.exception("A deletion could not be written to the ledger's store; it is tried again")
        return False
    LedgerEntry.objects.filter(pk=pk).update(kept_at=timezone.now())
    return True


def _write(store: Storage, key: str, content: bytes) -> None:
    """A full disk may have left half of it (F-05): what is not whole is written anew."""
    if store.exists(key):
        with store.open(key) as kept:
            if kept.read() == content:
                return
        store.delete(key)
    store.save(key, ContentFile(content))

"""The two stores, and what can go wrong with any store."""

import errno
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from weakref import WeakKeyDictionary

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils import timezone
from s3transfer.exceptions import RetriesExceededError

from foundation import backups
from foundation.files.names import new_key

logger = logging.getLogger(__name__)

# What a disk or a bucket raises when it refuses, hangs, is full or has lost something
# (F-04 to F-06, F-21).
STORE_TROUBLE = (OSError, BotoCoreError, ClientError, RetriesExceededError)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LINK_SECONDS = 60
# After an answer that did not come within so many seconds, for so many nobody else waits for one.
SILENCE = 2.0
REST = 20.0
_resting_until: "WeakKeyDictionary[Storage, float]" = WeakKeyDictionary()


@contextmanager
def asking(store: Storage) -> Iterator[None]:
    """Around whatever a person waits for: one hang is enough.

    Otherwise a page of pictures, or twenty files in one form, would hold every thread in turn (F-04).
    """
    began = time.monotonic()
    if began < _resting_until.get(store, 0.0):
        raise TimeoutError("The store did not answer a moment ago.")
    try:
        yield
    except STORE_TROUBLE:
        if time.monotonic() - began > SILENCE:
            _resting_until[store] = time.monotonic() + REST
        raise


def put(store: Storage, content: "File[bytes]") -> str:
    """Keep bytes under a new random key; nothing stays behind when that fails half-way.

    Where the store hangs, what may have arrived is left to the sweep: to delete would hang too.
    """
    key = new_key()
    with asking(store):
        began = time.monotonic()
        try:
            return store.save(key, content)
        except STORE_TROUBLE:
            if time.monotonic() - began <= SILENCE:
                discard(store, key)
            raise


def let_go(store: Storage, key: str) -> None:
    """Once its row is gone for good. While a backup runs, the backup deletes it when it has ended."""
    if not backups.is_running(at=timezone.now()):
        discard(store, key)


def discard(store: Storage, key: str) -> None:
    """Best effort: what stays behind is an object without a row, which the sweep takes away."""
    try:
        store.delete(key)
    except STORE_TROUBLE:
        logger.exception("A stored file could not be deleted")


def is_full(error: BaseException) -> bool:
    """The disk, the quota or what one process may write has come to its end (F-05)."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def keys_of(store: Storage, folder: str = "") -> Iterator[str]:
    """Everything that lies there."""
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        # Nothing was ever kept here.
        return
    for name in names:
        yield f"{folder}/{name}" if folder else name
    for each in folders:
        yield from keys_of(store, f"{folder}/{each}" if folder else each)


def link_to(store: Storage, key: str, *, content_type: str, disposition: str) -> str:
    """An address at the bucket itself, signed, for a minute, that nobody may keep (T-34).

    What the browser is told about the file is signed too: nobody can turn it into a page.
    """
    bucket = cast(Any, store)
    address: str = bucket.url(
        key,
        parameters={
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": "private, no-store",
        },
        expire=LINK_SECONDS,
    )
    return address

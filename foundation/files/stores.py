"""The two stores, and what can go wrong with any store."""

import errno
import logging
from collections.abc import Iterator
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage
from s3transfer.exceptions import RetriesExceededError

from foundation.files.names import new_key

logger = logging.getLogger(__name__)

# What a disk or a bucket raises when it refuses, hangs, is full or has lost something
# (F-04 to F-06, F-21).
STORE_TROUBLE = (OSError, BotoCoreError, ClientError, RetriesExceededError)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LINK_SECONDS = 60


def put(store: Storage, content: "File[bytes]") -> str:
    """Keep bytes under a new random key; nothing stays behind when that fails half-way."""
    key = new_key()
    try:
        return store.save(key, content)
    except STORE_TROUBLE:
        discard(store, key)
        raise


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

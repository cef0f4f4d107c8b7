"""The two stores, and what can go wrong with any store."""

import logging

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage

from foundation.files.names import new_key

logger = logging.getLogger(__name__)

# What a disk or a bucket raises when it refuses, hangs, is full or has lost something
# (F-04 to F-06, F-21).
STORE_TROUBLE = (OSError, BotoCoreError, ClientError)


def put(store: Storage, content: "File[bytes]") -> str:
    """Keep bytes under a new random key; nothing stays behind when that fails half-way."""
    key = new_key()
    try:
        return store.save(key, content)
    except STORE_TROUBLE:
        discard(store, key)
        raise


def discard(store: Storage, key: str) -> None:
    """Best effort: what stays behind is an object without a row, which `fsck` names."""
    try:
        store.delete(key)
    except STORE_TROUBLE:
        logger.exception("A stored file could not be deleted")

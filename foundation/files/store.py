"""Taking files in, and keeping the ones we make."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from foundation.files.checking import check_file
from foundation.files.kinds import FileKinds, FileNotAccepted
from foundation.files.looking import look_at
from foundation.files.names import display_name
from foundation.files.stores import STORE_TROUBLE, discard, is_full, let_go, put
from foundation.jobs import enqueue
from foundation.models import PrivateFile

logger = logging.getLogger(__name__)


def store_upload(
    *, upload: "UploadedFile[bytes]", kinds: FileKinds, actor: AbstractBaseUser, at: datetime
) -> PrivateFile:
    """Into quarantine, where the scanner finds it. The row comes after the bytes (T-61)."""
    kind, pixels = look_at(upload, kinds)
    name = display_name(upload.name or "", kind)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    with _stored(storages["quarantine"], upload, name) as key:
        file = PrivateFile.objects.create(
            storage_key=key,
            display_name=name,
            content_type=kind.content_type,
            size=upload.size or 0,
            sha256=digest.hexdigest(),
            uploaded_by_id=actor.pk,
            uploaded_at=at,
            tried_at=at,
            pixel_width=pixels[0] if pixels else None,
            pixel_height=pixels[1] if pixels else None,
        )
        enqueue(check_file, file.uuid)
    return file


def store_generated(
    *,
    name: str,
    content: bytes,
    content_type: str,
    at: datetime,
    thumbnail: bytes | None = None,
) -> PrivateFile:
    """What our own code made is clean from the start; `thumbnail` is the small JPEG of a picture."""
    store = storages["default"]
    with ExitStack() as stored:
        key = stored.enter_context(_stored(store, ContentFile(content), name))
        small: dict[str, Any] = {}
        if thumbnail:
            small = {
                "thumbnail_key": stored.enter_context(_stored(store, ContentFile(thumbnail), name)),
                "thumbnail_size": len(thumbnail),
                "thumbnail_sha256": hashlib.sha256(thumbnail).hexdigest(),
            }
        return PrivateFile.objects.create(
            storage_key=key,
            display_name=display_name(name),
            content_type=content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            state=PrivateFile.State.CLEAN,
            made_by_us=True,
            uploaded_at=at,
            **small,
        )


def remove(file: PrivateFile) -> None:
    """Bytes go once the row is gone for good: a rollback keeps both. The small picture goes along."""
    store, keys = file.store, (file.storage_key, file.thumbnail_key)
    file.delete()
    for key in filter(None, keys):
        transaction.on_commit(partial(let_go, store, key))


@contextmanager
def _stored(store: Storage, content: "File[bytes]", name: str) -> Iterator[str]:
    """Bytes under a key, for the row that is made inside; no row, no bytes (T-61)."""
    try:
        key = put(store, content)
    except STORE_TROUBLE as error:
        if is_full(error):
            logger.exception("The file store is full")
            raise FileNotAccepted(
                f"We have no room for “{name}” just now. What you sent before is safe. Try again later."
            ) from error
        logger.exception("The file store refused a file")
        raise FileNotAccepted(
            f"We could not keep “{name}” just now. Try again in a few minutes."
        ) from error
    try:
        yield key
    except BaseException:
        discard(store, key)
        raise

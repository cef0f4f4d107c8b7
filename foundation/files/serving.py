"""Handing a file out. Who may have it is the view's question; whether anyone may is asked here."""

import hashlib
import logging

from django.conf import settings
from django.core.files.base import File
from django.http import FileResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header

from foundation.files.stores import STORE_TROUBLE, asking, link_to
from foundation.models import PrivateFile
from foundation.refusals import Refused

logger = logging.getLogger(__name__)

WAITING = "This file is still being checked for viruses. Try again in a few minutes."
UNAVAILABLE = "This file is unavailable at the moment. Tell us, and we will look into it."
DOWNLOAD_ONLY = "This file can be downloaded, and not shown on a page."
THUMBNAIL_TYPE = "image/jpeg"
SHOWN = {"image/jpeg", "image/png", "image/webp"}
# Sandboxed on its own origin, loading nothing: whatever is in a file stays in it (T-53).
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


class FileUnavailable(Refused):
    """The row says clean, but the store has lost or changed the bytes (F-06)."""


def open_clean(file: PrivateFile, *, thumbnail: bool = False) -> "File[bytes]":
    """The bytes of a clean file, or of its small picture, exactly as they were kept."""
    _be_clean(file)
    key, wanted = file.storage_key, file.sha256
    if thumbnail:
        key, wanted = file.thumbnail_key, file.thumbnail_sha256
        if not key:
            raise FileUnavailable(UNAVAILABLE)
    store = file.store
    try:
        with asking(store):
            stored = store.open(key)
            digest = hashlib.sha256()
            for chunk in stored.chunks():
                digest.update(chunk)
            stored.seek(0)
    except STORE_TROUBLE as error:
        logger.exception("A stored file could not be read: %s", file.uuid)
        raise FileUnavailable(UNAVAILABLE) from error
    if digest.hexdigest() != wanted:
        stored.close()
        logger.error("A stored file is not what was kept: %s", file.uuid)
        raise FileUnavailable(UNAVAILABLE)
    return stored


def serve(
    file: PrivateFile,
    *,
    inline: bool = False,
    thumbnail: bool = False,
    filename: str | None = None,
) -> HttpResponseBase:
    """As a download, never kept by a cache (T-34, T-63).

    `inline` is for pictures on our own pages: painted again by us, so that they hold nothing else.
    `thumbnail` is the small one, always inline. Downloads may come from the bucket by a short link.
    """
    _be_clean(file)
    inline = inline or thumbnail
    if inline and not thumbnail and file.content_type not in SHOWN:
        raise Refused(DOWNLOAD_ONLY)
    name = filename or file.display_name
    if settings.S3_DIRECT_LINKS and not inline:
        return _link(file, name)
    stored = open_clean(file, thumbnail=thumbnail)
    response = FileResponse(
        stored,
        as_attachment=not inline,
        filename=name,
        content_type=THUMBNAIL_TYPE if thumbnail else file.content_type,
    )
    response["Content-Length"] = str(file.thumbnail_size if thumbnail else file.size)
    return guarded(response)


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """What every answer that is a file says about itself (T-19, T-34, T-53)."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _be_clean(file: PrivateFile) -> None:
    if file.is_waiting:
        raise Refused(WAITING)
    if not file.is_clean:
        raise Refused(file.reason)


def _link(file: PrivateFile, name: str) -> HttpResponseRedirect:
    """Asks first whether it is there: an error of the bucket is nothing for people to read.

    Its digest is left to the nightly look; the bytes do not pass through here.
    """
    store = file.store
    try:
        with asking(store):
            size = store.size(file.storage_key)
        address = link_to(
            store,
            file.storage_key,
            content_type=file.content_type,
            disposition=content_disposition_header(True, name) or "attachment",
        )
    except STORE_TROUBLE as error:
        logger.exception("A stored file could not be reached: %s", file.uuid)
        raise FileUnavailable(UNAVAILABLE) from error
    if size != file.size:
        logger.error("A stored file is not what was kept: %s", file.uuid)
        raise FileUnavailable(UNAVAILABLE)
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response

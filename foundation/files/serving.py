"""Handing a file out. Who may have it is the view's question; whether anyone may is asked here."""

import hashlib
import logging

from django.core.files.base import File
from django.http import FileResponse, HttpResponseBase

from foundation.files.stores import STORE_TROUBLE
from foundation.models import PrivateFile
from foundation.refusals import Refused

logger = logging.getLogger(__name__)

WAITING = "This file is still being checked for viruses. Try again in a few minutes."
UNAVAILABLE = "This file is unavailable at the moment. Tell us, and we will look into it."
# Sandboxed on its own origin, loading nothing: whatever is in a file stays in it (T-53).
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


class FileUnavailable(Refused):
    """The row says clean, but the store has lost or changed the bytes (F-06)."""


def open_clean(file: PrivateFile) -> "File[bytes]":
    """The bytes of a clean file, exactly as they were kept."""
    if file.is_waiting:
        raise Refused(WAITING)
    if not file.is_clean:
        raise Refused(file.reason)
    try:
        stored = file.store.open(file.storage_key)
        digest = hashlib.sha256()
        for chunk in stored.chunks():
            digest.update(chunk)
        stored.seek(0)
    except STORE_TROUBLE as error:
        logger.exception("A stored file could not be read: %s", file.uuid)
        raise FileUnavailable(UNAVAILABLE) from error
    if digest.hexdigest() != file.sha256:
        stored.close()
        logger.error("A stored file is not what was kept: %s", file.uuid)
        raise FileUnavailable(UNAVAILABLE)
    return stored


def serve(
    file: PrivateFile, *, inline: bool = False, filename: str | None = None
) -> HttpResponseBase:
    """As a download (`inline`: pictures on our own pages), never kept by a cache (T-34, T-63)."""
    response = FileResponse(
        open_clean(file),
        as_attachment=not inline,
        filename=filename or file.display_name,
        content_type=file.content_type,
    )
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response

"""From quarantine to clean, or refused."""

import hashlib
import logging
import uuid
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from foundation import audit
from foundation.clock import DutyContext
from foundation.files.kinds import PICTURES
from foundation.files.pictures import FORMATS, NotAPicture, repainted
from foundation.files.stores import discard, put
from foundation.jobs import enqueue, job
from foundation.models import PrivateFile
from foundation.scanning import ScannerUnavailable, find_virus

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = timedelta(minutes=5)
AT_A_TIME = 200

HAS_VIRUS = "We found a virus in this file, so we deleted it. Check your device, then send another."
UNREADABLE = "We could not read this picture. It may be damaged. Choose another file."


@job()
def check_file(file_uuid: str) -> None:
    """Scan it, paint a picture again, move it. Without a scanner it waits; nothing fails (F-08)."""
    file = PrivateFile.objects.waiting().filter(uuid=uuid.UUID(file_uuid)).first()
    if file is None:
        return
    content = _quarantined(file)
    try:
        virus = find_virus([content], size=len(content))
    except ScannerUnavailable as trouble:
        logger.warning("A file stays in quarantine: %s", trouble)
        return
    now = timezone.now()
    if virus:
        _refuse(file, HAS_VIRUS, at=now, finding=virus)
    else:
        _accept(file, content, at=now)


def scan_waiting(context: DutyContext) -> int:
    """For the clock: what still waits is tried again, oldest first (F-08)."""
    due = PrivateFile.objects.waiting().filter(tried_at__lte=context.now - TRY_AGAIN_AFTER)
    files = list(due.order_by("uploaded_at")[:AT_A_TIME])
    PrivateFile.objects.filter(pk__in=[file.pk for file in files]).update(tried_at=context.now)
    for file in files:
        enqueue(check_file, file.uuid)
    return len(files)


class BytesChanged(Exception):
    """What lies in quarantine is not what was sent."""


def _quarantined(file: PrivateFile) -> bytes:
    """Read once: what is scanned is what is kept."""
    with file.store.open(file.storage_key) as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise BytesChanged
    return content


def _accept(file: PrivateFile, content: bytes, *, at: datetime) -> None:
    """The clean copy gets its key first; then one UPDATE decides between two workers (F-13)."""
    quarantine = file.store
    changes: dict[str, object] = {}
    if file.content_type in FORMATS:
        try:
            content, width, height = _painted(file, content)
        except NotAPicture:
            _refuse(file, UNREADABLE, at=at, finding="unreadable")
            return
        changes = {"pixel_width": width, "pixel_height": height}
    key = put(storages["default"], ContentFile(content))
    try:
        won = (
            PrivateFile.objects.waiting()
            .filter(pk=file.pk)
            .update(
                **changes,
                state=PrivateFile.State.CLEAN,
                storage_key=key,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                scanned_at=at,
            )
        )
    except BaseException:
        discard(storages["default"], key)
        raise
    if won:
        transaction.on_commit(partial(discard, quarantine, file.storage_key))
    else:
        discard(storages["default"], key)


def _painted(file: PrivateFile, content: bytes) -> tuple[bytes, int, int]:
    return repainted(
        BytesIO(content),
        content_type=file.content_type,
        max_pixels=PICTURES.max_pixels,
    )


def _refuse(file: PrivateFile, reason: str, *, at: datetime, finding: str) -> None:
    """The row, its hash and its reason stay; the bytes go."""
    with transaction.atomic():
        refused = (
            PrivateFile.objects.waiting()
            .filter(pk=file.pk)
            .update(state=PrivateFile.State.REFUSED, storage_key="", reason=reason, scanned_at=at)
        )
        if refused:
            audit.record(
                "file.refused",
                actor=None,
                target=file,
                at=at,
                outcome="refused",
                reason=reason,
                details={"finding": finding, "sha256": file.sha256},
            )
            transaction.on_commit(partial(discard, file.store, file.storage_key))

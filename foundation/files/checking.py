"""From quarantine to clean, or refused."""

import hashlib
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from foundation import apart, audit
from foundation.clock import DutyContext
from foundation.files.cleaners import Cleaned, Unclean, cleaned
from foundation.files.kinds import JPEG
from foundation.files.names import display_name
from foundation.files.stores import discard, let_go, put
from foundation.jobs import enqueue, job
from foundation.models import PrivateFile
from foundation.scanning import ScannerUnavailable, find_virus

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = timedelta(minutes=5)
AT_A_TIME = 200

HAS_VIRUS = "We found a virus in this file, so we deleted it. Check your device, then send another."
# clamd's word for what it takes for odd or cannot look into: a password, a limit, strange spelling.
# Nobody should fear for their device because of that, so our own reason is given, if there is one.
SUSPICION = "Heuristics."
SUSPECTED = (
    "We could not look into all of this file, so we deleted it. "
    "Save it as a new PDF, without a password, and send that."
)


@job()
def check_file(file_uuid: str) -> None:
    """Scan it, clean it, move it. Without a scanner it waits; nothing fails (F-08)."""
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
    suspected = bool(virus) and str(virus).startswith(SUSPICION)
    if virus and not suspected:
        _refuse(file, HAS_VIRUS, at=now, finding=virus)
        return
    try:
        kept = cleaned(content, content_type=file.content_type)
    except apart.Interrupted as trouble:
        logger.warning("A file stays in quarantine: %s", trouble)
    except Unclean as found:
        _refuse(file, found.sentence, at=now, finding=found.finding)
    else:
        if suspected:
            _refuse(file, SUSPECTED, at=now, finding=str(virus))
        else:
            _accept(file, kept, at=now)


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


def _accept(file: PrivateFile, kept: Cleaned, *, at: datetime) -> None:
    """The clean copies get their keys first; then one UPDATE decides between two workers (F-13)."""
    quarantine = file.store
    with _put(kept.content) as key, _put(kept.thumbnail) as small_key:
        won = (
            PrivateFile.objects.waiting()
            .filter(pk=file.pk)
            .update(
                **kept.changes,
                **_thumbnail(kept, small_key),
                display_name=_name(file, kept),
                state=PrivateFile.State.CLEAN,
                storage_key=key,
                size=len(kept.content),
                sha256=hashlib.sha256(kept.content).hexdigest(),
                scanned_at=at,
            )
        )
    if won:
        transaction.on_commit(partial(let_go, quarantine, file.storage_key))
        return
    for unused in filter(None, (key, small_key)):
        discard(storages["default"], unused)


@contextmanager
def _put(content: bytes) -> Iterator[str]:
    """A key in the private store, or none for nothing. No row, no bytes (T-61)."""
    key = put(storages["default"], ContentFile(content)) if content else ""
    try:
        yield key
    except BaseException:
        if key:
            discard(storages["default"], key)
        raise


def _thumbnail(kept: Cleaned, key: str) -> dict[str, object]:
    if not key:
        return {}
    return {
        "thumbnail_key": key,
        "thumbnail_size": len(kept.thumbnail),
        "thumbnail_sha256": hashlib.sha256(kept.thumbnail).hexdigest(),
    }


def _name(file: PrivateFile, kept: Cleaned) -> str:
    """A picture that became a JPEG is called one."""
    if "content_type" not in kept.changes:
        return file.display_name
    return display_name(file.display_name.rpartition(".")[0] + ".jpg", JPEG)


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

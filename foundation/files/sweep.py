"""Looking after what is kept, once a night: strays go (T-61), and bytes are looked at again (F-06).

The clock only asks for it. The work is done in jobs, because a store can be slow and a duty is one
transaction.
"""

import logging
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from uuid import UUID

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils import timezone

from foundation import audit, backups
from foundation.clock import DutyContext
from foundation.dates import LONDON, london_date
from foundation.files.fsck import STATES, parts_of, trouble_with
from foundation.files.stores import STORE_TROUBLE, keys_of, let_go
from foundation.health import Check
from foundation.jobs import enqueue, job
from foundation.models import AuditEvent, DutyState, PrivateFile

logger = logging.getLogger(__name__)

NOT_BEFORE = time(2)
# A file that is just coming in has bytes before it has a row.
STRAY_AFTER = timedelta(hours=24)
# What we give as keys, and what /readyz/ tries. Anything else was put there by somebody else.
OURS = re.compile(r"[0-9a-f]{2}/[0-9a-f]{38}(_\w+)?|ready/[0-9a-f-]{36}(_\w+)?")
AT_A_TIME = 500
# More than this and more than half of a store is no litter: the database is the wrong one.
SUSPICIOUS = 100
# Every clean file is looked at once in so many nights.
NIGHTS = 30
LOOKS = 100
BYTES = 200 * 1024 * 1024
ROOM = 200 * 1024 * 1024
DAMAGED = "file.damaged"
MENDED = "file.mended"


def sweep_strays(context: DutyContext) -> int:
    """For the clock: take away objects without a row."""
    if backups.is_running(at=timezone.now()) or not _first_time_tonight("files: sweep", context):
        return 0
    for name in STATES:
        enqueue(sweep_store, name)
    return len(STATES)


def look_at_kept(context: DutyContext) -> int:
    """For the clock: is tonight's share of the clean files still what was kept?"""
    if not _first_time_tonight("files: look", context):
        return 0
    enqueue(look_again, 0)
    enqueue(look_at_share, context.today.toordinal() % NIGHTS, "")
    return 1


def ready(at: datetime) -> Check:
    """For `/readyz/`: until the bytes are back or their row has gone, and while there is room (F-05)."""
    if any(_is_nearly_full(storages[name]) for name in STATES):
        return Check("files", False, "There is hardly any room left for files.")
    if damaged_files():
        return Check("files", False, "Kept files are missing or have changed.")
    return Check("files", True, "Kept files are what they were when last looked at.")


def damaged_files() -> list[PrivateFile]:
    """Whose bytes were found missing or changed, and have not been found well since."""
    last = dict(
        AuditEvent.objects.filter(
            event__in=(DAMAGED, MENDED), target_type=PrivateFile._meta.label_lower
        )
        .order_by("at", "pk")
        .values_list("target_id", "event")
    )
    damaged = [int(pk) for pk, event in last.items() if event == DAMAGED]
    files = PrivateFile.objects.filter(pk__in=damaged, state=PrivateFile.State.CLEAN)
    return list(files.order_by("pk"))


@job()
def sweep_store(name: str) -> None:
    """A store and a database that do not belong together are left alone."""
    now, store = timezone.now(), storages[name]
    total, strays = 0, []
    for batch in _batches(keys_of(store), AT_A_TIME):
        total += len(batch)
        strays += [key for key in without_a_row(batch) if _is_old(store, key, now)]
    if len(strays) > SUSPICIOUS and len(strays) > total / 2:
        logger.error("Most of the %s store is unknown to the database: nothing was deleted", name)
        audit.record(
            "files.sweep",
            actor=None,
            outcome="refused",
            details={"store": name, "strays": len(strays), "of": total},
        )
        return
    for key in strays:
        # Not while a backup runs that has begun meanwhile.
        let_go(store, key)
    audit.record(
        "files.sweep", actor=None, details={"store": name, "taken": len(strays), "of": total}
    )


@job()
def look_at_share(share: int, after: str) -> None:
    """A part of tonight's files, then a job for the next part: nobody waits behind all of them.

    A bucket that does not answer fails the job, which is tried again later: no file is to blame.
    """
    first, last = range_of(share)
    files = PrivateFile.objects.filter(
        state=PrivateFile.State.CLEAN, uuid__gte=UUID(after) if after else first, uuid__lte=last
    ).order_by("uuid")
    if after:
        files = files.exclude(uuid=UUID(after))
    known = {file.pk for file in damaged_files()}
    seen = 0
    for count, file in enumerate(files[:LOOKS], start=1):
        _look_at(file, known_damaged=file.pk in known)
        seen += file.size
        if seen > BYTES or count == LOOKS:
            enqueue(look_at_share, share, file.uuid)
            return


@job()
def look_again(after: int) -> None:
    """What was damaged may have been brought back from a backup."""
    files = [file for file in damaged_files() if file.pk > after]
    for file in files[:LOOKS]:
        _look_at(file, known_damaged=True)
    if len(files) > LOOKS:
        enqueue(look_again, files[LOOKS - 1].pk)


def _is_nearly_full(store: Storage) -> bool:
    """Buckets have no end."""
    if not isinstance(store, FileSystemStorage):
        return False
    try:
        return shutil.disk_usage(store.location).free < ROOM
    except FileNotFoundError:
        # Nothing was ever kept here.
        return False


def _look_at(file: PrivateFile, *, known_damaged: bool) -> None:
    found = [
        trouble
        for _, key, digest in parts_of(file)
        if (trouble := trouble_with(file.store, key, digest))
    ]
    if found:
        logger.error("A stored file is %s: %s", found[0], file.uuid)
        # It may have been removed, or replaced by a repair, while we looked.
        if not known_damaged and PrivateFile.objects.filter(pk=file.pk).exists():
            audit.record(DAMAGED, actor=None, target=file, details={"found": found[0]})
    elif known_damaged:
        audit.record(MENDED, actor=None, target=file)


def _first_time_tonight(name: str, context: DutyContext) -> bool:
    if context.now.astimezone(LONDON).time() < NOT_BEFORE:
        return False
    state, _ = DutyState.objects.get_or_create(duty=name)
    last = london_date(state.last_run_at) if state.last_run_at else None
    # A night far ahead is a mistake of the clock, and must not stop the sweeps until it comes (F-15).
    if last is not None and context.today <= last <= context.today + timedelta(days=1):
        return False
    state.last_run_at = context.now
    state.save(update_fields=["last_run_at"])
    return True


def range_of(number: int) -> tuple[UUID, UUID]:
    """Ids are random, so a range of them is a fair share of all files."""
    size = 2**128 // NIGHTS
    last = 2**128 if number == NIGHTS - 1 else (number + 1) * size
    return UUID(int=number * size), UUID(int=last - 1)


def _batches(keys: Iterator[str], size: int) -> Iterator[list[str]]:
    while batch := list(islice(keys, size)):
        yield batch


def without_a_row(keys: Iterable[str]) -> list[str]:
    """Those of our keys that no file of the database has."""
    ours = [key for key in keys if OURS.fullmatch(key)]
    known: set[str] = set()
    for field in ("storage_key", "thumbnail_key"):
        rows = PrivateFile.objects.filter(**{f"{field}__in": ours})
        known.update(rows.values_list(field, flat=True))
    return [key for key in ours if key not in known]


def _is_old(store: Storage, key: str, now: datetime) -> bool:
    try:
        return store.get_modified_time(key) < now - STRAY_AFTER
    except STORE_TROUBLE:
        # It has gone meanwhile.
        return False

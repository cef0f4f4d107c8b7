"""Is this installation fit for work? Each check says a sentence that gives nothing away."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from foundation.beats import late_beats
from foundation.clock import standings
from foundation.jobs import overdue

logger = logging.getLogger(__name__)

JOB_LIMIT = timedelta(minutes=5)
STORAGE_EVERY_SECONDS = 60


@dataclass(frozen=True)
class Check:
    name: str
    ok: bool
    says: str


# What `settings.READY_CHECKS` names: rooms above add what only they can know.
MoreChecks = Callable[[datetime], Check]


def readiness(*, at: datetime) -> list[Check]:
    database = _database()
    if not database.ok:
        return [database, _storage()]
    more: list[str] = getattr(settings, "READY_CHECKS", [])
    return [
        database,
        _storage(),
        *_beats(at),
        _duties(at),
        _jobs(at),
        *(_guarded(path, at) for path in more),
    ]


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return Check("database", False, "The database does not answer.")
    return Check("database", True, "The database answers.")


class _StorageProbe:
    """A tiny private file, written, read and deleted; at most once a minute while all is well."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._good_until = 0.0

    def works(self) -> bool:
        with self._lock:
            if time.monotonic() < self._good_until:
                return True
            try:
                self._try()
            except Exception:  # Each kind of storage fails in its own way.
                logger.exception("Private files cannot be kept")
                return False
            self._good_until = time.monotonic() + STORAGE_EVERY_SECONDS
            return True

    def forget(self) -> None:
        self._good_until = 0.0

    def _try(self) -> None:
        written = uuid4().bytes
        name = default_storage.save(f"ready/{uuid4()}", ContentFile(written))
        try:
            with default_storage.open(name) as file:
                if file.read() != written:
                    raise OSError("What was read is not what was written.")
        finally:
            default_storage.delete(name)


storage_probe = _StorageProbe()


def _storage() -> Check:
    if storage_probe.works():
        return Check("storage", True, "Private files can be kept.")
    return Check("storage", False, "Private files cannot be kept.")


def _beats(at: datetime) -> list[Check]:
    late = late_beats(at=at)
    return [
        Check(name, False, f"The {name} shows no sign of life.")
        if name in late
        else Check(name, True, f"The {name} is running.")
        for name in settings.BEAT_LIMIT
    ]


def _duties(at: datetime) -> Check:
    """The clock may beat and still leave out a duty, or fail at it each time (F-14)."""
    found = standings(at=at)
    if any(each.fails_repeatedly for each in found):
        return Check("duties", False, "A duty of the clock fails again and again.")
    # When the clock itself is late, so are all duties: that is said once.
    if any(each.is_late for each in found) and "clock" not in late_beats(at=at):
        return Check("duties", False, "A duty of the clock has not run for too long.")
    return Check("duties", True, "The duties of the clock run.")


def _jobs(at: datetime) -> Check:
    if overdue(at=at, limit=JOB_LIMIT).exists():
        return Check("jobs", False, "Jobs are waiting for longer than they should.")
    return Check("jobs", True, "No job is late.")


def _guarded(path: str, at: datetime) -> Check:
    check: MoreChecks = import_string(path)
    try:
        return check(at)
    except Exception:  # A broken check is bad news, never a broken page.
        logger.exception("The check %s failed", path)
        return Check(path.rpartition(".")[2], False, "This could not be checked.")

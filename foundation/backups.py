"""Whether a backup is being taken now: until it has ended, nothing goes that its rows may name.

A backup reads the rows at one moment and copies the files after it. The sign is written before that
moment; whoever deletes bytes looks for it after their row is gone. So either the backup does not know
the row, or the bytes wait for it (F-19).
"""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from foundation.beats import beat
from foundation.models import Beat

logger = logging.getLogger(__name__)

NAME = "backup"
# A backup that showed no life for so long has died; then bytes may go again.
LIMIT = timedelta(minutes=15)


def begin(*, at: datetime) -> bool:
    """False when another one is at it."""
    _, created = Beat.objects.get_or_create(name=NAME, defaults={"at": at})
    if created:
        return True
    return bool(Beat.objects.filter(name=NAME, at__lt=at - LIMIT).update(at=at))


def show_life() -> None:
    beat(NAME, at=timezone.now())


def end() -> None:
    Beat.objects.filter(name=NAME).delete()


def is_running(*, at: datetime) -> bool:
    """A database that can't be asked counts as yes: what waits goes in the next night."""
    try:
        return Beat.objects.filter(name=NAME, at__gte=at - LIMIT).exists()
    except DatabaseError:
        logger.exception("Nobody could say whether a backup is running")
        return True

"""Jobs that fail in every way, for the tests of the queue and for the worker they start."""

import os
import time
from uuid import UUID

from django.utils import timezone

from foundation.beats import beat
from foundation.jobs import job
from foundation.models import Beat
from foundation.progress import telling


@job()
def leave_a_mark(name: str) -> None:
    beat(name, at=timezone.now())


@job(max_attempts=3)
def always_fails(name: str) -> None:
    raise ValueError(f"{name} wrote to sam@school.example with password=hunter2\nsecond line")


@job(max_attempts=3)
def fails_until_marked(name: str) -> None:
    Beat.objects.get(name=name)
    beat(f"{name}-done", at=timezone.now())


@job(max_attempts=2)
def two_steps(name: str) -> None:
    """Twice at once or one after the other, each step leaves one row."""
    beat(f"{name}-first", at=timezone.now())
    if os.environ.get("SLOW_JOBS"):
        time.sleep(60)
    beat(f"{name}-second", at=timezone.now())


@job()
def told_in_ten(subject: str) -> None:
    """Says after each of ten pages how far it is."""
    with telling(told_in_ten, UUID(subject), total=10, unit="pages") as told:
        for page in range(1, 11):
            told.step(f"Page {page}")
            if os.environ.get("SLOW_JOBS"):
                time.sleep(0.7)
    beat("told", at=timezone.now())


@job(max_attempts=2)
def fails_half_way(subject: str) -> None:
    with telling(fails_half_way, UUID(subject), total=10, unit="pages") as told:
        told.reach(3)
        raise OSError("the disk is full")

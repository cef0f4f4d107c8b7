"""Long work tells how far it is, and the page that waits for it says so (F-10).

    with telling(make_printout, printout.uuid, total=7, unit="steps") as told:
        ...
        told.step("Laying out page 12")

The row is written outside of the work's own transaction, at most once a second, so that others see it.
A page asks `how_far` and includes `foundation/_how_far.html`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from foundation.beats import late_beats
from foundation.jobs import LEASE, in_words, most_tries
from foundation.models import DeadLetter, Progress

TELL_EVERY_SECONDS = 1.0
LONGEST_DOING = 120
# Work that has ended leaves its file behind at once. After so long there is none to come.
ENDED_FOR = timedelta(minutes=1)


class Telling:
    """What `telling` hands out. Counting only goes up; what is written may lag a second behind."""

    def __init__(self, task: Task[..., Any], subject: UUID, *, total: int, unit: str) -> None:
        self._row = Progress(
            job=task.module_path, subject=subject, total=total, unit=unit, started_at=timezone.now()
        )
        self._next = 0.0
        self.write()

    def step(self, doing: str = "") -> None:
        self.reach(self._row.done + 1, doing)

    def reach(self, done: int, doing: str = "") -> None:
        self._row.done = min(max(done, self._row.done), self._row.total)
        self._row.doing = doing[:LONGEST_DOING]
        if time.monotonic() >= self._next:
            self.write()

    def write(self) -> None:
        """One statement: of two workers at the same work the later one is believed."""
        self._row.told_at = timezone.now()
        Progress.objects.bulk_create(
            [self._row],
            update_conflicts=True,
            unique_fields=["job", "subject"],
            update_fields=["done", "total", "unit", "doing", "started_at", "told_at"],
        )
        self._row.pk = None
        self._next = time.monotonic() + TELL_EVERY_SECONDS

    def forget(self) -> None:
        Progress.objects.filter(job=self._row.job, subject=self._row.subject).delete()


@contextmanager
def telling(task: Task[..., Any], subject: UUID, *, total: int, unit: str) -> Iterator[Telling]:
    """The row goes when the work is done; work that failed leaves how far it came."""
    told = Telling(task, subject, total=total, unit=unit)
    try:
        yield told
    except Exception:
        told.write()
        raise
    told.forget()


class Stand(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class HowFar:
    """How a piece of work stands, for the person who waits for it."""

    stand: Stand
    row: Progress | None = None
    tries: int = 0
    most_tries: int = 0
    next_try: datetime | None = None
    error_class: str = ""
    worker_is_late: bool = False

    @property
    def has_failed(self) -> bool:
        return self.stand == Stand.FAILED

    @property
    def came_to(self) -> str:
        """“12 of 40 pages”, when the work has told."""
        return str(self.row) if self.row is not None else ""

    @property
    def reason(self) -> str:
        """Why it failed, for people."""
        return in_words(self.error_class) if self.error_class else ""


def how_far(task: Task[..., Any], subject: UUID, *, since: datetime, at: datetime) -> HowFar:
    """Ask it of work whose result is not there. Three or four queries.

    `since` is when it was last asked for: what died before is another story.
    """
    path, args = task.module_path, [str(subject)]
    row = Progress.objects.filter(job=path, subject=subject).first()
    letter = (
        DeadLetter.objects.not_retried()
        .filter(task_path=path, args=args, died_at__gte=since)
        .order_by("-died_at")
        .first()
    )
    if letter is not None:
        return HowFar(
            stand=Stand.FAILED, row=row, tries=letter.attempts, error_class=letter.error_class
        )
    job = (
        DBTaskResult.objects.filter(task_path=path, args_kwargs__args=args)
        .order_by("-enqueued_at")
        .first()
    )
    if job is None:
        # A backup was brought back, or an old job was tidied away: nobody is at it.
        return HowFar(stand=Stand.FAILED, row=row)
    return _of_job(job, row, at=at)


def _of_job(job: "DBTaskResult[..., Any]", row: Progress | None, *, at: datetime) -> HowFar:
    tries = len(job.worker_ids)
    if job.status == TaskResultStatus.SUCCESSFUL:
        is_over = job.finished_at is None or job.finished_at < at - ENDED_FOR
        return HowFar(stand=Stand.FAILED if is_over else Stand.ENDED)
    worker_is_late = "worker" in late_beats(at=at)
    if job.status == TaskResultStatus.RUNNING:
        lost = worker_is_late or job.started_at is None or job.started_at < at - LEASE
        stand = Stand.INTERRUPTED if lost else Stand.RUNNING
        return HowFar(stand=stand, row=row, tries=tries, worker_is_late=worker_is_late)
    pauses = job.run_after != get_date_max() and job.run_after > at
    if job.status == TaskResultStatus.FAILED or pauses:
        return HowFar(
            stand=Stand.PAUSED,
            row=row,
            tries=tries,
            most_tries=most_tries(job),
            next_try=job.run_after if pauses else None,
            worker_is_late=worker_is_late,
        )
    return HowFar(stand=Stand.QUEUED, worker_is_late=worker_is_late)

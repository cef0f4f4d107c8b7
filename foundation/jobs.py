"""Work that need not keep a person waiting.

A job that fails is tried again after growing pauses, and in the end laid out for officers. A
worker may die at any point and a job may run twice, even at once (F-10, F-13). So a job takes ids,
looks at what is there, and does only what is still missing.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from foundation import audit
from foundation.clock import DutyContext
from foundation.logs import one_line, redact
from foundation.models import DeadLetter, DutyRun, Progress
from foundation.refusals import Refused

P = ParamSpec("P")
T = TypeVar("T")
Argument = str | int | bool | uuid.UUID | None

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
USUAL_ATTEMPTS = len(PAUSES) + 1
# A job that runs for longer than this has lost its worker.
LEASE = timedelta(minutes=10)
KEEP_DONE = timedelta(days=14)
KEEP_RUNS = timedelta(days=90)
LONGEST_REASON = 300

# What an error means to people; the names are those of classes, without their modules.
WORDS = {
    "WorkerLost": "The computer that did it stopped in the middle.",
    "OperationalError": "The database did not answer in time.",
    "InterfaceError": "The database did not answer in time.",
    "MemoryError": "There was too little memory for it.",
    "OSError": "A file could not be read or kept.",
    "FileNotFoundError": "A file that it needs is not there.",
    "PermissionError": "A file could not be read or kept.",
    "StorageUnavailable": "The place where files are kept did not answer.",
    "TimeoutError": "Something that it needs did not answer in time.",
    "ConnectionRefusedError": "Something that it needs did not answer.",
    "TimeStampUnavailable": "The time-stamp service did not answer as it must.",
    "DoesNotExist": "What it was for is no longer there.",
    "RenderingFailed": "The pages did not come out as they must.",
    "Refused": "It is no longer allowed.",
    "KeyProblem": "The key that signs certificates can’t be used.",
}
UNKNOWN_ERROR = "Something in the software went wrong."


@dataclass(frozen=True, kw_only=True)
class Job(Task[P, T]):
    max_attempts: int = USUAL_ATTEMPTS


def job(
    *, max_attempts: int = USUAL_ATTEMPTS, priority: int = 0
) -> Callable[[Callable[P, T]], Job[P, T]]:
    """Make a module's function a job: `@job()`, then `enqueue(function, some_id)`.

    A higher `priority` (-100 to 100) comes first, so that somebody who waits need not wait for mail.
    """

    def make(function: Callable[P, T]) -> Job[P, T]:
        return Job(func=function, max_attempts=max_attempts, priority=priority)

    return make


def enqueue(task: Task[..., Any], *args: Argument) -> None:
    """Queue a job with the caller's own transaction.

    The queue is a table beside the rows the job is about. Workers see the job when, and only if,
    those rows are committed; and no crash can fall between the two.
    """
    task.enqueue(*(str(each) if isinstance(each, uuid.UUID) else each for each in args))


def pause_after(attempts: int) -> timedelta:
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def settle(row: "DBTaskResult[..., Any]", *, at: datetime) -> None:
    """After a failure: another try later, or, when there were enough, a dead letter."""
    error_class = row.exception_class_path.rpartition(".")[2]
    if len(row.worker_ids) >= most_tries(row):
        _bury(row, error_class, _first_line(row, error_class), at)
        return
    _failed(row).update(
        status=TaskResultStatus.READY,
        run_after=at + pause_after(len(row.worker_ids)),
        started_at=None,
        finished_at=None,
    )


def retry_dead_letter(letter: DeadLetter, *, at: datetime, actor: AbstractBaseUser) -> None:
    """Once per letter: if the job dies again, that is a new letter."""
    with transaction.atomic():
        mine = DeadLetter.objects.unanswered().filter(pk=letter.pk)
        if not mine.update(retried_at=at, retried_by=actor):
            raise Refused("Somebody has already tried this job again, or given it up.")
        try:
            task = import_string(letter.task_path)
        except ImportError:
            raise Refused("This kind of job no longer exists. Nothing was started.") from None
        enqueue(task, *letter.args)
        audit.record(
            "job.retried", actor=actor, target=letter, at=at, details={"job": letter.task_path}
        )
    letter.refresh_from_db()


def give_up_dead_letter(
    letter: DeadLetter, *, why: str, at: datetime, actor: AbstractBaseUser
) -> None:
    """An officer's word that this need not be done any more."""
    reason = why.strip()
    if not reason:
        raise Refused("Say why it need not be done any more.")
    with transaction.atomic():
        mine = DeadLetter.objects.unanswered().filter(pk=letter.pk)
        if not mine.update(given_up_at=at, given_up_by=actor, given_up_why=reason[:LONGEST_REASON]):
            raise Refused("Somebody has already tried this job again, or given it up.")
        audit.record(
            "job.given_up",
            actor=actor,
            target=letter,
            at=at,
            reason=reason,
            details={"job": letter.task_path},
        )
    letter.refresh_from_db()


def in_words(error_class: str) -> str:
    """Why a job died, for people who read no code."""
    return WORDS.get(error_class, UNKNOWN_ERROR)


def overdue(*, at: datetime, limit: timedelta) -> "QuerySet[DBTaskResult[..., Any]]":
    """Jobs that should have been started before now by more than the limit."""
    at_once = DBTaskResult.objects.filter(run_after=get_date_max(), enqueued_at__lt=at - limit)
    later = DBTaskResult.objects.filter(run_after__lt=at - limit)
    return (at_once | later).filter(status=TaskResultStatus.READY)


def is_waiting(task: Task[..., Any], *, at: datetime) -> bool:
    """Whether a job of this kind is due or being done. One that pauses after a failure is neither."""
    due = DBTaskResult.objects.filter(task_path=task.module_path).filter(
        Q(status=TaskResultStatus.RUNNING)
        | Q(status=TaskResultStatus.READY, run_after=get_date_max())
        | Q(status=TaskResultStatus.READY, run_after__lte=at)
    )
    return due.exists()


def requeue_lost_jobs(context: DutyContext) -> int:
    """A killed worker leaves its job marked as running, or failed and not yet settled (F-10).

    After the clock was set back, such a job seems to begin in the future, and one that pauses seems
    to wait for days (F-15).
    """
    lost = _wake_oversleepers(context.now)
    before, after = context.now - LEASE, context.now + LEASE
    left = Q(started_at__lt=before) | Q(started_at__gt=after)
    for row in DBTaskResult.objects.running().filter(left):
        unchanged = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) >= most_tries(row):
            if unchanged.update(status=TaskResultStatus.FAILED, finished_at=context.now):
                _bury(row, "WorkerLost", "The worker stopped in the middle.", context.now)
                lost += 1
        else:
            lost += unchanged.update(
                status=TaskResultStatus.READY, run_after=context.now, started_at=None
            )
    buried = DeadLetter.objects.values("job_id")
    ended = Q(finished_at__lt=before) | Q(finished_at__gt=after)
    for row in DBTaskResult.objects.failed().filter(ended).exclude(id__in=buried):
        settle(row, at=context.now)
        lost += 1
    return lost


def prune_finished_jobs(context: DutyContext) -> int:
    """Dead letters stay: they hold all that officers need of a job that failed."""
    old = context.now - KEEP_DONE
    done, _ = DBTaskResult.objects.successful().filter(finished_at__lt=old).delete()
    buried = DeadLetter.objects.filter(died_at__lt=old).values("job_id")
    dead, _ = DBTaskResult.objects.failed().filter(id__in=buried).delete()
    runs, _ = DutyRun.objects.filter(started_at__lt=context.now - KEEP_RUNS).delete()
    told, _ = Progress.objects.filter(told_at__lt=old).delete()
    return done + dead + runs + told


def _wake_oversleepers(now: datetime) -> int:
    """No pause is longer than the longest one."""
    sleeping = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY,
        run_after__gt=now + PAUSES[-1] + LEASE,
        run_after__lt=get_date_max(),
    )
    return sleeping.update(run_after=now)


def _failed(row: "DBTaskResult[..., Any]") -> "QuerySet[DBTaskResult[..., Any]]":
    return DBTaskResult.objects.failed().filter(pk=row.pk)


def most_tries(row: "DBTaskResult[..., Any]") -> int:
    try:
        task = import_string(row.task_path)
    except ImportError:
        # Perhaps this process runs yesterday's code: the usual patience.
        return USUAL_ATTEMPTS
    return task.max_attempts if isinstance(task, Job) else USUAL_ATTEMPTS


def _bury(row: "DBTaskResult[..., Any]", error_class: str, message: str, at: datetime) -> None:
    DeadLetter.objects.get_or_create(
        job_id=row.pk,
        defaults={
            "task_path": row.task_path,
            "args": row.args_kwargs["args"],
            "error_class": error_class[:200],
            "error_message": message[:300],
            "attempts": len(row.worker_ids),
            "died_at": at,
        },
    )


def _first_line(row: "DBTaskResult[..., Any]", error_class: str) -> str:
    """What the error said, without its further lines and whatever is private in the first."""
    said = re.findall(
        rf"^(?:[\w.]+\.)?{re.escape(error_class)}: (.*)$", row.traceback, re.MULTILINE
    )
    return one_line(redact(said[-1])) if said else ""

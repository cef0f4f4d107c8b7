"""What is done because time passes: `manage.py tick` runs a list of duties.

A duty is short work on the database: it finds what is due at `context.now`, changes it or enqueues
jobs, and returns how many. It must be harmless when run again. Each duty is one transaction, so a
dry run is the same code rolled back; a duty that touches anything outside the database looks at
`context.dry_run` first.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from foundation.dates import london_date
from foundation.logs import one_line, redact
from foundation.models import DutyRun, DutyState

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DutyContext:
    now: datetime
    today: date
    dry_run: bool
    # Sentences about single rows that could not be dealt with, where the rest went on.
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Duty:
    name: str
    run: Callable[[DutyContext], int]


@dataclass(frozen=True)
class DutyResult:
    duty: str
    count: int = 0
    error: str = ""
    # Another clock was at this duty at the same moment, and does it.
    elsewhere: bool = False


def run_duties(duties: Sequence[Duty], *, now: datetime, dry_run: bool) -> list[DutyResult]:
    """One after the other. A duty that fails is undone as a whole and stops no other."""
    context = DutyContext(now=now, today=london_date(now), dry_run=dry_run)
    return [_run(duty, replace(context, failed=[])) for duty in duties]


def _run(duty: Duty, context: DutyContext) -> DutyResult:
    started = timezone.now()
    try:
        with transaction.atomic():
            result = _run_alone(duty, context, started)
            if context.dry_run:
                transaction.set_rollback(True)
    except Exception as error:
        logger.exception("The duty “%s” failed", duty.name)
        result = DutyResult(duty.name, error=_describe(error))
        if not context.dry_run:
            _record(result, started)
    return result


def _run_alone(duty: Duty, context: DutyContext, started: datetime) -> DutyResult:
    """One clock at a time: SQLite lets one writer in, PostgreSQL holds the duty's row (F-16)."""
    DutyState.objects.get_or_create(duty=duty.name)
    state = DutyState.objects.select_for_update(skip_locked=True).filter(duty=duty.name).first()
    if state is None:
        return DutyResult(duty.name, elsewhere=True)
    count = duty.run(context)
    result = DutyResult(duty.name, count=count, error=one_line(" ".join(context.failed))[:300])
    state.last_run_at = context.now
    state.save(update_fields=["last_run_at"])
    if result.count or result.error:
        _record(result, started)
    return result


def _record(result: DutyResult, started: datetime) -> None:
    DutyRun.objects.create(
        duty=result.duty,
        started_at=started,
        finished_at=timezone.now(),
        count=result.count,
        error=result.error,
    )


def _describe(error: Exception) -> str:
    first = str(error).partition("\n")[0]
    return one_line(redact(f"{type(error).__name__}: {first}"))[:300]

"""What is done because time passes: `manage.py tick` runs a list of duties.

A duty is short work on the database: it finds what is due at `context.now`, changes it or enqueues
jobs, and returns how many. It must be harmless when run again. Each duty is one transaction, so a
dry run is the same code rolled back; a duty that touches anything outside the database looks at
`context.dry_run` first.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string

from foundation.dates import london_date
from foundation.logs import one_line, redact
from foundation.models import DutyRun, DutyState

logger = logging.getLogger(__name__)

# A duty that fails each minute is written down so often; how many times it failed is kept beside it.
SAME_AGAIN = timedelta(hours=1)
# So many failures in a row are no accident.
REPEATED = 3
# When this process began: a duty that nobody runs for longer than its limit is missed from then on.
_begun = time.monotonic()


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
    # What officers read where the name is a code.
    title: str = ""


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


def all_duties() -> Sequence[Duty]:
    """Those of the whole service, which only its top room knows."""
    duties: Sequence[Duty] = import_string(settings.DUTIES)
    return duties


@dataclass(frozen=True)
class Standing:
    """How one duty stands."""

    duty: str
    title: str
    state: DutyState | None
    is_late: bool

    @property
    def last_run_at(self) -> datetime | None:
        return self.state.last_run_at if self.state else None

    @property
    def failures(self) -> int:
        return self.state.failures if self.state else 0

    @property
    def fails_repeatedly(self) -> bool:
        return self.failures >= REPEATED


def standings(*, at: datetime) -> list[Standing]:
    """Every duty, in the order in which they run. One query."""
    duties = all_duties()
    names = [duty.name for duty in duties]
    states = {each.duty: each for each in DutyState.objects.filter(duty__in=names)}
    return [
        Standing(duty.name, duty.title or duty.name, state, is_late=_is_late(state, at))
        for duty in duties
        for state in [states.get(duty.name)]
    ]


def _is_late(state: DutyState | None, at: datetime) -> bool:
    """A run in the future is none: the clock was set back since (F-15)."""
    limit = timedelta(seconds=settings.DUTY_LIMIT)
    if state is None or state.last_run_at is None:
        # A duty of a new version waits for the clock to be started again. After a while it waits in vain.
        return time.monotonic() - _begun > limit.total_seconds()
    return abs(at - state.last_run_at) > limit


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
            _note_failure(result, started)
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
    if result.count:
        state.did_at, state.did = context.now, result.count
    state.failures = state.failures + 1 if result.error else 0
    state.failing_since = (state.failing_since or context.now) if result.error else None
    state.error = result.error
    state.save()
    if result.count or result.error:
        _record(result, started)
    return result


def _note_failure(result: DutyResult, started: datetime) -> None:
    """What the duty did is undone, so this is written down apart from it."""
    with transaction.atomic():
        DutyState.objects.get_or_create(duty=result.duty)
        DutyState.objects.filter(duty=result.duty).update(
            failures=F("failures") + 1,
            failing_since=Coalesce("failing_since", started),
            error=result.error,
        )
        _record(result, started)


def _record(result: DutyResult, started: datetime) -> None:
    if not result.count and _is_known(result, started):
        return
    DutyRun.objects.create(
        duty=result.duty,
        started_at=started,
        finished_at=timezone.now(),
        count=result.count,
        error=result.error,
    )


def _is_known(result: DutyResult, started: datetime) -> bool:
    """Whether the very same failure was written down within the hour."""
    return DutyRun.objects.filter(
        duty=result.duty,
        error=result.error,
        started_at__gt=started - SAME_AGAIN,
        started_at__lte=started,
    ).exists()


def _describe(error: Exception) -> str:
    first = str(error).partition("\n")[0]
    return one_line(redact(f"{type(error).__name__}: {first}"))[:300]

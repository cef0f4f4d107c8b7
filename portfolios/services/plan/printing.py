"""A plan as a file: asked for here, made by a job, and tidied away after a month."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from awards.choices import Role
from awards.models import Application, User
from foundation import audit
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import remove
from foundation.forms import show_date
from foundation.jobs import enqueue
from foundation.progress import HowFar, how_far
from foundation.refusals import Refused
from portfolios.models import Printout
from portfolios.records import PlanRecord, as_json, record_from
from portfolios.selectors.plan.progress import states_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.sent import last_sent, need_contents
from portfolios.tasks import make_printout

# It can be made again at any time: the plan itself is what is kept.
KEEP = timedelta(days=30)
AT_A_TIME = 200


def ask_for_plan(*, application: Application, format: str, actor: User, at: datetime) -> Printout:
    """The plan as it stands while it can be changed; afterwards as it was sent last.

    One that has the award says as well how its milestones stand on the day.
    """
    today = london_date(at)
    if not application.can_be_edited and last_sent(application) is not None:
        states = states_of(application)
        if not states:
            return ask_for_sent_plan(application=application, format=format, actor=actor, at=at)
        record, sent = _sent(application)
        return ask_for_printout(
            application=application,
            record=record,
            format=format,
            status_line=f"{sent}, with its milestones on {show_date(today)}",
            actor=actor,
            at=at,
            today=today,
            states=states,
        )
    return ask_for_printout(
        application=application,
        record=whole_plan(application).record,
        format=format,
        status_line=f"Draft, printed on {show_date(today)}",
        actor=actor,
        at=at,
        today=today,
    )


def ask_for_sent_plan(
    *, application: Application, format: str, actor: User, at: datetime
) -> Printout:
    """The version that champions judge; the same file for everybody who asks."""
    record, status_line = _sent(application)
    return ask_for_printout(
        application=application,
        record=record,
        format=format,
        status_line=status_line,
        actor=actor,
        at=at,
    )


def printout_of_sent_plan(application: Application, format: str) -> Printout | None:
    """What `ask_for_sent_plan` has made already, for whoever may read what was sent and no draft."""
    kept = _kept(*_sent(application), today=None)
    return (
        Printout.objects.filter(
            application=application, fingerprint=_fingerprint(kept), format=format
        )
        .select_related("file")
        .first()
    )


def _sent(application: Application) -> tuple[PlanRecord, str]:
    need_contents(application)
    change = last_sent(application)
    if change is None or not change.snapshot or "plan" not in change.snapshot:
        raise Refused("There is no plan here that has been sent.")
    return record_from(change.snapshot["plan"]), f"As sent on {show_date(london_date(change.at))}"


def ask_for_printout(
    *,
    application: Application,
    record: PlanRecord,
    format: str,
    status_line: str,
    actor: User,
    at: datetime,
    today: date | None = None,
    states: Mapping[str, str] | None = None,
) -> Printout:
    """The same words are made once (T-43); what failed for good is tried again when asked for again.

    `today` is for the line in the timeline; leave it out where the print must not change with the day.
    """
    kept = _kept(record, status_line, today=today, states=states)
    with transaction.atomic():
        printout, is_new = Printout.objects.get_or_create(
            application=application,
            fingerprint=_fingerprint(kept),
            format=format,
            defaults={"record": kept, "asked_by": actor, "asked_at": at},
        )
        if is_new:
            audit.record(
                "plan.printed",
                actor=actor,
                target=application,
                at=at,
                details={"format": format, "status": status_line},
            )
        if is_new or asked_again(printout, actor=actor, at=at):
            enqueue(make_printout, printout.uuid)
    return printout


def note_opened(printout: Printout, *, actor: User, role: Role | None, at: datetime) -> None:
    """A plan names people: who took it along is written down."""
    application = printout.application
    audit.record(
        "plan.print-opened",
        actor=actor,
        target=application,
        at=at,
        role=role or "",
        acting_for=application.organisation.uuid,
        details={"printout": str(printout.uuid), "format": printout.format},
    )


def progress_of(printout: Printout, *, at: datetime) -> HowFar | None:
    """How far its file is; none when it is there."""
    if printout.file_id is not None:
        return None
    return how_far(make_printout, printout.uuid, since=printout.asked_at, at=at)


def has_failed(printout: Printout, *, at: datetime) -> bool:
    """Whether it was tried as often as is sensible since somebody last asked for it."""
    far = progress_of(printout, at=at)
    return far is not None and far.has_failed


def remove_old_printouts(context: DutyContext) -> int:
    """For the clock: files that nobody asked for during a month, and their rows."""
    count = 0
    old = Printout.objects.filter(asked_at__lt=context.now - KEEP).select_related("file")
    for printout in old[:AT_A_TIME]:
        with transaction.atomic():
            # Only if nobody asked for it or finished it meanwhile.
            unchanged = Printout.objects.filter(
                pk=printout.pk, asked_at=printout.asked_at, file=printout.file
            )
            if not unchanged.delete()[0]:
                continue
            if printout.file is not None:
                remove(printout.file)
            count += 1
    return count


def asked_again(printout: Printout, *, actor: User, at: datetime) -> bool:
    """Whether the job must run once more. A file that is there stays for another month."""
    mine = Printout.objects.filter(pk=printout.pk, asked_at=printout.asked_at)
    if printout.file_id is not None:
        mine.update(asked_at=max(at, printout.asked_at))
        return False
    if not has_failed(printout, at=at):
        return False
    # Of several people who press the button at once, one starts it.
    return bool(mine.filter(file=None).update(asked_at=at, asked_by=actor))


def _kept(
    record: PlanRecord,
    status_line: str,
    *,
    today: date | None,
    states: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Everything that is printed, and so everything by which one print differs from another."""
    living = {"states": dict(states)} if states else {}
    return living | {
        "plan": as_json(record),
        "status_line": status_line,
        "today": today.isoformat() if today else None,
    }


def _fingerprint(kept: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()

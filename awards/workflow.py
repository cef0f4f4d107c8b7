"""The one door through which an application changes its status.

A table of frozen rows says who may do what from where; `apply_transition` does it, under a row lock,
with its history. Knowledge of higher rooms ("is the registration complete?", "does the panel stand?")
comes in as `problems`: a guard that needs it refuses `None`, so that a forgotten check fails closed.
There is no force flag.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from awards import emails
from awards.choices import OPEN_STATUSES, UNDECIDED, ApplicationKind, Role, Status
from awards.models import Application, Award, StatusChange, User
from awards.scheme import edition
from awards.selectors.renewals import dated_up_to, first_sent, may_renew
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Refused


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the door, as the guards see it."""

    application: Application
    at: datetime
    note: str
    problems: Sequence[str] | None
    snapshot: Mapping[str, Any] | None


Guard = Callable[[Asked], str | None]


def nothing_missing(asked: Asked) -> str | None:
    if asked.problems is None:
        return "We could not check whether this is complete. Please try again."
    return " ".join(asked.problems) or None


def snapshot_taken(asked: Asked) -> str | None:
    return None if asked.snapshot else "There is nothing to send yet."


def reason_given(asked: Asked) -> str | None:
    return None if asked.note.strip() else "Say why, so that everybody can read it later."


def previous_stage_held(asked: Asked) -> str | None:
    """Stages are taken in order (scheme.md 21)."""
    application = asked.application
    scheme = edition(application.edition)
    needed = scheme.stage(application.stage).requires
    if needed is None:
        return None
    held = Award.objects.filter(organisation=application.organisation_id)
    name = scheme.stage(needed).name
    if application.kind == ApplicationKind.REVALIDATION:
        # What ends with it comes back with it, so the one below need not be in force (scheme.md 22).
        # An award that was earned anew after this was begun is none that it could renew.
        below = held.standing().filter(stage=needed)
        mine = held.standing().filter(stage=application.stage, application__lt=application.pk)
        if below.exists() and mine.exists():
            return None
        return f"There is no {scheme.stage(application.stage).name} Award to renew."
    if held.filter(stage=needed).held_on(london_date(asked.at)).exists():
        return None
    return f"The {name} Award comes first, and it has to be in force."


@dataclass(frozen=True)
class Transition:
    name: str
    # What somebody is offered to do.
    label: str
    # What happened, as a history tells it.
    done: str
    sources: frozenset[Status]
    target: Status
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()


def _row(
    name: str,
    label: str,
    done: str,
    sources: Iterable[Status],
    target: Status,
    roles: Iterable[Role],
    *guards: Guard,
) -> Transition:
    return Transition(name, label, done, frozenset(sources), target, frozenset(roles), guards)


TRANSITIONS: dict[str, Transition] = {
    row.name: row
    for row in (
        _row(
            "submit",
            "Send to the Champions Group",
            "It was sent",
            [Status.DRAFT],
            Status.SUBMITTED,
            [Role.LEAD, Role.OFFICER],
            previous_stage_held,
            nothing_missing,
            snapshot_taken,
        ),
        _row(
            "start_review",
            "Choose the panel",
            "The panel was chosen",
            [Status.SUBMITTED],
            Status.IN_REVIEW,
            [Role.OFFICER],
            nothing_missing,
        ),
        _row(
            "request_changes",
            "Ask for changes",
            "Changes were asked for",
            [Status.IN_REVIEW],
            Status.CHANGES_REQUESTED,
            [Role.OFFICER],
            nothing_missing,
        ),
        _row(
            "resubmit",
            "Send the changes",
            "It was sent again",
            [Status.CHANGES_REQUESTED],
            Status.IN_REVIEW,
            [Role.LEAD, Role.OFFICER],
            nothing_missing,
            snapshot_taken,
        ),
        _row(
            "approve",
            "Award",
            "Awarded",
            [Status.IN_REVIEW],
            Status.APPROVED,
            [Role.OFFICER],
            previous_stage_held,
            nothing_missing,
        ),
        _row(
            "decline",
            "Say not yet",
            "The answer was “not yet”",
            [Status.IN_REVIEW],
            Status.DECLINED,
            [Role.OFFICER],
            nothing_missing,
        ),
        _row(
            "appeal",
            "Hear the appeal",
            "The appeal was taken on",
            [Status.DECLINED],
            Status.SUBMITTED,
            [Role.OFFICER],
            nothing_missing,
            snapshot_taken,
        ),
        _row(
            "withdraw",
            "Withdraw",
            "Withdrawn",
            OPEN_STATUSES,
            Status.WITHDRAWN,
            [Role.LEAD],
            reason_given,
        ),
    )
}


def open_transitions(status: Status, role: Role) -> tuple[Transition, ...]:
    """What this role may do from here: feeds the buttons and the check alike."""
    return tuple(row for row in TRANSITIONS.values() if status in row.sources and role in row.roles)


def transition_with_key(application: Application, key: uuid.UUID) -> StatusChange | None:
    """The step that this form already made, when it is sent a second time (T-43)."""
    return StatusChange.objects.filter(application=application, key=key).first()


@transaction.atomic
def apply_transition(
    application: Application,
    name: str,
    *,
    actor: User,
    role: Role,
    at: datetime,
    note: str = "",
    problems: Sequence[str] | None = None,
    snapshot: Mapping[str, Any] | None = None,
    key: uuid.UUID | None = None,
) -> StatusChange:
    """Take one step, or refuse with a sentence the person can read.

    The caller's instance is brought up to date. Two people at once: the second waits for the first
    one's row lock and is then refused, because the status has moved on (T-45, T-46).
    """
    row = TRANSITIONS[name]
    locked = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=application.pk)
    )
    if key is not None:
        done = transition_with_key(locked, key)
        if done is not None:
            application.refresh_from_db()
            return done
    status = Status(locked.status)
    if status not in row.sources:
        raise Refused(_too_late(row, status))
    if role not in row.roles:
        raise Refused(f"“{row.label}” is not something a {role.label.lower()} can do.")
    asked = Asked(locked, at, note, problems, snapshot)
    for guard in row.guards:
        sentence = guard(asked)
        if sentence:
            raise Refused(sentence)
    change = StatusChange.objects.create(
        application=locked,
        name=row.name,
        from_status=status,
        to_status=row.target,
        actor=actor,
        role=role,
        at=at,
        note=note,
        snapshot=dict(snapshot) if snapshot is not None else None,
        key=key,
    )
    locked.status = row.target
    locked.status_since = at
    if row.name in ("submit", "resubmit"):
        locked.submitted_at = at
    locked.save(update_fields=["status", "status_since", "submitted_at"])
    keep_awards(locked, london_date(at))
    audit.record(
        f"application.{row.name}",
        actor=actor,
        target=locked,
        at=at,
        role=role,
        acting_for=locked.organisation.uuid,
        details={"from": status.value, "to": row.target.value},
    )
    emails.announce(locked, change)
    application.status = locked.status
    application.status_since = locked.status_since
    application.submitted_at = locked.submitted_at
    return change


def keep_awards(application: Application, today: date) -> None:
    """Note on the awards that this application can renew since when something keeps them (scheme.md 22).

    What was sent by the end of grace never lets an award lapse while it is undecided: a re-validation,
    or the application for the next stage that ends. What came later keeps nothing, and leaves the day of
    the lapse as everybody was told it.
    """
    stages = dated_up_to(edition(application.edition), application.stage)
    if not stages:
        return
    awards = Award.objects.standing().filter(
        organisation=application.organisation_id, stage__in=stages
    )
    locked = list(awards.select_for_update(no_key=True).order_by("pk"))
    # Asked once the awards are ours: of two answers at one moment the second sees the first.
    undecided = Application.objects.filter(
        organisation=application.organisation_id, status__in=UNDECIDED
    )
    rows = [(row, first_sent(row)) for row in undecided] if locked else []
    for award in locked:
        since = min(
            (day for row, day in rows if day is not None and may_renew(row, award)), default=None
        )
        if since is not None and award.grace_until is not None and since <= award.grace_until:
            award.pending_since, award.pending_until = since, None
        elif award.pending_since is not None and award.pending_until is None:
            award.pending_until = today
        award.save(update_fields=["pending_since", "pending_until"])


def _too_late(row: Transition, status: Status) -> str:
    if status is row.target:
        return f"This application has already been dealt with: {status.label.lower()}."
    return f"This application is now “{status.label}”, so “{row.label.lower()}” is not possible any more."

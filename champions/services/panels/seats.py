"""How a place on a panel ends, and what that does to a decision which was recorded (T-36, T-37)."""

from datetime import datetime

from awards.choices import Status
from awards.models import Application, User
from champions import emails
from champions.choices import Ended
from champions.models import Assignment, Claim, Decision
from champions.selectors import facts_of, readiness_problems
from foundation import audit

OPEN_FOR_PANELS = (Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED)


def end_seat(seat: Assignment, *, why: Ended, note: str = "", actor: User, at: datetime) -> None:
    """The case disappears for them; what they found stays for audit and no longer counts (T-37).

    An offer that they made for it ends as well: it would ask for them again.
    """
    Assignment.objects.filter(pk=seat.pk, ended_at=None).update(
        ended_at=at, ended_reason=why, ended_note=note, ended_by=actor, is_chair=False
    )
    Claim.objects.standing().filter(
        application=seat.panel.application_id, champion=seat.champion_id
    ).update(withdrawn_at=at)
    audit.record(
        "assignment.ended",
        actor=actor,
        target=seat,
        at=at,
        acting_for=seat.panel.application.organisation.uuid,
        details={"why": why.value},
    )


def reopen_if_quorum_lost(application: Application, *, why: str, actor: User, at: datetime) -> None:
    """A decision that those who remain could not have taken goes back to the panel (T-37)."""
    decision = Decision.objects.waiting().filter(panel__application=application).first()
    if decision is None:
        return
    problems = readiness_problems(facts_of(application))
    if problems:
        take_back(decision, reason=f"{why} {' '.join(problems)}", actor=actor, at=at)


def take_back(
    decision: Decision, *, reason: str, actor: User, at: datetime, tell: bool = True
) -> bool:
    """Undo what was recorded and not released; it stays as a row that says why."""
    changed = Decision.objects.waiting().filter(pk=decision.pk)
    if not changed.update(cancelled_by=actor, cancelled_at=at, cancelled_reason=reason[:500]):
        return False
    decision.refresh_from_db()
    audit.record(
        "decision.taken_back",
        actor=actor,
        target=decision,
        at=at,
        acting_for=decision.panel.application.organisation.uuid,
    )
    if tell:
        emails.tell_taken_back(decision, at=at)
    return True

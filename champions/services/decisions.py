"""Recording what the panel decided, and letting it out (scheme.md 18; T-39, T-40, T-45, T-46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from awards.choices import Role, Status
from awards.models import Application, Challenge, User
from awards.services.applications import grant_award
from awards.workflow import apply_transition
from certificates.services import issue_certificate
from champions import emails
from champions.choices import Outcome
from champions.letter import draft_letter, points_as_lines
from champions.models import AgreedFinding, Decision, DecisionPoint, Panel
from champions.permissions import need_chair, need_releaser
from champions.selectors import (
    facts_of,
    outcome_problems,
    readiness_problems,
    subjects_judged,
)
from champions.selectors.appeals import is_appealed
from champions.services.appeals import close_appeal
from champions.services.going_back import send_back
from champions.services.locks import locked
from champions.services.panels import take_back
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Refused
from foundation.versions import Stale, clash_over, save_versioned

TRANSITIONS = {
    Outcome.AWARD: "approve",
    Outcome.CHANGES: "request_changes",
    Outcome.NOT_YET: "decline",
}
LONGEST_NOTE = 4000
LONGEST_LETTER = 12000


@dataclass(frozen=True)
class Agreed:
    """What the panel agreed on one criterion or check."""

    code: str
    met: bool
    note: str = ""
    dissent: str = ""


@dataclass(frozen=True)
class Point:
    """Something to change, and what it is about; or an open challenge that goes back as it is."""

    sentence: str
    code: str = ""
    challenge: Challenge | None = None

    @classmethod
    def of(cls, challenge: Challenge) -> "Point":
        return cls(challenge.text, challenge.subject, challenge)


@transaction.atomic
def record_decision(
    *,
    panel: Panel,
    outcome: Outcome,
    feedback: str,
    agreed: Sequence[Agreed],
    points: Sequence[Point],
    actor: User,
    at: datetime,
) -> Decision:
    """The chair writes down what the panel agreed. Only the panel and officers see it."""
    application = locked(panel.application)
    need_chair(actor, panel)
    facts = facts_of(application)
    if application.status != Status.IN_REVIEW or facts.judged is None:
        raise Refused("This application is not being assessed now.")
    if facts.decision is not None:
        raise Refused("The panel's decision has already been recorded.")
    problems = readiness_problems(facts) or outcome_problems(
        facts,
        outcome=outcome,
        agreed=agreed,
        points=len(points),
    )
    if problems:
        raise Refused(" ".join(problems))
    _refuse_foreign(application, points, outcome)
    letter = draft_letter(
        application,
        outcome=outcome,
        feedback=feedback,
        agreed=agreed,
        points=points,
        appealed=is_appealed(facts),
        on=london_date(at),
        renewal=facts.visit.known if facts.visit is not None else None,
    )
    if len(letter) > LONGEST_LETTER:
        raise Refused("The letter would be too long to read. Shorten what you wrote.")
    decision = Decision.objects.create(
        panel=panel,
        change=facts.judged,
        outcome=outcome,
        feedback=feedback,
        letter=letter,
        recorded_by=actor,
        recorded_at=at,
    )
    AgreedFinding.objects.bulk_create(
        AgreedFinding(decision=decision, code=e.code, met=e.met, note=e.note, dissent=e.dissent)
        for e in agreed
    )
    DecisionPoint.objects.bulk_create(
        DecisionPoint(
            decision=decision,
            code=p.code,
            sentence=p.sentence,
            challenge=p.challenge,
            position=position,
        )
        for position, p in enumerate(points, start=1)
    )
    audit.record(
        "decision.recorded",
        actor=actor,
        target=decision,
        at=at,
        role=Role.CHAIR,
        acting_for=application.organisation.uuid,
    )
    emails.tell_recorded(decision)
    return decision


@transaction.atomic
def cancel_decision(*, decision: Decision, reason: str, actor: User, at: datetime) -> Decision:
    """An officer who did not sit gives it back to the panel, and says why."""
    locked(decision.panel.application)
    need_releaser(actor, decision.panel)
    if not reason.strip():
        raise Refused("Say why the panel should look at it again.")
    if not take_back(decision, reason=reason, actor=actor, at=at):
        raise Refused("This decision has already been released or given back.")
    return decision


@transaction.atomic
def edit_letter(
    *, decision: Decision, letter: str, expected_version: int, actor: User, at: datetime
) -> Decision:
    """Reword the letter before it goes out; two officers at once see both texts."""
    application = locked(decision.panel.application)
    need_releaser(actor, decision.panel)
    _refuse_unless_waiting(decision)
    if not letter.strip():
        raise Refused("The letter is empty.")
    decision.letter = letter
    try:
        save_versioned(decision, expected_version=expected_version, fields=["letter"])
    except Stale:
        raise clash_over(
            decision,
            fields=["letter"],
            sentence="Another SEND officer changed the letter while you wrote.",
        ) from None
    audit.record(
        "decision.letter_edited",
        actor=actor,
        target=decision,
        at=at,
        role=Role.OFFICER,
        acting_for=application.organisation.uuid,
    )
    return decision


@transaction.atomic
def release_decision(
    *, decision: Decision, expected_version: int, actor: User, at: datetime
) -> Decision:
    """Let it out: status, award, certificate and letter together, or nothing at all.

    Of two at once the second waits for the case's lock and then finds it released (T-46).
    `expected_version` is the letter that this officer read.
    """
    application = locked(decision.panel.application)
    need_releaser(actor, decision.panel)
    decision = Decision.objects.select_related("panel__application__organisation").get(
        pk=decision.pk
    )
    _refuse_unless_waiting(decision)
    if decision.recorded_by_id == actor.pk:
        raise Refused("Whoever records a decision cannot release it.")
    if decision.version != expected_version:
        raise Refused("The letter was changed after you opened it. Read it again.")
    at = _after_what_was_said(application, at)
    change = apply_transition(
        application,
        TRANSITIONS[Outcome(decision.outcome)],
        actor=actor,
        role=Role.OFFICER,
        at=at,
        note=points_as_lines(decision)[:LONGEST_NOTE],
        problems=release_problems(application, decision),
    )
    Decision.objects.filter(pk=decision.pk).update(released_by=actor, released_at=at)
    decision.refresh_from_db()
    if decision.outcome == Outcome.CHANGES:
        send_back(decision, change)
    close_appeal(decision, actor=actor, at=at)
    if decision.outcome == Outcome.AWARD:
        award = grant_award(application=application, actor=actor, at=at)
        issue_certificate(
            award=award, printed_name=application.organisation.printed_name, at=at, actor=actor
        )
    audit.record(
        "decision.released",
        actor=actor,
        target=decision,
        at=at,
        role=Role.OFFICER,
        acting_for=application.organisation.uuid,
        details={"outcome": decision.outcome, "change": change.pk},
    )
    emails.send_letter(decision, at=at)
    return decision


def _refuse_foreign(application: Application, points: Sequence[Point], outcome: Outcome) -> None:
    """Points are about this application, and only its open challenges go back (T-25)."""
    codes = {each.code for each in subjects_judged(application)}
    if any(point.challenge is None and point.code not in codes for point in points):
        raise Refused("Choose what each point is about from the list.")
    chosen = {point.challenge.pk for point in points if point.challenge is not None}
    if chosen and outcome is not Outcome.CHANGES:
        raise Refused("Challenges go back when you ask for changes.")
    known = Challenge.objects.filter(application=application, pk__in=chosen).open()
    if known.count() != len(chosen):
        raise Refused("A challenge was closed while you wrote. Look at the list again.")


def release_problems(application: Application, decision: Decision) -> list[str]:
    """The same questions as when it was recorded, asked again of what is true now."""
    facts = facts_of(application)
    if facts.judged is None or facts.judged.pk != decision.change_id:
        return ["A newer version has come in since the panel decided."]
    return readiness_problems(facts) + outcome_problems(
        facts,
        outcome=decision.outcome,
        agreed=decision.agreed.all(),
        points=decision.points.count(),
    )


def _after_what_was_said(application: Application, at: datetime) -> datetime:
    """This moment, or the one after the last remark.

    Moments are taken before the lock is waited for, so a remark that came in meanwhile may carry a
    later one; and nothing that was said before a letter answers it.
    """
    last = application.remarks.aggregate(last=Max("at"))["last"]
    return at if last is None or last < at else last + timedelta(microseconds=1)


def _refuse_unless_waiting(decision: Decision) -> None:
    if not Decision.objects.waiting().filter(pk=decision.pk).exists():
        raise Refused("This decision has already been released or given back.")

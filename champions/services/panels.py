"""Who sits on a panel, and what ties them to the applicant (scheme.md 3, 18; T-36, T-37)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from awards.choices import Interest, Role, Status
from awards.models import Application, User
from awards.permissions import need_officer
from awards.workflow import apply_transition
from champions import emails
from champions.choices import Ended
from champions.models import Assignment, Champion, Decision, DeclarationOfInterest, Panel
from champions.permissions import belongs_to
from champions.selectors import facts_of, panel_problems, readiness_problems
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import NotAllowed, Refused

OPEN_FOR_PANELS = (Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED)


@transaction.atomic
def settle_panel(
    *,
    application: Application,
    champions: Sequence[Champion],
    chair: Champion,
    waiver: str = "",
    actor: User,
    at: datetime,
) -> Panel:
    """Say who sits. The first time starts the review; later it changes the panel, on the record.

    `waiver` is why a perspective could not be had, where the edition lets an officer set it aside.
    """
    need_officer(actor)
    current = locked(application)
    if belongs_to(actor, current):
        raise NotAllowed("You belong to this organisation. Another SEND officer has to do this.")
    if current.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended, so its panel cannot change.")
    problems = panel_problems(current, champions=champions, chair=chair, waived=bool(waiver))
    if problems and current.status != Status.SUBMITTED:
        raise Refused(" ".join(problems))
    panel, _ = Panel.objects.update_or_create(
        application=current,
        defaults={"waiver": waiver},
        create_defaults={"waiver": waiver, "settled_by": actor, "settled_at": at},
    )
    new = _seat(panel, champions, chair, actor, at)
    if current.status == Status.SUBMITTED:
        apply_transition(
            application, "start_review", actor=actor, role=Role.OFFICER, at=at, problems=problems
        )
    audit.record(
        "panel.settled",
        actor=actor,
        target=panel,
        at=at,
        role=Role.OFFICER,
        acting_for=current.organisation.uuid,
        details={"champions": len(champions), "new": len(new), "waived": bool(waiver)},
    )
    for seat in new:
        emails.tell_assigned(seat, at=at)
    reopen_if_quorum_lost(current, why="The panel was changed.", actor=actor, at=at)
    panel.application = application
    return panel


def _seat(
    panel: Panel, champions: Sequence[Champion], chair: Champion, actor: User, at: datetime
) -> list[Assignment]:
    """End, add and move the chair until the places are as asked; return the new ones."""
    wanted = {champion.pk: champion for champion in champions}
    held = Assignment.objects.filter(panel=panel, ended_at=None)
    for seat in held.exclude(champion__in=wanted):
        end_seat(seat, why=Ended.CHANGED, actor=actor, at=at)
    held.exclude(champion=chair).update(is_chair=False)
    staying = set(held.values_list("champion", flat=True))
    new = [
        Assignment.objects.create(
            panel=panel,
            champion=champion,
            is_chair=champion.pk == chair.pk,
            assigned_by=actor,
            assigned_at=at,
        )
        for pk, champion in wanted.items()
        if pk not in staying
    ]
    held.filter(champion=chair).update(is_chair=True)
    return new


def end_seat(seat: Assignment, *, why: Ended, actor: User, at: datetime) -> None:
    """The case disappears for them; what they found stays for audit and no longer counts (T-37)."""
    Assignment.objects.filter(pk=seat.pk, ended_at=None).update(
        ended_at=at, ended_reason=why, is_chair=False
    )
    audit.record(
        "assignment.ended",
        actor=actor,
        target=seat,
        at=at,
        acting_for=seat.panel.application.organisation.uuid,
        details={"why": why.value},
    )


@transaction.atomic
def declare_interest(
    *,
    assignment: Assignment,
    nature: Interest,
    details: str = "",
    actor: User,
    at: datetime,
) -> DeclarationOfInterest:
    """A champion says what ties them to the applicant, or an officer records it for them (T-36).

    "None" opens the case. Anything else ends the place at once, also after assessing (T-37).
    """
    application = locked(assignment.panel.application)
    seat = Assignment.objects.active().filter(pk=assignment.pk).first()
    if seat is None:
        raise Refused("This champion no longer sits on this panel.")
    own = seat.champion.user_id == actor.pk
    if not own:
        need_officer(actor)
        if nature is Interest.NONE:
            raise NotAllowed("Only the champion can say that there is no link.")
    if application.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended. Write to a SEND officer about it.")
    if nature is Interest.NONE and seat.declarations.filter(nature=Interest.NONE).exists():
        raise Refused("You have already told us that you have no link with this organisation.")
    declaration = DeclarationOfInterest.objects.create(
        assignment=seat, nature=nature, details=details, declared_at=at, declared_by=actor
    )
    audit.record(
        "interest.declared",
        actor=actor,
        target=declaration,
        at=at,
        role=Role.CHAMPION if own else Role.OFFICER,
        acting_for=application.organisation.uuid,
        details={"nature": nature.value},
    )
    if nature is not Interest.NONE:
        end_seat(seat, why=Ended.INTEREST, actor=actor, at=at)
        emails.tell_interest(declaration, application=application)
        reopen_if_quorum_lost(
            application, why="A champion declared an interest.", actor=actor, at=at
        )
    return declaration


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

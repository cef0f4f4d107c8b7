"""An officer's word over the rule that says whether a panel visits (scheme.md 22)."""

from datetime import datetime

from django.db import transaction

from awards.choices import Status
from awards.models import Application, User
from champions import emails_panels
from champions.models import Decision, VisitRuling
from champions.permissions import need_ruler
from champions.selectors import facts_of
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import Refused

LONGEST_REASON = 1000


@transaction.atomic
def rule_on_visit(
    *, application: Application, visit: bool, reason: str, actor: User, at: datetime
) -> VisitRuling:
    """Say that the panel goes, or need not; the panel is told, and the latest word counts.

    The same word twice is refused: of two officers at once the second finds it said (T-46).
    """
    current = locked(application)
    role = need_ruler(actor, current)
    if not reason.strip():
        raise Refused("Say why. The panel reads it.")
    advice = facts_of(current).visit
    if advice is None:
        raise Refused("Only a re-validation that was sent has a rule for visits.")
    if current.status not in (Status.SUBMITTED, Status.IN_REVIEW):
        raise Refused("The panel is not looking at this statement now.")
    if Decision.objects.waiting().filter(panel__application=current).exists():
        raise Refused("The panel has decided. Give the decision back to it first.")
    if advice.visits == visit:
        raise Refused("It is so already." if visit else "Nobody asks for a visit already.")
    ruling = VisitRuling.objects.create(
        application=current,
        visit=visit,
        reason=reason.strip()[:LONGEST_REASON],
        ruled_by=actor,
        ruled_at=at,
    )
    audit.record(
        "visit.ruled",
        actor=actor,
        target=ruling,
        at=at,
        role=role,
        acting_for=current.organisation.uuid,
        details={"visit": visit},
    )
    emails_panels.tell_ruled(ruling)
    return ruling

"""When a case ends, what is still to come is called off, and nothing waits to be decided."""

from datetime import datetime

from django.db import transaction

from awards.choices import OPEN_STATUSES, Role, Status
from awards.models import Application, StatusChange, User
from awards.services.applications import withdraw
from champions.choices import AppealState
from champions.models import Appeal, Appointment, Decision
from champions.services.appeals import end_with_application
from champions.services.locks import locked
from champions.services.meetings import call_off
from champions.services.panels import take_back
from foundation.clock import DutyContext

REASON = "The organisation withdrew its application."
DECIDED = "The Champions Group has answered this application."


@transaction.atomic
def withdraw_case(
    *, application: Application, actor: User, role: Role, note: str, at: datetime
) -> StatusChange:
    """What the organisation takes back ends at once, with its appeal, its meetings and what waits."""
    change = withdraw(application=application, actor=actor, role=role, note=note, at=at)
    _tidy(application, actor=actor, role=role, at=at)
    return change


def tidy_closed(context: DutyContext) -> int:
    """For the clock. A case ends by the letter, while a visit may still be arranged.

    Or it is withdrawn in a lower room, which knows nothing of meetings and appeals.
    """
    left = Appointment.objects.open().exclude(application__status__in=OPEN_STATUSES)
    waiting = Decision.objects.waiting().filter(panel__application__status=Status.WITHDRAWN)
    heard = Appeal.objects.filter(
        state=AppealState.HEARD, decision__panel__application__status=Status.WITHDRAWN
    )
    keys = {
        *left.values_list("application", flat=True),
        *waiting.values_list("panel__application", flat=True),
        *heard.values_list("decision__panel__application", flat=True),
    }
    for application in Application.objects.filter(pk__in=keys):
        last = application.changes.select_related("actor").order_by("-at", "-pk")[0]
        _tidy(application, actor=last.actor, role=Role(last.role), at=context.now)
    return len(keys)


def _tidy(application: Application, *, actor: User, role: Role, at: datetime) -> None:
    current = locked(application)
    if current.is_open:
        return
    withdrawn = current.status == Status.WITHDRAWN
    reason = REASON if withdrawn else DECIDED
    for appointment in Appointment.objects.open().filter(application=current):
        appointment.application = current
        # Nobody is told that what they went to is called off: it was not written up, that is all.
        past = appointment.starts_at is not None and appointment.starts_at <= at
        call_off(appointment, reason=reason, actor=actor, role=role, at=at, tell=not past)
    if not withdrawn:
        return
    for decision in Decision.objects.waiting().filter(panel__application=current):
        take_back(decision, reason=reason, actor=actor, at=at, tell=False)
    end_with_application(current, actor=actor, role=role, at=at)

"""When an organisation withdraws, its meeting is called off and nothing waits to be decided."""

from datetime import datetime

from awards.choices import Role, Status
from awards.models import Application, User
from champions.models import Appointment, Decision
from champions.services.locks import locked
from champions.services.meetings import call_off
from champions.services.panels import take_back
from foundation.clock import DutyContext

REASON = "The organisation withdrew its application."


def tidy_withdrawn(context: DutyContext) -> int:
    """For the clock. Withdrawing happens in a lower room, which knows nothing of meetings."""
    left = Appointment.objects.open().filter(application__status=Status.WITHDRAWN)
    waiting = Decision.objects.waiting().filter(panel__application__status=Status.WITHDRAWN)
    keys = {*left.values_list("application", flat=True)} | {
        *waiting.values_list("panel__application", flat=True)
    }
    for application in Application.objects.filter(pk__in=keys):
        last = application.changes.select_related("actor").get(name="withdraw")
        _tidy(application, actor=last.actor, role=Role(last.role), at=context.now)
    return len(keys)


def _tidy(application: Application, *, actor: User, role: Role, at: datetime) -> None:
    current = locked(application)
    for appointment in Appointment.objects.open().filter(application=current):
        appointment.application = current
        call_off(appointment, reason=REASON, actor=actor, role=role, at=at)
    for decision in Decision.objects.waiting().filter(panel__application=current):
        take_back(decision, reason=REASON, actor=actor, at=at, tell=False)

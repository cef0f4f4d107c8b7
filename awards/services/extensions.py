"""Officers give more time (scheme.md 10)."""

from datetime import date, datetime

from django.db import transaction

from awards import emails
from awards.choices import Role
from awards.models import Extension, Organisation, User
from awards.permissions import need_officer_from_outside
from awards.selectors import Deadline, journey_of
from foundation import audit
from foundation.dates import london_date, months_later
from foundation.forms import show_date
from foundation.refusals import Refused

MOST_MONTHS = 24


class DateNotAccepted(Refused):
    """What is wrong with the new date, for the form to say."""


def movable_deadline(organisation: Organisation, stage: str, *, on: date) -> Deadline:
    """The date as it stands, or the reason why there is none to move."""
    steps = {step.stage.code: step for step in journey_of(organisation, on=on).stages}
    step = steps.get(stage)
    if step is None:
        raise Refused("The scheme has no such stage.")
    if step.held:
        raise Refused(f"{organisation} already holds the {step.stage.name} Award.")
    if step.deadline is None:
        raise Refused(f"{organisation} has no date by which {step.stage.name} is due.")
    if step.awaited is None:
        raise Refused(f"{organisation} has already sent its {step.stage.work}.")
    return step.deadline


def last_date(deadline: Deadline, *, on: date) -> date:
    """As far as one extension goes; who is years late is counted from today."""
    return months_later(max(deadline.due_on, on), MOST_MONTHS)


@transaction.atomic
def extend_due_date(
    *,
    organisation: Organisation,
    stage: str,
    due_on: date,
    reason: str,
    actor: User,
    at: datetime,
) -> Extension:
    """A later date, told to the leads at once. The same again finds the first one (T-43)."""
    need_officer_from_outside(actor, organisation)
    if not reason.strip():
        raise Refused("Say why they need more time.")
    # One at a time, so that the second sees the date that the first one gave.
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    today = london_date(at)
    deadline = movable_deadline(locked, stage, on=today)
    last = deadline.extension
    if last and (last.due_on, last.reason, last.granted_by_id) == (due_on, reason, actor.pk):
        return last
    _check(due_on, deadline, today)
    extension = Extension.objects.create(
        organisation=locked,
        stage=stage,
        due_on=due_on,
        reason=reason,
        granted_by=actor,
        granted_at=at,
    )
    audit.record(
        "due_date.extended",
        actor=actor,
        target=extension,
        at=at,
        role=Role.OFFICER,
        acting_for=locked.uuid,
        reason=reason,
        details={
            "stage": stage,
            "from": deadline.due_on.isoformat(),
            "to": due_on.isoformat(),
        },
    )
    emails.tell_of_extension(extension, stage=deadline.stage, keeps=deadline.after)
    return extension


def _check(due_on: date, deadline: Deadline, today: date) -> None:
    if due_on <= deadline.due_on:
        raise DateNotAccepted(
            f"It is due on {show_date(deadline.due_on)} now. Enter a later date than that."
        )
    if due_on < today:
        raise DateNotAccepted("This date has passed. Enter today’s date or a later one.")
    last = last_date(deadline, on=today)
    if due_on > last:
        raise DateNotAccepted(f"Enter a date that is not after {show_date(last)}.")

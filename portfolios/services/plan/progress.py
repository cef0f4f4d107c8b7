"""What becomes of the milestones after the plan was approved (scheme.md 13). Gold reports on this."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from awards.choices import Status
from awards.models import Application, User
from awards.permissions import need_writer
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Refused
from portfolios.choices import MilestoneState
from portfolios.models import Milestone, MilestoneReport
from portfolios.services.editing import lock
from portfolios.services.lists import refuse_other_words


@transaction.atomic
def report_milestone(
    *,
    application: Application,
    milestone: Milestone,
    state: MilestoneState,
    done_on: date | None = None,
    new_due_on: date | None = None,
    why: str = "",
    key: UUID,
    actor: User,
    at: datetime,
) -> MilestoneReport:
    """At any time after Silver, by anybody who writes for the organisation.

    Every report is kept and the latest counts, so a slip is put right with another one.
    """
    need_writer(actor, application)
    locked = lock(application)
    if locked.status != Status.APPROVED:
        raise Refused("You can report on milestones once the plan has the award.")
    row = Milestone.objects.select_related("action").get(
        pk=milestone.pk, action__application=locked
    )
    done = MilestoneReport.objects.filter(milestone=row, key=key).first()
    if done is not None:
        refuse_other_words((done.state, done.why) == (state, why))
        return done
    if MilestoneReport.objects.filter(key=key).exists():
        # The key of another milestone's page (T-25).
        raise Refused("This page is out of date. Open it again and report there.")
    sentence = _wrong(state, done_on, new_due_on, why, today=london_date(at))
    if sentence:
        raise Refused(sentence)
    report = MilestoneReport.objects.create(
        milestone=row,
        state=state,
        done_on=done_on if state is MilestoneState.DONE else None,
        new_due_on=new_due_on if state in (MilestoneState.LATE, MilestoneState.CHANGED) else None,
        why=why,
        reported_by=actor,
        reported_at=at,
        key=key,
    )
    audit.record(
        "milestone.reported",
        actor=actor,
        target=report,
        at=at,
        acting_for=locked.organisation.uuid,
        details={"state": state.value},
    )
    return report


def _wrong(
    state: MilestoneState, done_on: date | None, new_due_on: date | None, why: str, *, today: date
) -> str:
    if state is MilestoneState.DONE:
        if done_on is None:
            return "Say on which day it was done."
        if done_on > today:
            return "It cannot have been done on a day that is still to come."
    elif state is not MilestoneState.PLANNED and not why.strip():
        return "Say why, so that everybody can read it later."
    if state is MilestoneState.LATE and new_due_on is None:
        return "Say by when you now expect it."
    return ""

"""Sending a plan to the Champions Group (scheme.md 10, 11)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Application, StatusChange, User
from awards.permissions import need_sender
from awards.workflow import apply_transition, transition_with_key
from foundation.dates import london_date
from foundation.refusals import Link, Refused
from portfolios.selectors.plan.display import snapshot_of_plan
from portfolios.selectors.plan.gaps import missing_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.points import point_problems
from portfolios.services.editing import lock


@transaction.atomic
def submit_plan(
    *,
    application: Application,
    actor: User,
    role: Role,
    at: datetime,
    key: UUID,
    checked_version: int | None = None,
) -> StatusChange:
    """Send it, once: the same `key` gives the same receipt, however often and from how many tabs (T-43).

    The gap check guards it: what is missing refuses it, what could be stronger does not. After a
    request for changes every challenge has its answer first (scheme.md 17). `checked_version` is the
    version that the check page showed; a change by a colleague since then is refused.
    """
    need_sender(actor, application)
    locked = lock(application)
    done = transition_with_key(locked, key)
    if done is not None:
        application.refresh_from_db()
        return done
    plan = whole_plan(locked)
    if (
        locked.can_be_edited
        and checked_version is not None
        and plan.plan.version != checked_version
    ):
        raise Refused(
            "A colleague changed the plan while you were checking it.",
            link=Link("Check it again", reverse("plan-check", args=[locked.uuid])),
        )
    problems = [gap.full for gap in missing_of(plan.record, on=london_date(at))]
    problems += point_problems(locked)
    again = locked.status == Status.CHANGES_REQUESTED
    return apply_transition(
        application,
        "resubmit" if again else "submit",
        actor=actor,
        role=role,
        at=at,
        problems=problems,
        snapshot=snapshot_of_plan(locked, plan.record),
        key=key,
    )

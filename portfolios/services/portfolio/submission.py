"""Sending a portfolio to the Champions Group: what was sent is frozen (scheme.md 12, 17)."""

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
from portfolios.records import ALL_EYES
from portfolios.selectors.points import point_problems
from portfolios.selectors.portfolio.display import snapshot_of_portfolio
from portfolios.selectors.portfolio.gaps import missing_of
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.services.editing import lock
from portfolios.services.sent import as_sent, note_what_was_sent


@transaction.atomic
def submit_portfolio(
    *,
    application: Application,
    actor: User,
    role: Role,
    at: datetime,
    key: UUID,
    checked_version: int | None = None,
) -> StatusChange:
    """Send it, once: the same `key` gives the same receipt, however often and from how many tabs (T-43).

    What is missing refuses it, what could be stronger does not. Files that are still being checked, or
    were refused, stay behind: what is sent can be looked at. `checked_version` is the version that the
    check page showed; a change by a colleague since then is refused.
    """
    need_sender(actor, application)
    locked = lock(application)
    done = transition_with_key(locked, key)
    if done is not None:
        application.refresh_from_db()
        return done
    today = london_date(at)
    # Leads alone send, and nothing is withheld from them.
    whole = whole_portfolio(locked, on=today, eyes=ALL_EYES)
    if (
        locked.can_be_edited
        and checked_version is not None
        and whole.portfolio.version != checked_version
    ):
        raise Refused(
            "A colleague changed the portfolio while you were checking it.",
            link=Link("Check it again", reverse("portfolio-check", args=[locked.uuid])),
        )
    record = as_sent(whole.record)
    problems = [gap.full for gap in missing_of(record, on=today)]
    problems += point_problems(locked)
    again = locked.status == Status.CHANGES_REQUESTED
    change = apply_transition(
        application,
        "resubmit" if again else "submit",
        actor=actor,
        role=role,
        at=at,
        problems=problems,
        snapshot=snapshot_of_portfolio(locked, record),
        key=key,
    )
    note_what_was_sent(
        change,
        record,
        work=whole.portfolio,
        check_page=reverse("portfolio-check", args=[locked.uuid]),
    )
    return change

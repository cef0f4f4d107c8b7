"""Sending a statement to the Champions Group: what was sent is frozen (scheme.md 17, 22)."""

from dataclasses import replace
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
from portfolios.records import ALL_EYES, StatementRecord
from portfolios.selectors.points import point_problems
from portfolios.selectors.statement.display import snapshot_of_statement
from portfolios.selectors.statement.gaps import missing_of
from portfolios.selectors.statement.reading import whole_statement
from portfolios.services.editing import lock
from portfolios.services.sent import as_sent, note_what_was_sent


@transaction.atomic
def submit_statement(
    *,
    application: Application,
    actor: User,
    role: Role,
    at: datetime,
    key: UUID,
    checked_version: int | None = None,
) -> StatusChange:
    """Send it, once: the same `key` gives the same receipt, however often and from how many tabs (T-43).

    What is missing refuses it, what could be stronger does not. `checked_version` is the version that
    the check page showed; a change by a colleague since then is refused.
    """
    need_sender(actor, application)
    locked = lock(application)
    done = transition_with_key(locked, key)
    if done is not None:
        application.refresh_from_db()
        return done
    today = london_date(at)
    # Leads alone send, and nothing is withheld from them.
    whole = whole_statement(locked, on=today, eyes=ALL_EYES)
    check_page = reverse("statement-check", args=[locked.uuid])
    if (
        locked.can_be_edited
        and checked_version is not None
        and whole.statement.version != checked_version
    ):
        raise Refused(
            "A colleague changed the statement while you were checking it.",
            link=Link("Check it again", check_page),
        )
    record = statement_as_sent(whole.record)
    problems = [gap.full for gap in missing_of(record, on=today, signed=whole.is_signed)]
    problems += point_problems(locked)
    again = locked.status == Status.CHANGES_REQUESTED
    change = apply_transition(
        application,
        "resubmit" if again else "submit",
        actor=actor,
        role=role,
        at=at,
        problems=problems,
        snapshot=snapshot_of_statement(locked, record, whole.commitment),
        key=key,
    )
    note_what_was_sent(change, record.portfolio, work=whole.statement, check_page=check_page)
    return change


def statement_as_sent(record: StatementRecord) -> StatementRecord:
    """Only what can be looked at, and only pieces that are sent with it."""
    portfolio = as_sent(record.portfolio)
    there = {item.id for item in portfolio.items}
    return replace(
        record,
        portfolio=portfolio,
        affirmations=tuple(
            replace(each, items=tuple(item for item in each.items if item.id in there))
            for each in record.affirmations
        ),
    )

"""A request arrives: from the public pages, or through an officer who took a call or a letter."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from awards.models import User
from awards.services.applications import ALPHABET
from foundation import audit
from foundation.dates import LONDON, london_date
from foundation.refusals import NotAllowed, Refused
from reports import emails
from reports.choices import CameBy, EntryKind, RequestFrom
from reports.models import PrivacyRequest
from reports.records.clock import first_date
from reports.services.requests.logging import log

# The columns that its page may write (T-26).
TYPED = ("kind", "asked_as", "what", "where", "name", "contact")


def new_reference() -> str:
    """`DP-` and eight random letters, to be read over the telephone; it tells nothing."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"DP-{letters[:4]}-{letters[4:]}"


def receive_request(
    *,
    values: Mapping[str, Any],
    key: UUID,
    asked_by: User | None,
    may_write: bool,
    at: datetime,
) -> PrivacyRequest:
    """From anybody. `key` comes with the page: a second click finds the first one's row (T-43).

    `may_write`: an acknowledgement may go to the address that was typed. It need not be theirs, so
    the caller counts how often one is written to.
    """
    about_self = asked_by is not None and values["asked_as"] == RequestFrom.SELF
    found, is_new = _created(
        values,
        key=key,
        received_at=at,
        entered_by=asked_by,
        person=asked_by if about_self else None,
    )
    if is_new and may_write:
        _acknowledge_at_once(found, at=at)
    return found


def enter_request(
    *,
    values: Mapping[str, Any],
    key: UUID,
    came_by: CameBy,
    received_on: date,
    actor: User,
    at: datetime,
) -> PrivacyRequest:
    """From an officer. The clock began on the day it came, not on the day it was typed in."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can do this.")
    today = london_date(at)
    if received_on > today:
        raise Refused("It cannot have come in the future.")
    noon = datetime.combine(received_on, time(12), tzinfo=LONDON)
    found, _ = _created(
        values,
        key=key,
        received_at=at if received_on == today else noon,
        entered_by=actor,
        came_by=came_by,
        logged_at=at,
    )
    return found


@transaction.atomic
def _created(
    values: Mapping[str, Any],
    *,
    key: UUID,
    received_at: datetime,
    entered_by: User | None,
    person: User | None = None,
    came_by: CameBy = CameBy.PAGE,
    logged_at: datetime | None = None,
) -> tuple[PrivacyRequest, bool]:
    typed = {name: values.get(name, "") for name in TYPED}
    try:
        with transaction.atomic():
            row = PrivacyRequest.objects.create(
                reference=new_reference(),
                key=key,
                received_at=received_at,
                entered_by=entered_by,
                person=person,
                due_on=first_date(typed["kind"], london_date(received_at)),
                **typed,
            )
    except IntegrityError:
        row = PrivacyRequest.objects.get(key=key)
        if any(getattr(row, name) != value for name, value in typed.items()):
            raise Refused(
                "You sent this page before, with other words. They have reached us. "
                "Open the page again and put in what you wrote now."
            ) from None
        return row, False
    at = logged_at or received_at
    log(row, kind=EntryKind.RECEIVED, text=came_by.label, actor=entered_by, at=at)
    emails.tell_officers_of_request(row, at=at)
    audit.record(
        "privacy.request_received",
        actor=entered_by,
        target=row,
        at=at,
        details={"kind": row.kind, "came_by": came_by.value},
    )
    return row, True


@transaction.atomic
def _acknowledge_at_once(request: PrivacyRequest, *, at: datetime) -> None:
    if emails.acknowledge(request, at=at):
        PrivacyRequest.objects.filter(pk=request.pk).update(acknowledged_at=at)
        log(request, kind=EntryKind.ACKNOWLEDGED, text="By e-mail.", actor=None, at=at)

"""The answer: what was done, told to whoever asked, and kept in the log."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from awards.models import User
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Link, NotAllowed, Refused
from foundation.versions import Stale, save_versioned
from reports import emails
from reports.choices import EntryKind, RequestOutcome
from reports.models import PrivacyRequest
from reports.services.requests.logging import log, open_request


@transaction.atomic
def close_request(
    *,
    request: PrivacyRequest,
    outcome: RequestOutcome,
    answer: str,
    expected_version: int,
    actor: User,
    at: datetime,
) -> PrivacyRequest:
    """Mailed if there is an address. Refused while a piece of evidence is hidden and not decided about:
    nothing may stay hidden, or come back, because somebody forgot it."""
    fresh = open_request(request, actor=actor)
    if fresh.person_id == actor.pk:
        raise NotAllowed("You asked this yourself. Another SEND officer has to answer it.")
    if fresh.items.filter(decided_at=None).exists():
        raise Refused(
            "Something is still hidden because of it. Decide about each piece first.",
            link=Link("See the request", reverse("officers-request", args=[fresh.uuid])),
        )
    fresh.outcome, fresh.closed_at, fresh.closed_by = outcome.value, at, actor
    fields = ["outcome", "closed_at", "closed_by"]
    if fresh.acknowledged_at is None:
        fresh.acknowledged_at = at
        fields.append("acknowledged_at")
    try:
        save_versioned(fresh, expected_version=expected_version, fields=fields)
    except Stale:
        raise Refused(
            "Somebody worked on this request after you opened the page. Look at it again.",
            link=Link("See the request", reverse("officers-request", args=[fresh.uuid])),
        ) from None
    mailed = emails.send_answer(fresh, answer=answer, at=at)
    log(fresh, kind=EntryKind.CLOSED, text=answer, actor=actor, at=at)
    audit.record(
        "privacy.request_closed",
        actor=actor,
        target=fresh,
        at=at,
        role="officer",
        details={
            "kind": fresh.kind,
            "outcome": fresh.outcome,
            "mailed": mailed,
            "in_time": london_date(at) <= fresh.due_on,
        },
    )
    return fresh

"""Taking a picture or a story down: an officer hides it at once, and decides about it after.

Whoever it belongs to, and whoever has it before them, hears that it is hidden and what was decided:
never who asked, for whom, or what they said.
"""

from datetime import datetime

from django.db import transaction

from awards.choices import Role
from awards.models import User
from awards.permissions import role_in
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import NotAllowed, Refused
from portfolios.models import EvidenceItem
from portfolios.services.evidence import disputes
from reports import emails
from reports.choices import EntryKind, RequestKind
from reports.models import PrivacyRequest, RequestItem
from reports.records.clock import answered_by
from reports.services.requests.logging import log, open_request


@transaction.atomic
def hide(*, request: PrivacyRequest, item: EvidenceItem, actor: User, at: datetime) -> RequestItem:
    """No reason is asked, and no second person. A second click changes nothing.

    With the first piece the promise of the next working day is kept, and the month for deciding counts.
    """
    fresh = _take_down(request, actor=actor)
    done = RequestItem.objects.filter(request=fresh, item=item).first()
    if done is not None and done.decided_at is not None:
        # It may be shown again by now, and must not be called hidden.
        raise Refused("This was decided already. A new request can hide it again.")
    if done is not None:
        return done
    is_news = disputes.dispute(item, actor=actor, at=at)
    row = RequestItem.objects.create(request=fresh, item=item, hidden_at=at, hidden_by=actor)
    fresh.due_on = answered_by(fresh.kind, london_date(fresh.received_at))
    fresh.version += 1
    fresh.save(update_fields=["due_on", "version"])
    log(fresh, kind=EntryKind.HIDDEN, text=str(item), actor=actor, at=at)
    _audit("privacy.evidence_hidden", fresh, item, actor, at)
    if is_news:
        emails.tell_hidden(item, at=at)
    return row


@transaction.atomic
def decide(
    *,
    request: PrivacyRequest,
    item: EvidenceItem,
    upheld: bool,
    reason: str,
    actor: User,
    at: datetime,
) -> RequestItem:
    """Taken down for good, or shown again; `reason` is for the log, and officers alone read it.

    Not by an officer of the same organisation, nor by the one who asks (T-36, T-39). While another
    request is about the same piece, it is not shown again.
    """
    fresh = _take_down(request, actor=actor)
    if role_in(actor, item.organisation) is not Role.OFFICER:
        raise NotAllowed("You belong to this organisation. Another officer has to decide.")
    # Requests about one piece are decided one after the other, and hiding it for another waits, too:
    # otherwise it stays hidden with nothing left to decide, or is shown while somebody still asks.
    EvidenceItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    if fresh.person_id == actor.pk:
        raise NotAllowed("You asked for this yourself. Another officer has to decide.")
    row = (
        RequestItem.objects.select_for_update(no_key=True).filter(request=fresh, item=item).first()
    )
    if row is None:
        raise Refused("It was not hidden because of this request.")
    if row.decided_at is not None:
        raise Refused("This was decided already.")
    row.decided_at, row.decided_by, row.upheld = at, actor, upheld
    row.save(update_fields=["decided_at", "decided_by", "upheld"])
    PrivacyRequest.objects.filter(pk=fresh.pk).update(version=fresh.version + 1)
    shown = False
    if upheld:
        disputes.take_down(item, actor=actor, at=at)
    elif not RequestItem.objects.filter(item=item, decided_at=None).exists():
        shown = disputes.end_dispute(item, actor=actor, at=at)
    kind = EntryKind.TAKEN_DOWN if upheld else EntryKind.SHOWN
    log(fresh, kind=kind, text=f"{item}\n{reason}".strip(), actor=actor, at=at)
    _audit("privacy.evidence_decided", fresh, item, actor, at, upheld=upheld)
    if upheld or shown:
        emails.tell_decided(item, upheld=upheld, at=at)
    return row


def _take_down(request: PrivacyRequest, *, actor: User) -> PrivacyRequest:
    fresh = open_request(request, actor=actor)
    if fresh.kind != RequestKind.TAKE_DOWN:
        raise Refused("This request does not ask to take anything down.")
    return fresh


def _audit(
    event: str,
    request: PrivacyRequest,
    item: EvidenceItem,
    actor: User,
    at: datetime,
    **details: str | int | bool | None,
) -> None:
    audit.record(
        event,
        actor=actor,
        target=request,
        at=at,
        role="officer",
        acting_for=item.organisation.uuid,
        details={"item": str(item.uuid)} | details,
    )

"""Evidence for the eyes of those alone who must see it (T-30, T-94)."""

from datetime import datetime

from django.db import transaction

from awards.choices import Role
from awards.models import User
from awards.permissions import role_in
from foundation import audit, ledger
from foundation.refusals import NotAllowed, Refused
from portfolios.emails import tell_restricted_by_officer
from portfolios.models import EvidenceItem
from portfolios.services.evidence.editing import lock_item
from portfolios.services.evidence.forgetting import remove_prints_of

ONLY = "Only co-production leads and SEND officers can restrict evidence."


def need_restrictor(user: User, item: EvidenceItem) -> Role:
    """It changes nothing of what the organisation says, so an officer may do it (T-31)."""
    role = role_in(user, item.organisation)
    if role not in (Role.LEAD, Role.OFFICER):
        raise NotAllowed(ONLY)
    return role


@transaction.atomic
def restrict(*, item: EvidenceItem, why: str, actor: User, at: datetime) -> None:
    """From now on; also in what was sent, as it is a mark of the piece and not of a version.

    A second click changes nothing. An officer who restricts what a lead restricted makes the mark theirs.
    """
    role = need_restrictor(actor, item)
    if not why.strip():
        raise Refused("Say why it is restricted.")
    fresh = lock_item(item)
    officers = is_officers_mark(fresh)
    if fresh.restricted_at is not None and (officers or role is not Role.OFFICER):
        return
    EvidenceItem.objects.filter(pk=fresh.pk).update(
        restricted_at=at, restricted_by=actor, restricted_why=why.strip()
    )
    _record("evidence.restricted", fresh, actor, role, at)
    _note(fresh, restricted=True, by=actor, at=at)
    remove_prints_of(fresh)
    if role is Role.OFFICER:
        tell_restricted_by_officer(fresh, at=at)


@transaction.atomic
def end_restriction(*, item: EvidenceItem, actor: User, at: datetime) -> None:
    """By the side that set it, or an officer."""
    role = need_restrictor(actor, item)
    fresh = lock_item(item)
    if fresh.restricted_at is None:
        return
    if role is not Role.OFFICER and is_officers_mark(fresh):
        raise NotAllowed("A SEND officer restricted this, so a SEND officer has to end it. Ask us.")
    EvidenceItem.objects.filter(pk=fresh.pk).update(
        restricted_at=None, restricted_by=None, restricted_why=""
    )
    _record("evidence.unrestricted", fresh, actor, role, at)
    _note(fresh, restricted=False, by=actor, at=at)


def is_officers_mark(item: EvidenceItem) -> bool:
    """Whoever set it belongs to the organisation no longer, or never did: then an officer ends it."""
    who = item.restricted_by
    return who is not None and role_in(who, item.organisation) not in (Role.LEAD, Role.MEMBER)


def _record(event: str, item: EvidenceItem, actor: User, role: Role, at: datetime) -> None:
    """Never why: that is for those who may open the piece."""
    audit.record(
        event, actor=actor, target=item, at=at, role=role, acting_for=item.organisation.uuid
    )


def _note(item: EvidenceItem, *, restricted: bool, by: User, at: datetime) -> None:
    """A restored backup must not open it to more people (T-30). Why it is so are words, and stays here."""
    ledger.note(
        "evidence.restricted",
        subject=item.uuid,
        at=at,
        details={"restricted": restricted, "by": str(by.uuid)},
    )

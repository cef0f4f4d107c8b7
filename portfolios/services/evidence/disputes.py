"""A piece that somebody asked to have taken down: hidden at once, then gone for good or shown again.

Who asked, and what they said, is known higher up in the house and never here: whoever sees the row
learns that it is hidden, and no more.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from awards.models import Hold, User
from foundation import ledger
from foundation.dates import london_date
from foundation.models import Draft
from foundation.refusals import NotAllowed, Refused
from portfolios.models import Consent, EvidenceItem
from portfolios.services.evidence.editing import TAKEN_DOWN, draft_key, lock_item, note_change
from portfolios.services.evidence.forgetting import forget, remove_prints


@transaction.atomic
def dispute(item: EvidenceItem, *, actor: User, at: datetime) -> bool:
    """From this moment nobody sees more than its title. Done again it changes nothing (False).

    Also of what its organisation has removed, as champions may have it. A page of its consent that was
    opened before meets a new version, and so cannot show it again by accident.
    """
    fresh = _locked(item, actor)
    if fresh.consent.forgotten_at is not None:
        raise Refused("Its files are gone for good already. There is nothing to hide.")
    done = Consent.objects.filter(item=fresh, disputed_at=None).update(
        disputed_at=at, disputed_by=actor, version=F("version") + 1
    )
    if not done:
        return False
    note_change(fresh, event="evidence.disputed", actor=actor, at=at, only_hides=True)
    _note(fresh, hidden=True, actor=actor, at=at)
    # What was typed about the agreement before must not be saved over this.
    Draft.objects.filter(key=draft_key(fresh.organisation, fresh.uuid, "consent")).delete()
    remove_prints(fresh.organisation, on=london_date(at))
    return True


@transaction.atomic
def end_dispute(item: EvidenceItem, *, actor: User, at: datetime) -> bool:
    """What else hides it still does: consent that was withdrawn or has run out."""
    fresh = _locked(item, actor)
    if not _ended(fresh):
        return False
    note_change(fresh, event="evidence.dispute-ended", actor=actor, at=at)
    _note(fresh, hidden=False, actor=actor, at=at)
    return True


@transaction.atomic
def take_down(item: EvidenceItem, *, actor: User, at: datetime) -> None:
    """For good: the agreement is ended, and what was in the piece is deleted now and not in 28 days.

    Under a legal hold it stays hidden until the hold is over, and nobody can agree to it again: also
    where its organisation had taken consent back before.
    """
    fresh = _locked(item, actor)
    if _ended(fresh):
        _note(fresh, hidden=False, actor=actor, at=at)
    ended = Consent.objects.filter(item=fresh, forgotten_at=None).update(
        withdrawn_at=Coalesce("withdrawn_at", Value(at)),
        withdrawn_by=actor,
        withdrawn_note=TAKEN_DOWN,
        version=F("version") + 1,
    )
    if ended:
        ledger.note(
            "evidence.withdrawn",
            subject=fresh.uuid,
            at=at,
            details={"withdrawn": True, "for_good": True, "by": str(actor.uuid)},
        )
    note_change(fresh, event="evidence.taken-down", actor=actor, at=at, only_hides=True)
    if not Hold.objects.active().filter(organisation=fresh.organisation_id).exists():
        forget(fresh, at=at, why=TAKEN_DOWN)


def _locked(item: EvidenceItem, actor: User) -> EvidenceItem:
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can do this.")
    return lock_item(item)


def _ended(item: EvidenceItem) -> bool:
    rows = Consent.objects.filter(item=item, disputed_at__isnull=False)
    return bool(rows.update(disputed_at=None, disputed_by=None, version=F("version") + 1))


def _note(item: EvidenceItem, *, hidden: bool, actor: User, at: datetime) -> None:
    """After a restore it must be hidden again, or shown again."""
    ledger.note(
        "evidence.disputed",
        subject=item.uuid,
        at=at,
        details={"hidden": hidden, "by": str(actor.uuid)},
    )

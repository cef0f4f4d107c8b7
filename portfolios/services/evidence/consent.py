"""What people agreed to who are pictured or quoted; and taking it back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from awards.choices import Role
from awards.models import User
from awards.permissions import role_in
from foundation import ledger
from foundation.dates import london_date
from foundation.models import Draft
from foundation.refusals import NotAllowed, Refused
from foundation.versions import Stale, clash_over, save_versioned
from portfolios.choices import ConsentScope, ShowsPeople
from portfolios.emails import tell_withdrawn_by_officer
from portfolios.models import Consent, EvidenceItem
from portfolios.selectors.evidence.ending import KEPT
from portfolios.services.evidence.editing import (
    LOOKED_INTO,
    TAKEN_DOWN,
    draft_key,
    forget_draft,
    lock_item,
    note_change,
    open_item,
)
from portfolios.services.evidence.forgetting import remove_prints

# Of what is typed, what is no words, and so may stand in the ledger.
CODES = tuple(name for name in Consent.TYPED if name not in ("holder", "form_reference"))
FOR_GOOD = "This was taken down for good, because somebody in it asked for that. It stays hidden."


@transaction.atomic
def record_consent(
    *,
    item: EvidenceItem,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Consent:
    """What is said now holds from now on. After a withdrawal this is a new agreement, and shows it again.

    Where nobody is pictured or quoted there is nothing to agree to, so what was said about it goes.
    """
    fresh = open_item(item=item, actor=actor)
    consent = fresh.consent
    if consent.forgotten_at is not None:
        raise Refused("Its files are gone for good. Add it again as a new piece of evidence.")
    if consent.disputed_at is not None:
        raise Refused(LOOKED_INTO)
    if is_taken_down(consent):
        raise Refused(FOR_GOOD)
    typed = {name: values[name] for name in Consent.TYPED if name in values}
    if consent.is_hidden(london_date(at)) and not typed.get("shows_people"):
        raise Refused(
            "Say first whether it pictures or quotes anybody. Until then it stays hidden."
        )
    if typed.get("shows_people") == ShowsPeople.NOBODY and _withdrawn_by_officer(fresh):
        raise Refused(
            "A SEND officer hid this, because somebody in it asked for that. "
            "Choose “Yes” and say when they agreed again, or ask us."
        )
    if typed.get("shows_people") != ShowsPeople.PEOPLE:
        typed |= _NOBODY
    before = _codes(consent)
    is_new = any(getattr(consent, name) != value for name, value in typed.items())
    for name, value in typed.items():
        setattr(consent, name, value)
    again = consent.withdrawn_at is not None
    consent.withdrawn_at = consent.withdrawn_by = None
    consent.withdrawn_note = ""
    names = [*typed, "withdrawn_at", "withdrawn_by", "withdrawn_note"]
    try:
        save_versioned(consent, expected_version=expected_version, fields=names)
    except Stale:
        raise clash_over(
            consent, fields=list(typed), sentence="A colleague saved this after you opened it."
        ) from None
    if again or (before["shows_people"] and _codes(consent) != before):
        # A restore must not bring a wider agreement back.
        ledger.note(
            "evidence.withdrawn",
            subject=fresh.uuid,
            at=at,
            details={"withdrawn": False, **_codes(consent)},
        )
    until = consent.expires_on
    note_change(
        fresh,
        event="consent.given-again" if again else "consent.recorded",
        actor=actor,
        at=at,
        details={"scope": consent.scope, "until": until.isoformat() if until else None},
        is_new=is_new or again,
    )
    forget_draft(actor, fresh.organisation, fresh.uuid, "consent")
    return consent


@transaction.atomic
def withdraw_consent(*, item: EvidenceItem, note: str, actor: User, at: datetime) -> None:
    """From this moment nobody sees more than its title, wherever it was shown.

    People of the organisation do it, and SEND officers, because a person may turn to either. Who wants
    it hidden need not say why. A second click changes nothing; a page of consent that was opened before
    meets a new version, and so cannot show it again by accident.
    """
    role = role_in(actor, item.organisation)
    if role is None:
        raise NotAllowed("Only people of this organisation and SEND officers can do this.")
    fresh = lock_item(item)
    if fresh.is_unshown and role is not Role.OFFICER:
        raise NotAllowed("Only SEND officers can do this.")
    done = Consent.objects.filter(item=fresh, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by=actor, withdrawn_note=note, version=F("version") + 1
    )
    if not done:
        return
    note_change(fresh, event="consent.withdrawn", actor=actor, at=at, only_hides=True)
    ledger.note(
        "evidence.withdrawn",
        subject=fresh.uuid,
        at=at,
        details={"withdrawn": True, "by": str(actor.uuid)},
    )
    # What was typed about the agreement before is no new one.
    Draft.objects.filter(key=draft_key(fresh.organisation, fresh.uuid, "consent")).delete()
    remove_prints(fresh.organisation, on=london_date(at))
    if role is Role.OFFICER:
        tell_withdrawn_by_officer(fresh, deleted_on=london_date(at) + KEPT, at=at)


def is_taken_down(consent: Consent) -> bool:
    """Decided by an officer. A legal hold alone keeps what was in it (T-94)."""
    return consent.withdrawn_at is not None and consent.withdrawn_note == TAKEN_DOWN


def _codes(consent: Consent) -> dict[str, ledger.Detail]:
    """What was agreed to, without a word of it."""
    said = {name: getattr(consent, name) for name in CODES}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
    }


def _withdrawn_by_officer(item: EvidenceItem) -> bool:
    """Somebody turned to an officer: then there is somebody in it, whatever is said now."""
    who = item.consent.withdrawn_by
    return who is not None and role_in(who, item.organisation) not in (Role.LEAD, Role.MEMBER)


_NOBODY: dict[str, Any] = {
    "children": False,
    "young_people": False,
    "adults": False,
    "holder": "",
    "form_reference": "",
    "given_on": None,
    "scope": ConsentScope.ASSESSORS,
    "expires_on": None,
}

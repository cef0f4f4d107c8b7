"""Deleting again what a restored backup has brought back (F-19)."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from awards.models import Hold, Organisation, Revocation, User
from champions.choices import AppealState
from champions.models import Appeal, Champion
from foundation.dates import london_date
from foundation.erasing import recognise
from foundation.ledger import Entry
from portfolios.models import EvidenceItem
from reports.selectors.searched import searched_columns
from reports.services.erasure.doing import (
    erase_organisation_now,
    erase_person_now,
    erase_terms_now,
)


@transaction.atomic
def erase_person_again(entry: Entry) -> bool:
    """The names that were looked for are known by their digests alone."""
    known = str(entry.details.get("terms") or "")
    terms = sorted(recognise(known, among=searched_columns()))
    items = list(EvidenceItem.objects.filter(uuid__in=_ids(entry), consent__forgotten_at=None))
    person = User.objects.filter(uuid=entry.subject, erased_at=None).first()
    if person is not None:
        _settle(person, entry)
        in_texts = bool(entry.details.get("in_texts", True))
        erase_person_now(person, at=entry.at, terms=terms, items=items, in_texts=in_texts)
        return True
    if terms or items:
        erase_terms_now(terms, subject=entry.subject, at=entry.at, items=items)
        return True
    return False


@transaction.atomic
def erase_organisation_again(entry: Entry) -> bool:
    organisation = Organisation.objects.filter(uuid=entry.subject).first()
    if organisation is None:
        return False
    Hold.objects.active().filter(organisation=organisation).delete()
    # Settled before the organisation was deleted; the backup is older.
    Appeal.objects.filter(
        state=AppealState.RECEIVED, decision__panel__application__organisation=organisation
    ).update(state=AppealState.WITHDRAWN, state_since=entry.at)
    Revocation.objects.open().filter(award__organisation=organisation).update(
        answer=Revocation.Answer.CANCELLED, answered_by=F("proposed_by"), answered_at=entry.at
    )
    erase_organisation_now(
        organisation, with_name=bool(entry.details.get("with_name")), at=entry.at
    )
    return True


def _settle(person: User, entry: Entry) -> None:
    """Appointments and holds had ended before this person was deleted; the backup is older."""
    person.is_officer = person.is_champion = False
    person.save(update_fields=["is_officer", "is_champion"])
    Champion.objects.filter(user=person, served_until=None).update(
        served_until=london_date(entry.at)
    )
    Hold.objects.active().filter(person=person).delete()
    person.memberships.all().delete()


def _ids(entry: Entry) -> list[UUID]:
    return [UUID(each) for each in str(entry.details.get("items") or "").split()]

"""Deleting a person, a name or an organisation, room by room, in one transaction.

What is deleted on purpose is written into the ledger, so that a restored backup forgets it again (F-19).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q

from awards.choices import OPEN_STATUSES, Status
from awards.models import Application, Hold, Organisation, Revocation, User
from awards.services.erasure import anonymise_account, empty_organisation, pseudonym
from celebrations.models import Guest
from celebrations.services.erasure import forget_own_events, forget_spotlights
from celebrations.services.events.erasure import (
    drop_event_prints,
    forget_invitations,
    forget_needs_of,
)
from certificates.models import Certificate
from certificates.services import delete_name
from champions.choices import AppealState
from champions.models import Appeal
from champions.services.erasure import empty_case, forget_champion, forget_writing
from foundation import audit, erasing, ledger
from foundation.auditing.notes import forget_reason
from foundation.erasing import NAME_DELETED, Column, normal
from foundation.files import remove
from foundation.models import AuditEvent, AuditNote, Draft, OutboxMessage
from foundation.models.outbox import OutboxQuerySet
from foundation.refusals import Refused
from portfolios.models import Commitment, EvidenceItem, Printout, RegistrationForm
from portfolios.selectors.noticing import everyday_words
from portfolios.services.evidence import draft_key, forget
from portfolios.services.shedding import shed
from reports.models import AccessPackage, PrivacyRequest
from reports.selectors.searched import organisation_columns, searched_columns

ADDRESS_DELETED = "[e-mail address deleted]"
NOT_SENT = "It held a name that was deleted, so its text was deleted before it was sent."
ORGANISATION_DELETED = "[organisation deleted]"
WHY = "erasure"


@dataclass
class Counts:
    """What went, for the record: numbers alone."""

    texts: int = 0
    mails: int = 0
    prints: int = 0
    packages: int = 0
    evidence: int = 0
    applications: int = 0
    signed_out: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@transaction.atomic
def erase_person_now(
    person: User,
    *,
    at: datetime,
    terms: Sequence[str] = (),
    items: Iterable[EvidenceItem] = (),
    in_texts: bool = True,
    actor: User | None = None,
) -> Counts:
    """An account becomes nobody's; the person's name goes from everything that anybody typed.

    Not `in_texts` when the clock does it: anybody may call themselves “Children” or “Acorn Lane School”,
    and nothing brings a text back. Then the address alone goes from texts; a name takes two officers.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.erased_at is not None:
        return Counts()
    words = {locked.email: ADDRESS_DELETED}
    if in_texts and _tells_of_somebody(locked.name):
        words[locked.name] = pseudonym(locked)
    words |= {term: NAME_DELETED for term in terms if term not in words}
    known = erasing.fingerprints(terms)
    address = locked.email
    forget_champion(locked)
    anonymise_account(locked, at=at)
    _take_back_mail(locked, address)
    counts = _erase_words(words, items, columns=searched_columns(), at=at)
    _forget_mail(locked, address, counts)
    _forget_requests(locked)
    ledger.note(
        "person",
        subject=locked.uuid,
        at=at,
        details={"terms": known, "items": _ids(items), "in_texts": in_texts},
    )
    audit.record("person.erased", actor=actor, target=locked, at=at, details=counts.as_dict())
    person.refresh_from_db()
    return counts


@transaction.atomic
def erase_terms_now(
    terms: Sequence[str],
    *,
    subject: UUID,
    at: datetime,
    items: Iterable[EvidenceItem] = (),
    actor: User | None = None,
) -> Counts:
    """Somebody without an account: a child whose name stands in what others wrote."""
    counts = _erase_words(
        dict.fromkeys(terms, NAME_DELETED), items, columns=searched_columns(), at=at
    )
    ledger.note(
        "person",
        subject=subject,
        at=at,
        details={"terms": erasing.fingerprints(terms), "items": _ids(items)},
    )
    audit.record("name.erased", actor=actor, at=at, details=counts.as_dict())
    return counts


@transaction.atomic
def erase_organisation_now(
    organisation: Organisation, *, with_name: bool, at: datetime, actor: User | None = None
) -> Counts:
    """What it wrote and sent, and its people. With its name, everything that was written about it too."""
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if reasons := reasons_to_keep(locked):
        raise Refused(" ".join(reasons))
    counts = Counts()
    names = dict.fromkeys(_names_of(locked), ORGANISATION_DELETED)
    for application in Application.objects.filter(organisation=locked).order_by("pk"):
        if application.contents_deleted_at is None:
            shed(application, at=at, why=WHY)
            counts.applications += 1
        forget_writing(application)
        if with_name:
            empty_case(application)
    forget_spotlights(locked)
    forget_own_events(locked)
    forget_invitations(locked)
    drop_event_prints()
    for item in EvidenceItem.objects.filter(organisation=locked).order_by("pk"):
        forget(item, at=at, why=WHY, with_title=True)
        counts.evidence += 1
    Draft.objects.filter(key__contains=str(locked.uuid)).delete()
    Draft.objects.filter(key__startswith=f"{draft_key(locked)}:").delete()
    empty_organisation(locked, with_name=with_name, ended_by=actor, at=at)
    if with_name:
        delete_name(locked, at=at)
        found = (
            _erase_words(names, (), columns=organisation_columns(), at=at) if names else Counts()
        )
        counts.texts, counts.mails = found.texts, found.mails
        counts.prints, counts.signed_out = found.prints, found.signed_out
        counts.packages = found.packages
        Commitment.objects.filter(application__organisation=locked).forget_organisation(
            ORGANISATION_DELETED
        )
    else:
        # Copies of files that somebody of it had sent.
        counts.packages = _remove_packages(at)
    ledger.note("organisation", subject=locked.uuid, at=at, details={"with_name": with_name})
    audit.record(
        "organisation.erased",
        actor=actor,
        target=locked,
        at=at,
        acting_for=locked.uuid,
        details={"with_name": with_name, **counts.as_dict()},
    )
    organisation.refresh_from_db()
    return counts


def reasons_to_keep(organisation: Organisation) -> list[str]:
    """What has to be settled before an organisation can be deleted, in sentences."""
    found = []
    if Hold.objects.active().filter(organisation=organisation).exists():
        found.append(f"What is about {organisation} is under a legal hold.")
    waiting = organisation.applications.filter(status__in=OPEN_STATUSES).exclude(
        status=Status.DRAFT
    )
    for application in waiting:
        found.append(
            f"Its application {application.reference} is open. Let it be withdrawn or decided first."
        )
    if Revocation.objects.open().filter(award__organisation=organisation).exists():
        found.append(
            "An officer has proposed to take back an award of it. Let that be answered first."
        )
    # One that was taken on is a step of its application, which is open again.
    appeals = Appeal.objects.filter(
        state=AppealState.RECEIVED, decision__panel__application__organisation=organisation
    )
    for appeal in appeals.select_related("decision__panel__application"):
        reference = appeal.decision.panel.application.reference
        found.append(
            f"Its appeal about {reference} is open. Let it be answered or withdrawn first."
        )
    return found


def _names_of(organisation: Organisation) -> set[str]:
    """As it was ever called here, on forms and on certificates; and where it is reached."""
    found = {organisation.name, organisation.printed_name}
    mine = {"application__organisation": organisation}
    for form in RegistrationForm.objects.filter(**mine):
        found |= {form.organisation_name, form.printed_name, form.email, form.website}
    found |= set(
        Commitment.objects.filter(**mine).values_list("organisation_name", flat=True).distinct()
    )
    certificates = Certificate.objects.filter(award__organisation=organisation)
    found |= set(certificates.values_list("printed_name", flat=True))
    others = Organisation.objects.exclude(pk=organisation.pk)
    theirs = {normal(name) for pair in others.values_list("name", "printed_name") for name in pair}
    return {name for name in found if _is_its_own(name, theirs)}


def _tells_of_somebody(name: str) -> bool:
    """“Young People” is no name to look for: officers give such a one as a spelling, if they mean it."""
    return not everyday_words().issuperset(_words_of(name)) and len(name) >= erasing.SHORTEST


def _words_of(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]


def _is_its_own(name: str, theirs: Iterable[str]) -> bool:
    """“Children” is everybody's word, and “Acorn” may be a part of somebody else's name. In what others
    wrote these stay, as nobody can tell whom they mean."""
    words = _words_of(name)
    if len(name) < erasing.SHORTEST or (len(words) < 2 and everyday_words().issuperset(words)):
        return False
    found = erasing.pattern([name])
    return not any(found.search(other) for other in theirs)


def _erase_words(
    words: Mapping[str, str],
    items: Iterable[EvidenceItem],
    *,
    columns: Iterable[Column],
    at: datetime,
) -> Counts:
    counts = Counts()
    for item in items:
        forget(item, at=at, why=WHY, with_title=True)
        counts.evidence += 1
    instead = erasing.replacing(words)
    mails, prints = set(), set()
    guests: set[object] = set()
    for place in list(erasing.places(list(words), among=columns)):
        if place.column.model is OutboxMessage:
            mails.add(place.pk)
        elif place.column.model is Printout:
            prints.add(place.pk)
        elif place.column.model is AuditNote:
            event = AuditEvent.objects.get(pk=place.pk)
            forget_reason(event, at=at, leaving=instead(str(place.value)))
            counts.texts += 1
        else:
            if place.column.model is Guest and place.column.field.name == "name":
                guests.add(place.pk)
            erasing.rewrite(place, instead)
            counts.texts += 1
    forget_needs_of(guests)
    counts.mails = _empty_mails(mails)
    counts.prints = _remove_prints(prints)
    counts.packages = _remove_packages(at)
    drop_event_prints()
    counts.signed_out = _end_sessions(list(words))
    return counts


def _empty_mails(keys: Iterable[object]) -> int:
    """A mail is not rewritten: what was sent was sent. That it was sent, and when, stays.

    What has not gone yet does not go any more: nothing is left of it to read.
    """
    mails = OutboxMessage.objects.filter(pk__in=list(keys))
    mails.exclude(reason="").update(reason=NAME_DELETED)
    going = OutboxMessage.Status
    mails.filter(status__in=[going.QUEUED, going.DRAFT, going.HELD]).update(
        status=going.FAILED, reason=NOT_SENT, next_try_at=None
    )
    # What else an e-mail of the day would have told of goes with the next one.
    OutboxMessage.objects.filter(
        digest__in=mails.filter(status=going.FAILED), status=going.HELD
    ).update(digest=None)
    return mails.empty(subject=NAME_DELETED)


def _mail_to(person: User, address: str) -> OutboxQuerySet:
    """Also what went to an address that they had before."""
    return OutboxMessage.objects.filter(Q(to=address) | Q(recipient=person))


def _take_back_mail(person: User, address: str) -> None:
    """What has not gone yet."""
    going = OutboxMessage.Status
    mine = _mail_to(person, address)
    mine.filter(status__in=[going.QUEUED, going.DRAFT, going.HELD]).delete()


def _forget_mail(person: User, address: str, counts: Counts) -> None:
    mine = _mail_to(person, address)
    gone = {"recipient": None, "read_at": None}
    instead = f"erased-{person.uuid.hex}"
    counts.mails += mine.exclude(to=address).empty(to=f"{instead}-before@removed.invalid", **gone)
    counts.mails += mine.filter(to=address).empty(to=f"{instead}@removed.invalid", **gone)


def _remove_prints(keys: Iterable[object]) -> int:
    """They are made again when somebody asks, without the name."""
    rows = list(
        Printout.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(keys))
    )
    for row in rows:
        file = row.file
        row.delete()
        if file is not None:
            remove(file)
    return len(rows)


def _remove_packages(at: datetime) -> int:
    """Whatever names may stand in a zip, it can be made again. One that is being made is thrown away."""
    AccessPackage.objects.filter(finished_at=None).update(finished_at=at)
    rows = list(AccessPackage.objects.exclude(file=None).select_related("file"))
    AccessPackage.objects.exclude(file=None).update(file=None)
    for row in rows:
        if row.file is not None:
            remove(row.file)
    return len(rows)


def _end_sessions(terms: Sequence[str]) -> int:
    """A message that nobody has read yet may hold a name. Its reader signs in again."""
    found = erasing.pattern(terms)
    ended = [
        session.pk
        for session in Session.objects.iterator(200)
        if found.search(json.dumps(session.get_decoded(), ensure_ascii=False, default=str))
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def _forget_requests(person: User) -> None:
    """What they asked stays with its dates, for as long as such requests are kept."""
    PrivacyRequest.objects.filter(person=person).update(
        name="", contact="", version=F("version") + 1
    )


def _ids(items: Iterable[EvidenceItem]) -> str:
    return " ".join(str(item.uuid) for item in items)

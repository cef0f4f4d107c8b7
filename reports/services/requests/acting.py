"""What officers do with a request while it is open. Nothing of what was said goes into the audit trail."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.models import Organisation, User
from awards.services.names import correct_name as put_name_right
from foundation import audit
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Refused
from reports import emails
from reports.choices import EntryKind, RequestKind
from reports.models import PrivacyRequest
from reports.records.clock import extended_to
from reports.services.requests.logging import log, open_request


@transaction.atomic
def acknowledge(*, request: PrivacyRequest, actor: User, at: datetime) -> PrivacyRequest:
    """By mail if there is an address; else the officer says so in another way, and it is noted."""
    fresh = open_request(request, actor=actor)
    if fresh.acknowledged_at is not None:
        raise Refused("It has been acknowledged already.")
    mailed = emails.acknowledge(fresh, at=at)
    fresh.acknowledged_at = at
    _save(fresh, "acknowledged_at")
    text = "By e-mail." if mailed else "Told by the officer."
    log(fresh, kind=EntryKind.ACKNOWLEDGED, text=text, actor=actor, at=at)
    _audit("privacy.request_acknowledged", fresh, actor, at, mailed=mailed)
    return fresh


@transaction.atomic
def add_note(*, request: PrivacyRequest, text: str, actor: User, at: datetime) -> None:
    fresh = open_request(request, actor=actor)
    log(fresh, kind=EntryKind.NOTE, text=text, actor=actor, at=at)
    _audit("privacy.request_noted", fresh, actor, at)


@transaction.atomic
def give_more_time(
    *, request: PrivacyRequest, reason: str, actor: User, at: datetime
) -> PrivacyRequest:
    """Two months more, once, and told before the first date has passed (UK GDPR, article 12(3))."""
    fresh = open_request(request, actor=actor)
    until = extended_to(fresh.kind, london_date(fresh.received_at))
    if until is None:
        raise Refused("The law gives no more time for this kind of request.")
    if fresh.extended_at is not None:
        raise Refused("It was given more time already. That can be done once.")
    if london_date(at) > fresh.due_on:
        raise Refused("Its date has passed. More time can be taken only before that.")
    fresh.due_on, fresh.extended_at = until, at
    _save(fresh, "due_on", "extended_at")
    mailed = emails.tell_of_more_time(fresh, reason=reason, at=at)
    log(
        fresh,
        kind=EntryKind.EXTENDED,
        text=f"Until {show_date(until)}. {_told(mailed)}\n{reason}",
        actor=actor,
        at=at,
    )
    _audit("privacy.request_extended", fresh, actor, at, until=until.isoformat(), mailed=mailed)
    return fresh


@transaction.atomic
def link_to(
    *,
    request: PrivacyRequest,
    person: User | None,
    organisation: Organisation | None,
    actor: User,
    at: datetime,
) -> PrivacyRequest:
    """Whom it is about. Both can be put right as long as it is open."""
    fresh = open_request(request, actor=actor)
    fresh.person, fresh.organisation = person, organisation
    _save(fresh, "person", "organisation")
    linked = [word for word, to in (("a person", person), ("an organisation", organisation)) if to]
    text = f"Linked to {' and '.join(linked)}." if linked else "No longer linked."
    log(fresh, kind=EntryKind.NOTE, text=text, actor=actor, at=at)
    _audit(
        "privacy.request_linked",
        fresh,
        actor,
        at,
        person=_id(person.uuid if person else None),
        organisation=_id(organisation.uuid if organisation else None),
    )
    return fresh


@transaction.atomic
def correct_name(
    *, request: PrivacyRequest, name: str, reason: str, actor: User, at: datetime
) -> User:
    """Of the linked person, who asked for it. Everything else about them they change themselves."""
    fresh = open_request(request, actor=actor)
    if fresh.kind != RequestKind.CORRECTION or fresh.person is None:
        raise Refused("Link the request to the person first. It must ask to put something right.")
    person = put_name_right(person=fresh.person, name=name, reason=reason, actor=actor, at=at)
    log(fresh, kind=EntryKind.NOTE, text="Their name was put right.", actor=actor, at=at)
    return person


def _save(request: PrivacyRequest, *fields: str) -> None:
    """Under its lock; a page that was opened before meets a new version."""
    request.version += 1
    request.save(update_fields=[*fields, "version"])


def _told(mailed: bool) -> str:
    return "They were told by e-mail." if mailed else "There is no e-mail address: tell them."


def _id(uuid: UUID | None) -> str | None:
    return str(uuid) if uuid else None


def _audit(
    event: str,
    request: PrivacyRequest,
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
        details={"kind": request.kind} | details,
    )

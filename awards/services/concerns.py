"""A concern reaches every officer at once, whoever tells it, signed in or not."""

from datetime import datetime

from django.db import transaction

from awards import emails
from awards.choices import ConcernAbout, Role
from awards.models import Concern, Organisation, StandingInterest, User
from awards.permissions import need_officer, need_officer_from_outside
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def report_concern(
    *,
    about: ConcernAbout,
    what: str,
    where: str,
    name: str,
    contact: str,
    reported_by: User | None,
    at: datetime,
) -> Concern:
    concern = Concern.objects.create(
        about=about,
        what=what,
        where=where,
        name=name,
        contact=contact,
        reported_at=at,
        reported_by=reported_by,
    )
    emails.tell_officers_of_concern(concern)
    audit.record(
        "concern.reported", actor=reported_by, target=concern, at=at, details={"about": about.value}
    )
    return concern


@transaction.atomic
def close_concern(*, concern: Concern, outcome: str, actor: User, at: datetime) -> Concern:
    """Nobody closes what was told about an organisation of their own (T-36)."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can close a concern.")
    current = _locked(concern)
    if current.organisation is not None:
        _need_no_link(actor, current.organisation)
    if current.handled_at is not None:
        raise Refused("This concern has already been closed.")
    current.handled_at, current.handled_by, current.outcome = at, actor, outcome
    current.save(update_fields=["handled_at", "handled_by", "outcome"])
    audit.record("concern.closed", actor=actor, target=current, at=at, role="officer")
    return current


@transaction.atomic
def say_whom_it_is_about(
    *, concern: Concern, organisation: Organisation | None, actor: User, at: datetime
) -> Concern:
    """Which organisation a concern is about, also after it was closed; none takes it back.

    Since an award was given it asks for a visit before that is renewed (scheme.md 22), so nobody says
    it of, or takes it from, an organisation of their own (T-36).
    """
    current = _locked(concern)
    need_officer(actor)
    for each in (organisation, current.organisation):
        if each is not None:
            _need_no_link(actor, each)
    if current.organisation != organisation:
        current.organisation = organisation
        current.save(update_fields=["organisation"])
        audit.record(
            "concern.about",
            actor=actor,
            target=current,
            at=at,
            role=Role.OFFICER,
            acting_for=organisation.uuid if organisation is not None else None,
        )
    return current


def _locked(concern: Concern) -> Concern:
    return Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)


def _need_no_link(actor: User, organisation: Organisation) -> None:
    need_officer_from_outside(actor, organisation)
    if StandingInterest.objects.active().filter(person=actor, organisation=organisation).exists():
        raise NotAllowed(
            "You have a link with this organisation. Another SEND officer has to do this."
        )

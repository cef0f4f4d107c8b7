"""Legal holds: an officer stops every deletion about one organisation, or one person, and lets it go on."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from awards.models import Hold, Organisation, User
from awards.permissions import need_officer
from foundation import audit
from foundation.refusals import Refused


@transaction.atomic
def place_hold(
    *,
    organisation: Organisation | None = None,
    person: User | None = None,
    reason: str,
    actor: User,
    at: datetime,
) -> Hold:
    """From now on neither the clock nor an erasure deletes anything about it."""
    role = need_officer(actor)
    if (organisation is None) == (person is None):
        raise Refused("A hold is of one organisation, or of one person.")
    if not reason.strip():
        raise Refused("Say why it must be kept.")
    try:
        with transaction.atomic():
            hold = Hold.objects.create(
                organisation=organisation,
                person=person,
                reason=reason.strip(),
                placed_by=actor,
                placed_at=at,
            )
    except IntegrityError as clash:
        raise Refused(f"There is a hold on {organisation or person} already.") from clash
    audit.record(
        "hold.placed",
        actor=actor,
        target=_about(hold),
        at=at,
        role=role,
        acting_for=organisation.uuid if organisation else None,
        reason=reason,
        details={"hold": str(hold.uuid)},
    )
    return hold


@transaction.atomic
def end_hold(*, hold: Hold, actor: User, at: datetime) -> Hold:
    """What is past its date by now goes when the clock runs next, unless people have to be told first."""
    role = need_officer(actor)
    if not Hold.objects.active().filter(pk=hold.pk).update(ended_at=at, ended_by=actor):
        raise Refused("This hold has ended already.")
    hold.refresh_from_db()
    audit.record(
        "hold.ended",
        actor=actor,
        target=_about(hold),
        at=at,
        role=role,
        acting_for=hold.organisation.uuid if hold.organisation else None,
        details={"hold": str(hold.uuid)},
    )
    return hold


def _about(hold: Hold) -> Model:
    return hold.organisation or hold.person or hold

"""Legal holds: an officer stops every deletion about one organisation, or one person, and lets it go on."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model, Q

from awards.models import Hold, Organisation, User
from awards.permissions import need_officer
from foundation import audit, ledger
from foundation.ledger import Entry
from foundation.refusals import Refused

NOBODY = UUID(int=0)
PLACED_BEFORE = "Placed before the service was restored from a backup."


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
    ledger.note(
        "hold.placed",
        subject=hold.uuid,
        at=at,
        details={
            "organisation": str(organisation.uuid) if organisation else None,
            "person": str(person.uuid) if person else None,
            "by": str(actor.uuid),
        },
    )
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
    ledger.note("hold.ended", subject=hold.uuid, at=at, details={"by": str(actor.uuid)})
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


@transaction.atomic
def place_again(entry: Entry) -> bool:
    """After a restore the clock must not delete what a hold of after the backup keeps (F-19)."""
    organisation = Organisation.objects.filter(uuid=_id(entry, "organisation")).first()
    person = User.objects.filter(uuid=_id(entry, "person")).first()
    officer = _who(entry)
    known = Q(organisation=organisation, person=person, ended_at=None) | Q(uuid=entry.subject)
    if (organisation is None) == (person is None) or officer is None:
        return False
    if Hold.objects.filter(known).exists():
        return False
    Hold.objects.create(
        uuid=entry.subject,
        organisation=organisation,
        person=person,
        reason=PLACED_BEFORE,
        placed_by=officer,
        placed_at=entry.at,
    )
    return True


@transaction.atomic
def end_again(entry: Entry) -> bool:
    officer = _who(entry)
    if officer is None:
        return False
    rows = Hold.objects.active().filter(uuid=entry.subject)
    return bool(rows.update(ended_at=entry.at, ended_by=officer))


def _who(entry: Entry) -> User | None:
    """Whoever did it, or any officer where they came after the backup."""
    found = User.objects.filter(uuid=_id(entry, "by")).first()
    return found or User.objects.filter(is_officer=True).order_by("pk").first()


def _id(entry: Entry, name: str) -> UUID:
    """Nobody’s where none is said."""
    return UUID(str(entry.details.get(name) or NOBODY))


def _about(hold: Hold) -> Model:
    return hold.organisation or hold.person or hold

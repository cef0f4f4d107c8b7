"""Who comes with an organisation, and what they need. No event of the audit trail says either."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from awards.models import User
from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest
from celebrations.services.events.locking import note
from celebrations.services.events.opened import most_guests, opened, role_of
from foundation.refusals import Refused
from foundation.versions import Stale, clash_over, save_versioned

NEEDS = ("access_needs", "dietary_needs")
FIELDS = (*Guest.TYPED, "on_stage", "no_pictures")
GONE = "This guest is not on the list any more. Somebody has removed them."


@transaction.atomic
def add_guest(
    *,
    invitation: EventInvitation,
    values: Mapping[str, Any],
    key: UUID,
    actor: User | None,
    at: datetime,
) -> Guest:
    """`key` is new with each page: a second click finds the guest of the first one (T-43)."""
    fresh = opened(invitation, actor=actor, at=at)
    before = Guest.objects.filter(uuid=key).first()
    if before is not None:
        if before.invitation_id != fresh.pk:
            raise Refused("This page is out of date. Open it again.")
        return before
    if fresh.answer != Answer.COMING:
        raise Refused("Say first that you are coming. Then you can add guests.")
    count, most = fresh.guests.count(), most_guests(fresh.event, actor=actor)
    if count >= most:
        raise Refused(f"At most {most} guests can come, and {count} are on the list already.")
    made = Guest.objects.create(
        uuid=key, invitation=fresh, added_at=at, **{name: values[name] for name in FIELDS}
    )
    note("event_guest.added", fresh, actor=actor, at=at, role=role_of(actor), guests=count + 1)
    return made


@transaction.atomic
def change_guest(
    *,
    invitation: EventInvitation,
    guest: UUID,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User | None,
    at: datetime,
) -> Guest:
    fresh = opened(invitation, actor=actor, at=at)
    found = _guest(fresh, guest)
    for name in FIELDS:
        setattr(found, name, values[name])
    try:
        save_versioned(found, expected_version=expected_version, fields=list(FIELDS))
    except Stale as stale:
        sentence = "Somebody has changed this guest since you opened the page."
        raise clash_over(found, fields=list(FIELDS), sentence=sentence) from stale
    note("event_guest.changed", fresh, actor=actor, at=at, role=role_of(actor))
    return found


@transaction.atomic
def remove_guest(
    *, invitation: EventInvitation, guest: UUID, actor: User | None, at: datetime
) -> None:
    fresh = opened(invitation, actor=actor, at=at)
    _guest(fresh, guest).delete()
    left = fresh.guests.count()
    note("event_guest.removed", fresh, actor=actor, at=at, role=role_of(actor), guests=left)


def _guest(invitation: EventInvitation, uuid: UUID) -> Guest:
    found = invitation.guests.filter(uuid=uuid).first()
    if found is None:
        raise Refused(GONE)
    return found


def note_needs_opened(
    *, invitation: EventInvitation, guests: Iterable[Guest], actor: User, at: datetime
) -> None:
    """What somebody needs is health data: which officer has read it is written down."""
    if any(getattr(guest, name) for guest in guests for name in NEEDS):
        note("event_needs.opened", invitation, actor=actor, at=at)

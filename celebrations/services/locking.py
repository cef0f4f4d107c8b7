"""What every act on a spotlight does first and last."""

from datetime import datetime

from awards.choices import Role
from awards.models import Organisation, User
from awards.permissions import need_member
from celebrations.choices import WRITTEN_STATES
from celebrations.models import Spotlight
from foundation import audit
from foundation.refusals import Link, Refused


def lock_organisation(organisation: Organisation) -> Organisation:
    """Its spotlights are changed one act after the other (docs/architecture.md, Locks)."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def locked(spotlight: Spotlight) -> Spotlight:
    """The version as it is now; read after its organisation's row is held."""
    lock_organisation(spotlight.organisation)
    rows = Spotlight.objects.select_related("organisation", "event")
    fresh = rows.filter(pk=spotlight.pk).first()
    if fresh is None:
        raise Refused("A colleague has deleted this draft meanwhile.")
    return fresh


def open_for_writing(spotlight: Spotlight, *, actor: User) -> Spotlight:
    """Only its organisation's people, and only while it is with them."""
    need_member(actor, spotlight.organisation)
    fresh = locked(spotlight)
    need_writable(fresh)
    return fresh


def need_writable(spotlight: Spotlight) -> None:
    if spotlight.state not in WRITTEN_STATES:
        raise Refused(
            "It was sent to SEND officers, or answered, so it can’t be changed here.",
            link=Link("See where it stands", spotlight.home),
        )


def note(
    event: str,
    spotlight: Spotlight,
    *,
    actor: User | None,
    at: datetime,
    role: Role | str = "",
    **details: str | int | bool | None,
) -> None:
    audit.record(
        event,
        actor=actor,
        target=spotlight,
        at=at,
        role=role,
        acting_for=spotlight.organisation.uuid,
        details=details,
    )

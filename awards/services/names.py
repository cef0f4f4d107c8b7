"""A person's name, put right by an officer because they asked for it (UK GDPR, article 16)."""

from datetime import datetime

from django.db import transaction

from awards.models import User
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def correct_name(*, person: User, name: str, reason: str, actor: User, at: datetime) -> User:
    """People change their own on their account page; this is for who cannot."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can put somebody's name right.")
    fresh = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if fresh.erased_at is not None:
        raise Refused("This person has been deleted.")
    if fresh.name == name:
        return fresh
    fresh.name = name
    fresh.save(update_fields=["name"])
    audit.record(
        "person.name_corrected",
        actor=actor,
        target=fresh,
        at=at,
        role="officer",
        reason=reason,
        details={"name": "changed"},
    )
    return fresh

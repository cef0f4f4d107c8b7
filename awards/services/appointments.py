"""Officers appoint officers. (Champions are appointed in their own room, with their perspective.)"""

from datetime import datetime

from django.db import transaction

from awards.models import User, normal_email
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def appoint_officer(*, person: User, actor: User, at: datetime) -> User:
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can appoint officers.")
    if person.is_officer:
        raise Refused(f"{person} is already a SEND officer.")
    person.is_officer = True
    person.save(update_fields=["is_officer"])
    audit.record("officer.appointed", actor=actor, target=person, at=at, role="officer")
    return person


@transaction.atomic
def end_officer(*, person: User, actor: User, at: datetime) -> User:
    """Takes effect on their next request (T-32). The last officer stays, or nobody could run the scheme."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can end an appointment.")
    officers = User.objects.select_for_update(no_key=True).filter(is_officer=True, is_active=True)
    if not any(officer.pk != person.pk for officer in officers):
        raise Refused("This is the last SEND officer. Appoint another one first.")
    person.is_officer = False
    person.save(update_fields=["is_officer"])
    audit.record("officer.ended", actor=actor, target=person, at=at, role="officer")
    return person


def person_with_email(email: str) -> User | None:
    return User.objects.filter(email=normal_email(email), is_active=True).first()

"""A concern reaches every officer at once, whoever tells it, signed in or not."""

from datetime import datetime

from django.db import transaction

from awards import emails
from awards.choices import ConcernAbout
from awards.models import Concern, User
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
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can close a concern.")
    changed = Concern.objects.filter(pk=concern.pk, handled_at=None).update(
        handled_at=at, handled_by=actor, outcome=outcome
    )
    if not changed:
        raise Refused("This concern has already been closed.")
    audit.record("concern.closed", actor=actor, target=concern, at=at, role="officer")
    concern.refresh_from_db()
    return concern

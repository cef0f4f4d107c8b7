"""Jobs that write to who was invited: the event is at another time or place, or it is called off.

Safe to run twice: of each mail there is one for each act, invitation and lead.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from celebrations.emails_events import tell_called_off, tell_changed
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.services.events.links import reply_address
from foundation.jobs import job


@job()
def tell_of_change(event_uuid: str, version: int, invitations: str) -> None:
    """Says how it is now: of two changes at once, both mails say the same. Nobody is told of a change
    to what was called off since; that has a mail of its own. `invitations`: the
    keys of those that were sent before it, with blanks between them.
    """
    event = RecognitionEvent.objects.planned().filter(uuid=UUID(event_uuid)).first()
    if event is not None:
        now = timezone.now()
        _each(
            event.invitations.filter(pk__in=invitations.split()),
            lambda one: tell_changed(one, answer_at=reply_address(one), version=version, at=now),
        )


@job()
def tell_of_calling_off(event_uuid: str) -> None:
    event = RecognitionEvent.objects.filter(uuid=UUID(event_uuid)).first()
    if event is not None and event.cancelled_at is not None:
        now = timezone.now()
        _each(event.invitations.sent(), lambda one: tell_called_off(one, at=now))


def _each(rows: "QuerySet[EventInvitation]", tell: Callable[[EventInvitation], object]) -> None:
    found = rows.select_related("event", "organisation")
    for invitation in found.order_by("pk").iterator(200):
        tell(invitation)

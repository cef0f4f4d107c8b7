"""After the event: what was written down stands, and what was not handed over is due at the next."""

from datetime import datetime

from django.db import transaction

from awards.models import User
from celebrations.models import Guest, RecognitionEvent
from celebrations.selectors.events.attendance import summary_of
from celebrations.selectors.events.evening import invited
from celebrations.services.events.attendance import need_begun
from celebrations.services.events.locking import note, planned_event


@transaction.atomic
def close_event(*, event: RecognitionEvent, actor: User, at: datetime) -> RecognitionEvent:
    """For good. Of whom nothing was written down, it now says that they did not come."""
    fresh = planned_event(event, actor=actor)
    need_begun(fresh, at=at)
    Guest.objects.filter(invitation__in=invited(fresh).coming(), came=None).update(came=False)
    fresh.closed_at, fresh.closed_by = at, actor
    fresh.save(update_fields=["closed_at", "closed_by"])
    found = summary_of(fresh)
    note(
        "event.closed",
        fresh,
        actor=actor,
        at=at,
        came=found.came,
        handed_over=found.handed_over,
        left=found.left,
    )
    return fresh

"""An invitation that is about to be answered: who may, until when, and the row as it is now.

`actor` is None where somebody used the private link.
"""

from datetime import datetime, timedelta

from django.conf import settings

from awards.choices import Role
from awards.models import User
from awards.permissions import need_officer
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.services.events.locking import locked_event
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Refused

# Officers may go beyond what the event allows each organisation, but not beyond reason.
MOST_FOR_OFFICERS = 20
# Whoever takes back a promise so shortly before the event is told to officers at once.
SHORTLY = timedelta(days=7)


def opened(invitation: EventInvitation, *, actor: User | None, at: datetime) -> EventInvitation:
    """Locks the event: acts on its guests queue up, so nobody counts them while another adds one."""
    if actor is not None:
        need_officer(actor)
    event = locked_event(invitation.event)
    rows = EventInvitation.objects.select_for_update(no_key=True)
    fresh = rows.filter(pk=invitation.pk).first()
    # Read after the wait: it may have been for the deletion of this organisation.
    if fresh is None or fresh.organisation.erased_at is not None:
        raise Refused("This organisation is not on the list of the event any more.")
    fresh.event = event
    if actor is None and fresh.version_of_link != invitation.version_of_link:
        raise Refused(f"This link was replaced by a new one. {whom_to_write()}")
    reason = why_not_by_link(event, at=at) if actor is None else why_not_by_officer(event)
    if reason:
        raise Refused(reason)
    return fresh


def why_not_by_link(event: RecognitionEvent, *, at: datetime) -> str:
    """A sentence for whoever holds the link, or nothing while it takes answers."""
    if event.cancelled_at:
        return f"This event was called off. {whom_to_write()}"
    if event.closed_at or event.has_begun(at):
        return f"This event has taken place, so nothing can be changed any more. {whom_to_write()}"
    if not event.takes_answers(london_date(at)):
        last = show_date(event.reply_by)
        return f"Answers by this link were possible until {last}. {whom_to_write()}"
    return ""


def why_not_by_officer(event: RecognitionEvent) -> str:
    if event.cancelled_at:
        return "This event was called off."
    return "This event is closed." if event.closed_at else ""


def most_guests(event: RecognitionEvent, *, actor: User | None) -> int:
    return event.most_guests if actor is None else MOST_FOR_OFFICERS


def role_of(actor: User | None) -> Role | str:
    return "" if actor is None else Role.OFFICER


def whom_to_write() -> str:
    return f"Write to {settings.SUPPORT_EMAIL} if something has changed."

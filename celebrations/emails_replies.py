"""Mail about answers to a recognition event."""

from datetime import datetime

from awards.emails import address_of, leads_of, officers
from awards.models import User
from celebrations.models import EventInvitation
from champions.times import spoken
from foundation.forms import show_date
from foundation.outbox import queue_mail


def tell_leads_of_link(
    invitation: EventInvitation, message: str, *, key: str, url: str, at: datetime
) -> None:
    """`url`: the private link, which this room's services make."""
    for lead in leads_of(invitation.organisation):
        queue_mail(
            key=key,
            message=message,
            to=lead.email,
            context={
                "person": lead,
                "organisation": invitation.organisation,
                "event": invitation.event,
                "when": spoken(invitation.event.starts_at),
                "reply_by": show_date(invitation.event.reply_by),
                "url": url,
            },
            at=at,
        )


def tell_officers_of_no(
    invitation: EventInvitation, *, apart_from: User | None, at: datetime
) -> None:
    """So shortly before the event somebody has to change the running order and the cards."""
    for officer in officers():
        if officer == apart_from:
            continue
        queue_mail(
            key=f"event_came_off:{invitation.pk}:{at.isoformat()}",
            message="event_came_off",
            to=officer.email,
            context={
                "person": officer,
                "organisation": invitation.organisation,
                "event": invitation.event,
                "when": spoken(invitation.event.starts_at),
                "url": address_of("event-invitation", invitation.event.uuid, invitation.uuid),
            },
            at=at,
        )

"""Mail about the yearly recognition event, to the leads of who is on its list."""

from datetime import datetime

from awards.choices import ApplicationKind
from awards.emails import leads_of
from awards.models import Award, User
from awards.scheme import edition
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.evening import presented
from champions.times import spoken
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.outbox import queue_mail


def send_invitation(invitation: EventInvitation, *, answer_at: str, at: datetime) -> int:
    """One for each lead; how many there are."""
    leads = leads_of(invitation.organisation)
    for lead in leads:
        queue_mail(
            key=f"event_invitation:{invitation.pk}",
            message="event_invitation",
            to=lead.email,
            context=invitation_context(invitation, lead=lead, answer_at=answer_at),
            at=at,
        )
    return len(leads)


def invitation_context(
    invitation: EventInvitation, *, lead: User, answer_at: str
) -> dict[str, object]:
    rows = presented().filter(invitation=invitation).select_related("award__application")
    event = invitation.event
    return _context(invitation, lead=lead) | {
        "emblems": "\n".join(emblem_in_words(row.award) for row in rows),
        "presenter": event.presenter,
        "practical": event.practical,
        "guests": guests_in_words(event.most_guests),
        "url": answer_at,
    }


def tell_changed(
    invitation: EventInvitation, *, answer_at: str, version: int, at: datetime
) -> None:
    for lead in leads_of(invitation.organisation):
        queue_mail(
            key=f"event_changed:{invitation.pk}:{version}",
            message="event_changed",
            to=lead.email,
            context=_context(invitation, lead=lead)
            | {"url": answer_at, "takes_answers": invitation.event.takes_answers(london_date(at))},
            at=at,
        )


def tell_called_off(invitation: EventInvitation, *, at: datetime) -> None:
    for lead in leads_of(invitation.organisation):
        queue_mail(
            key=f"event_called_off:{invitation.pk}",
            message="event_called_off",
            to=lead.email,
            context=_context(invitation, lead=lead) | {"why": invitation.event.cancelled_why},
            at=at,
        )


def emblem_in_words(award: Award) -> str:
    """ "Gold Award, renewed on 3 March 2026"."""
    name = edition(award.edition).stage(award.stage).name
    renewed = award.application.kind == ApplicationKind.REVALIDATION
    return f"{name} Award, {'renewed' if renewed else 'given'} on {show_date(award.awarded_on)}"


def guests_in_words(most: int) -> str:
    return "1 person" if most == 1 else f"{most} people"


def place_of(event: RecognitionEvent) -> str:
    """In one line, as a mail says it."""
    return ", ".join(each for each in (event.venue, event.address) if each)


def _context(invitation: EventInvitation, *, lead: User) -> dict[str, object]:
    event = invitation.event
    return {
        "person": lead,
        "organisation": invitation.organisation,
        "event": event,
        "when": spoken(event.starts_at),
        "where": place_of(event),
        "reply_by": show_date(event.reply_by),
    }

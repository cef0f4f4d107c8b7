"""One reminder to organisations that were invited and have not answered."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from awards.models import User
from celebrations import emails_replies
from celebrations.choices import Answer
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.services.events.links import reply_address
from celebrations.services.events.locking import note, planned_event
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.refusals import Refused

# The clock reminds in the last week for answers, and nobody who was written to a moment ago.
DAYS_BEFORE = timedelta(days=7)
NOT_WITHIN = timedelta(days=2)
# An officer who presses twice writes once.
AGAIN_AFTER = timedelta(days=1)


def remind_of_invitations(context: DutyContext) -> int:
    """For the clock: each invitation once. That it was sent stands in the row."""
    count = 0
    events = RecognitionEvent.objects.planned().filter(
        starts_at__gt=context.now,
        reply_by__gte=context.today,
        reply_by__lte=context.today + DAYS_BEFORE,
    )
    for event in events:
        for invitation in unanswered(event).filter(
            reminded_at=None, invited_at__lte=context.now - NOT_WITHIN
        ):
            invitation.event = event
            count += _claimed(invitation, at=context.now)
    return count


@transaction.atomic
def send_reminder(*, invitation: EventInvitation, actor: User, at: datetime) -> None:
    """An officer asks once more, on any day before the event."""
    event = planned_event(invitation.event, actor=actor)
    fresh = unanswered(event).select_for_update(no_key=True, of=("self",)).filter(pk=invitation.pk)
    found = fresh.first()
    if found is None:
        raise Refused("They have answered meanwhile, or were not invited yet.")
    if not event.takes_answers(london_date(at)) or event.has_begun(at):
        raise Refused(
            "Their link takes no answer any more. Ask them by telephone, and write it down."
        )
    if found.reminded_at is not None and at < found.reminded_at + AGAIN_AFTER:
        raise Refused("They were reminded within the last day.")
    found.event = event
    _remind(found, at=at)
    note("event_invitation.reminded", found, actor=actor, at=at)


def unanswered(event: RecognitionEvent) -> "QuerySet[EventInvitation]":
    rows = EventInvitation.objects.sent().filter(event=event, answer=Answer.NONE)
    return rows.filter(organisation__erased_at=None).select_related("organisation")


@transaction.atomic
def _claimed(invitation: EventInvitation, *, at: datetime) -> bool:
    """Mail and mark, or neither; an answer that comes in this moment is waited for."""
    mine = EventInvitation.objects.select_for_update(no_key=True).filter(
        Q(reminded_at=None, answer=Answer.NONE), pk=invitation.pk
    )
    if not mine.exists():
        return False
    _remind(invitation, at=at)
    return True


def _remind(invitation: EventInvitation, *, at: datetime) -> None:
    EventInvitation.objects.filter(pk=invitation.pk).update(reminded_at=at)
    emails_replies.tell_leads_of_link(
        invitation,
        "event_reminder",
        key=f"event_reminder:{invitation.pk}:{at.isoformat()}",
        url=reply_address(invitation),
        at=at,
    )

"""Inviting those on the list: an officer lets the invitations go, and a job writes their mails."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from awards.models import User
from celebrations.emails_events import send_invitation
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.inviting import to_invite
from celebrations.services.events.links import reply_address
from celebrations.services.events.locking import locked_event, note, planned_event
from foundation.dates import london_date
from foundation.jobs import enqueue, job
from foundation.progress import HowFar, how_far, telling
from foundation.refusals import Link, Refused


@transaction.atomic
def invite_all(*, event: RecognitionEvent, seen: str, actor: User, at: datetime) -> int:
    """Everybody on the list who has a lead and was not invited yet. `seen`: whom the officer has read."""
    fresh = planned_event(event, actor=actor)
    if fresh.has_begun(at):
        raise Refused("The event has begun, so nobody can be invited any more.")
    page = Link("Check whom you invite", reverse("event-invite", args=[fresh.uuid]))
    found = to_invite(fresh)
    if not found.ready:
        raise Refused("There is nobody to invite. Everybody with a lead is invited.", link=page)
    if not fresh.takes_answers(london_date(at)):
        change = Link("Change the event", reverse("event-change", args=[fresh.uuid]))
        raise Refused("The day to answer by has passed. Choose a later one first.", link=change)
    if seen != found.seen:
        raise Refused(
            "The event or its list has changed since you opened this page. Check it again.",
            link=page,
        )
    rows = EventInvitation.objects.filter(pk__in=[row.pk for row in found.ready])
    count = rows.update(asked_at=at)
    enqueue(send_invitations, fresh.uuid)
    note("event.invited", fresh, actor=actor, at=at, organisations=count)
    return count


@job()
def send_invitations(event_uuid: str) -> None:
    """What was let go and is not sent yet. Safe to run twice, also at once (F-10, F-13)."""
    event = RecognitionEvent.objects.planned().filter(uuid=UUID(event_uuid)).first()
    if event is None:
        return
    left = list(EventInvitation.objects.let_go().filter(event=event).values_list("pk", flat=True))
    with telling(send_invitations, event.uuid, total=len(left), unit="invitations") as told:
        for pk in left:
            _send_one(event, pk)
            told.step()


@transaction.atomic
def _send_one(event: RecognitionEvent, pk: int) -> None:
    """The mails of one organisation, and the day on which it was invited, together."""
    fresh = locked_event(event)
    rows = EventInvitation.objects.let_go().select_related("organisation")
    invitation = rows.filter(pk=pk).first()
    if invitation is None or not fresh.is_planned:
        return
    invitation.event = fresh
    now = timezone.now()
    if send_invitation(invitation, answer_at=reply_address(invitation), at=now):
        invitation.invited_at = now
    else:
        # Its last lead has left meanwhile: officers see it among those without one.
        invitation.asked_at = None
    invitation.save(update_fields=["invited_at", "asked_at"])


def progress_of(event: RecognitionEvent, *, at: datetime) -> HowFar | None:
    """How far the job is; none when every invitation that was let go is sent."""
    since = EventInvitation.objects.let_go().filter(event=event).aggregate(at=Max("asked_at"))["at"]
    if since is None or not event.is_planned:
        return None
    return how_far(send_invitations, event.uuid, since=since, at=at)


@transaction.atomic
def send_again(*, event: RecognitionEvent, actor: User, at: datetime) -> None:
    """After the job failed for good. Of several people who press the button at once, one starts it."""
    fresh = planned_event(event, actor=actor)
    far = progress_of(fresh, at=at)
    if far is None or not far.has_failed:
        raise Refused("The invitations are being sent, or are sent already.")
    EventInvitation.objects.let_go().filter(event=fresh).update(asked_at=at)
    enqueue(send_invitations, fresh.uuid)
    note("event.invited_again", fresh, actor=actor, at=at)

"""To whom the invitations go, before they go."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from awards.choices import MembershipRole
from awards.models import Membership, User
from celebrations.emails_events import invitation_context
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.evening import presented
from foundation.wordings import Written, written


@dataclass(frozen=True)
class ToInvite:
    # They have a lead and were not invited yet.
    ready: list[EventInvitation]
    # So many leads get an e-mail.
    leads: int
    # Nobody there could read it.
    without_lead: list[EventInvitation]
    # Of what the officer has read, to tell whether it changed meanwhile.
    seen: str


def to_invite(event: RecognitionEvent) -> ToInvite:
    """Two queries. Who has nothing to be presented with is not invited."""
    counted = Count(
        "organisation__memberships",
        filter=Q(
            organisation__memberships__role=MembershipRole.LEAD,
            organisation__memberships__user__is_active=True,
        ),
    )
    emblems = presented().filter(invitation=OuterRef("pk"))
    rows = list(
        EventInvitation.objects.filter(Exists(emblems), event=event, asked_at=None)
        .select_related("organisation")
        .annotate(leads=counted)
        .order_by("organisation__name", "pk")
    )
    leads = {row.pk: row.leads for row in rows}  # type: ignore[attr-defined]  # annotated
    ready = [row for row in rows if leads[row.pk]]
    theirs = [row.pk for row in ready]
    promised = presented().filter(invitation__in=theirs).values_list("invitation", "award")
    of_this = [event.version, *sorted(leads.items()), *sorted(promised)]
    return ToInvite(
        ready=ready,
        leads=sum(leads.values()),
        without_lead=[row for row in rows if not leads[row.pk]],
        seen=hashlib.sha256(repr(of_this).encode()).hexdigest()[:16],
    )


def preview_of(invitation: EventInvitation, *, answer_at: str) -> Written | None:
    """The e-mail to its first lead, with an address that opens nothing."""
    first = (
        Membership.objects.filter(
            organisation=invitation.organisation,
            role=MembershipRole.LEAD,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user")
        .first()
    )
    if first is None:
        return None
    lead: User = first.user
    context = invitation_context(invitation, lead=lead, answer_at=answer_at)
    return written("event_invitation", context)

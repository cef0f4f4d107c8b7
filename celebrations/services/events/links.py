"""The private link by which an organisation answers an invitation: made, read, made anew."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from awards.models import User
from celebrations import emails_replies
from celebrations.models import EventInvitation
from celebrations.services.events.locking import note, planned_event
from celebrations.services.events.opened import role_of
from foundation import ledger
from foundation.ledger import Entry
from foundation.refusals import Refused


def reply_address(invitation: EventInvitation) -> str:
    """The secret itself: signed, so that the table alone opens nothing."""
    return f"{settings.BASE_URL}{reverse('event-reply', args=[token_of(invitation)])}"


def token_of(invitation: EventInvitation) -> str:
    return _signer().sign(invitation.version_of_link.hex)


def invitation_by(token: str) -> EventInvitation | None:
    """One that was sent. What is wrong takes the same one query, whatever is wrong with it."""
    try:
        version = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        version = uuid4()
    sent = EventInvitation.objects.sent().filter(organisation__erased_at=None)
    return sent.select_related("event", "organisation").filter(version_of_link=version).first()


@transaction.atomic
def renew_link(*, invitation: EventInvitation, actor: User, at: datetime) -> EventInvitation:
    """The link that there was stops at once, and its leads get the new one."""
    event = planned_event(invitation.event, actor=actor)
    rows = EventInvitation.objects.select_related("organisation")
    fresh = rows.select_for_update(no_key=True, of=("self",)).get(pk=invitation.pk)
    fresh.event = event
    if fresh.invited_at is None:
        raise Refused("This organisation was not invited yet, so there is no link to replace.")
    replace_link(fresh, actor=actor, at=at)
    return fresh


def replace_link(invitation: EventInvitation, *, actor: User | None, at: datetime) -> None:
    """Of a locked row. `actor` is None where the clock does it."""
    ledger.note("event-link.stopped", subject=invitation.version_of_link, at=at)
    invitation.version_of_link, invitation.link_made_at = uuid4(), at
    invitation.save(update_fields=["version_of_link", "link_made_at"])
    note("event_link.renewed", invitation, actor=actor, at=at, role=role_of(actor))
    emails_replies.tell_leads_of_link(
        invitation,
        "event_link",
        key=f"event_link:{invitation.pk}:{at.isoformat()}",
        url=reply_address(invitation),
        at=at,
    )


def stop_again(entry: Entry) -> bool:
    """After a restore: a link that was given up since the backup, perhaps because others had it (F-19)."""
    rows = EventInvitation.objects.filter(version_of_link=entry.subject)
    return bool(rows.update(version_of_link=uuid4()))


def _signer() -> Signer:
    """It also knows the keys that were in use before (SECRET_KEY_FALLBACKS)."""
    return Signer(salt="celebrations.event-invitation", sep=".")

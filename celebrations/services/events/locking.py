"""What every act on a recognition event does first and last."""

from datetime import datetime

from django.urls import reverse

from awards.choices import Role
from awards.models import User
from awards.permissions import need_officer
from celebrations.models import EventInvitation, RecognitionEvent
from foundation import audit
from foundation.refusals import Link, Refused


def locked_event(event: RecognitionEvent) -> RecognitionEvent:
    """The row as it is now. Acts on one event queue up (docs/architecture.md, Locks)."""
    return RecognitionEvent.objects.select_for_update(no_key=True).get(pk=event.pk)


def planned_event(event: RecognitionEvent, *, actor: User) -> RecognitionEvent:
    """For officers, and only until it is called off or closed."""
    need_officer(actor)
    fresh = locked_event(event)
    need_planned(fresh)
    return fresh


def need_planned(event: RecognitionEvent) -> None:
    if not event.is_planned:
        raise Refused(
            "This event was called off." if event.cancelled_at else "This event is closed.",
            link=Link("See the event", reverse("event", args=[event.uuid])),
        )


def note(
    event: str,
    target: RecognitionEvent | EventInvitation,
    *,
    actor: User | None,
    at: datetime,
    role: Role | str = Role.OFFICER,
    **details: str | int | bool | None,
) -> None:
    """`actor` is None where somebody used a private link."""
    audit.record(event, actor=actor, target=target, at=at, role=role, details=details)

"""Whoever leaves an organisation takes its private links along: each is replaced (T-24).

That somebody has left stands in the audit trail (`membership.ended`), also of an account that was deleted.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.services.events.links import replace_link
from celebrations.services.events.locking import locked_event
from foundation.clock import DutyContext
from foundation.models import AuditEvent

# An act is dated when it begins. Whoever left while a link was being made may have read it, and an end
# that is not written yet is waited for.
SETTLED = timedelta(minutes=1)


def replace_known_links(context: DutyContext) -> int:
    """For the clock, and two queries at most while nobody has left."""
    rows = EventInvitation.objects.sent().filter(
        event__in=RecognitionEvent.objects.planned().filter(starts_at__gt=context.now),
        organisation__erased_at=None,
    )
    return sum(
        _replaced(row, at=context.now)
        for row in _known(rows.select_related("organisation"), context)
    )


def _known(rows: Iterable[EventInvitation], context: DutyContext) -> list[EventInvitation]:
    """In the order in which other duties lock them."""
    made = {row: _made_at(row) for row in rows}
    if not made:
        return []
    ended = AuditEvent.objects.filter(
        event="membership.ended",
        at__gt=min(made.values()) - SETTLED,
        at__lte=context.now - SETTLED,
        acting_for__in={str(row.organisation.uuid) for row in made},
    )
    # The last of each, because they come in order.
    last = dict(ended.order_by("at", "pk").values_list("acting_for", "at"))
    return [
        row
        for row, at in made.items()
        if (left := last.get(str(row.organisation.uuid))) and left > at - SETTLED
    ]


def _made_at(row: EventInvitation) -> datetime:
    """Nobody has read a link before it was sent."""
    return max(row.link_made_at, row.invited_at or row.link_made_at)


@transaction.atomic
def _replaced(invitation: EventInvitation, *, at: datetime) -> bool:
    """Once, whoever else is at it."""
    event = locked_event(invitation.event)
    rows = EventInvitation.objects.select_related("organisation")
    fresh = rows.select_for_update(no_key=True, of=("self",)).filter(
        pk=invitation.pk, version_of_link=invitation.version_of_link
    )
    found = fresh.first()
    if found is None or not event.is_planned or event.has_begun(at):
        return False
    found.event = event
    replace_link(found, actor=None, at=at)
    return True

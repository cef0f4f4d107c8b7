"""How long a recognition event is kept: needs of guests for days, their names for a year, the rest longer."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.selectors.holds import by_hold
from celebrations.models import (
    EventInvitation,
    EventPrint,
    Guest,
    Presentation,
    RecognitionEvent,
)
from celebrations.services.events.locking import locked_event
from celebrations.services.events.prints import KEEP, delete_print, delete_prints_of
from foundation.clock import DutyContext
from foundation.dates import end_of, london_date
from foundation.erasing import NAME_DELETED
from foundation.retention import Holding
from foundation.retention_table import months_ago

# For whoever asks on the day after what was on the plates.
NEEDS_KEPT = timedelta(days=14)
NAMES_MONTHS = 12
# As certificates after an award, so that it can be told when an emblem was handed over.
EVENT_MONTHS = 72

_OF = ["organisation"]
_NEEDS = ~Q(access_needs="") | ~Q(dietary_needs="")


def needs(at: datetime, *, held: bool = False) -> "QuerySet[EventInvitation]":
    """Of guests who told us what they need; so long after the event, or after it was called off."""
    limit = end_of(london_date(at) - NEEDS_KEPT)
    told = Guest.objects.filter(_NEEDS, invitation=OuterRef("pk"))
    return by_hold(_over(limit).filter(Exists(told)), held=held, organisation=_OF)


def names(at: datetime, *, held: bool = False) -> "QuerySet[EventInvitation]":
    named = Guest.objects.filter(invitation=OuterRef("pk")).exclude(name=NAME_DELETED)
    rows = _over(months_ago(at, NAMES_MONTHS)).filter(Exists(named) | ~Q(message=""))
    return by_hold(rows, held=held, organisation=_OF)


def events(at: datetime, *, held: bool = False) -> "QuerySet[RecognitionEvent]":
    """A hold on one organisation keeps the whole event."""
    rows = RecognitionEvent.objects.filter(starts_at__lt=months_ago(at, EVENT_MONTHS))
    return by_hold(rows, held=held, organisation=["invitations__organisation"])


def prints(at: datetime) -> "QuerySet[EventPrint]":
    """They can be made again while there is anything to print, so no hold needs them."""
    return EventPrint.objects.filter(asked_at__lt=at - KEEP)


def _over(limit: datetime) -> "QuerySet[EventInvitation]":
    return EventInvitation.objects.filter(
        Q(event__starts_at__lt=limit) | Q(event__cancelled_at__lt=limit)
    )


@transaction.atomic
def _delete_needs(invitation: EventInvitation, context: DutyContext) -> None:
    """The event says so once nobody's are left; one under a hold still has some."""
    event = locked_event(invitation.event)
    Guest.objects.filter(invitation=invitation).update(access_needs="", dietary_needs="")
    if not Guest.objects.filter(_NEEDS, invitation__event=event).exists():
        event.needs_deleted_at = context.now
        event.save(update_fields=["needs_deleted_at"])
    delete_prints_of([event])


@transaction.atomic
def _delete_names(invitation: EventInvitation, context: DutyContext) -> None:
    """How many came stays."""
    locked_event(invitation.event)
    Guest.objects.filter(invitation=invitation).update(
        name=NAME_DELETED, on_stage=False, no_pictures=False
    )
    EventInvitation.objects.filter(pk=invitation.pk).update(message="")


@transaction.atomic
def _delete_event(event: RecognitionEvent, context: DutyContext) -> None:
    fresh = locked_event(event)
    delete_prints_of([fresh])
    EventInvitation.objects.filter(event=fresh).delete()
    fresh.delete()


def _delete_print(row: EventPrint, context: DutyContext) -> None:
    delete_print(row)


HOLDINGS = [
    Holding(
        code="event-needs",
        name="What guests of a recognition event need to take part, and what they can’t eat",
        kept="2 weeks after the event, or after it was called off.",
        then="Deleted.",
        models=(Guest,),
        past=needs,
        held=partial(needs, held=True),
        act=_delete_needs,
    ),
    Holding(
        code="event-names",
        name="The names of guests of a recognition event, and what was written to us about it",
        kept="12 months after the event, or after it was called off.",
        then="Deleted. How many came stays.",
        models=(),
        past=names,
        held=partial(names, held=True),
        act=_delete_names,
    ),
    Holding(
        code="recognition-events",
        name="Recognition events: which organisations came, and which emblems they were given",
        kept="6 years after the event.",
        then="Deleted.",
        models=(RecognitionEvent, EventInvitation, Presentation),
        past=events,
        held=partial(events, held=True),
        act=_delete_event,
    ),
    Holding(
        code="event-prints",
        name="Lists for a recognition event that we made for officers",
        kept="One day after an officer asked for them.",
        then="Deleted. They can be made again.",
        models=(EventPrint,),
        past=prints,
        act=_delete_print,
        source="Our own rule",
        public=False,
    ),
]

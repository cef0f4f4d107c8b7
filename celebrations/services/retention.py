"""How long stories are kept, while they are shown and a year after, and the events of organisations."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.models import Award
from awards.selectors.holds import by_hold
from celebrations.choices import ENDED_STATES, WRITTEN_STATES, SpotlightState
from celebrations.models import OwnEvent, Spotlight, SpotlightPicture
from celebrations.services.copies import drop_copies
from celebrations.services.events import retention as events
from foundation.clock import DutyContext
from foundation.dates import london_date, started_by
from foundation.retention import Holding
from foundation.retention_table import delete_row, months_ago

MONTHS = 12
# As certificates after an award: with both it can be told for some years what was given and celebrated.
EVENT_MONTHS = 72


def spotlights(at: datetime, *, held: bool = False) -> "QuerySet[Spotlight]":
    """Ended so long ago; or written and left alone; or approved while no award has been held since."""
    limit = months_ago(at, MONTHS)
    lately = Award.objects.held_on(started_by(london_date(at), months=MONTHS))
    now = Award.objects.held_on(london_date(at))
    rows = Spotlight.objects.filter(
        Q(state__in=ENDED_STATES, ended_at__lt=limit)
        | Q(state__in=WRITTEN_STATES, updated_at__lt=limit)
        | (
            Q(state=SpotlightState.SHOWN, answered_at__lt=limit)
            & ~Q(organisation__in=lately.values("organisation"))
            & ~Q(organisation__in=now.values("organisation"))
        )
    )
    return by_hold(rows, held=held, organisation=["organisation"])


def own_events(at: datetime, *, held: bool = False) -> "QuerySet[OwnEvent]":
    """Held so long ago, or deleted by its lead; once no story of it is kept any more."""
    told = Spotlight.objects.filter(event=OuterRef("pk"))
    limit = started_by(london_date(at), months=EVENT_MONTHS)
    rows = OwnEvent.objects.filter(
        Q(held_on__lte=limit) | Q(removed_at__isnull=False), ~Exists(told)
    )
    return by_hold(rows, held=held, organisation=["organisation"])


@transaction.atomic
def _delete(spotlight: Spotlight, context: DutyContext) -> None:
    drop_copies(SpotlightPicture.objects.filter(spotlight=spotlight).select_related("copy"))
    spotlight.delete()


HOLDINGS = [
    Holding(
        code="spotlights",
        name="Stories that organisations tell the public, with copies of their pictures",
        kept="As long as they are shown, and a year more. A draft: a year after it was last changed. "
        "The copy of a picture: until it may not be shown any more.",
        then="Deleted. The pictures themselves are kept as evidence, by the rule for that.",
        models=(Spotlight, SpotlightPicture),
        past=spotlights,
        held=partial(spotlights, held=True),
        act=_delete,
    ),
    Holding(
        code="own-events",
        name="Recognition events that organisations held, as they recorded them",
        kept="6 years after the day of the event, or longer while a story about it is kept. One that its "
        "organisation deletes goes at once, or with the last story about it.",
        then="Deleted.",
        models=(OwnEvent,),
        past=own_events,
        held=partial(own_events, held=True),
        act=delete_row,
    ),
    *events.HOLDINGS,
]

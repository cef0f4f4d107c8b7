"""Recognition events, planned through the services as officers would.

event = planned(officer=officer, at=now)                     # 40 days ahead, nobody on its list
list_all(event, officer=officer, at=now)                     # everything that is due
invite(event, officer=officer, at=now)                       # and the job writes the mails
"""

from datetime import date, datetime, timedelta
from typing import Any

from awards.models import User
from celebrations.models import RecognitionEvent
from celebrations.selectors.events.due import due_of
from celebrations.selectors.events.inviting import to_invite
from celebrations.services.events.due import set_due
from celebrations.services.events.inviting import invite_all
from celebrations.services.events.planning import Details, plan_event
from foundation.dates import london_date
from tests.support.jobs import run_waiting_jobs

DAYS_AHEAD = 40


def details(at: datetime, **values: Any) -> Details:
    """Whole, and 40 days ahead; answers are taken until ten days before."""
    starts_at = at + timedelta(days=DAYS_AHEAD)
    said: dict[str, Any] = {
        "name": "Recognition Event",
        "starts_at": starts_at,
        "venue": "Council House",
        "address": "Victoria Square, Birmingham B1 1BB",
        "presenter": "the Lord Mayor",
        "practical": "There is a lift to every room.",
        "counts_from": date(2025, 1, 1),
        "reply_by": london_date(starts_at) - timedelta(days=10),
        "most_guests": 4,
    }
    return Details(**(said | values))


def planned(*, officer: User, at: datetime, **values: Any) -> RecognitionEvent:
    return plan_event(details=details(at, **values), actor=officer, at=at)


def list_all(event: RecognitionEvent, *, officer: User, at: datetime) -> None:
    found = due_of(event, on=london_date(at))
    awards = [each.award.uuid for each in found.emblems]
    set_due(event=event, awards=awards, actor=officer, at=at)


def invite(event: RecognitionEvent, *, officer: User, at: datetime) -> None:
    invite_all(event=event, seen=to_invite(event).seen, actor=officer, at=at)
    run_waiting_jobs()


def fresh(event: RecognitionEvent) -> RecognitionEvent:
    return RecognitionEvent.objects.get(pk=event.pk)


def of_events(*, officer: User, at: datetime) -> dict[str, dict[str, object]]:
    """For the table of addresses: one event that is planned, with nobody on its list."""
    one: dict[str, object] = {"uuid": planned(officer=officer, at=at).uuid}
    names = ("event", "event-change", "event-due", "event-invite", "event-call-off")
    return dict.fromkeys(names, one)

"""Events that organisations held themselves, written through the services as people would.

event = own_event(organisation, by=lead, at=now)
told = event_story(event, lead=lead, at=now)      # whole, and not sent yet
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from awards.models import Organisation, User
from celebrations.models import OwnEvent, Spotlight
from celebrations.services.own_events import change_event, record_event
from portfolios.models import EvidenceFile
from tests.support.spotlights import approve, send, story

EVENT: dict[str, Any] = {
    "name": "The day of the green door",
    "held_on": date(2026, 11, 19),
    "place": "School hall",
    "award": None,
    "what_happened": "The forum unveiled a door that pupils had painted.",
    "people": 85,
    "who_came": "pupils of all years, parents, two governors",
}


def own_event(organisation: Organisation, *, by: User, at: datetime, **values: Any) -> OwnEvent:
    return record_event(
        organisation=organisation, key=uuid4(), values=EVENT | values, actor=by, at=at
    )


def change(event: OwnEvent, *, by: User, at: datetime, **values: Any) -> OwnEvent:
    now = OwnEvent.objects.select_related("organisation", "award").get(pk=event.pk)
    saved = {name: getattr(now, name) for name in EVENT}
    change_event(event=now, values=saved | values, expected_version=now.version, actor=by, at=at)
    return OwnEvent.objects.select_related("organisation").get(pk=event.pk)


def event_story(
    event: OwnEvent,
    *,
    lead: User,
    at: datetime,
    files: Sequence[EvidenceFile] = (),
    **words: str,
) -> Spotlight:
    return story(event.organisation, event=event, lead=lead, at=at, files=files, **words)


def event_shown(
    event: OwnEvent,
    *,
    lead: User,
    officer: User,
    at: datetime,
    files: Sequence[EvidenceFile] = (),
    **words: str,
) -> Spotlight:
    """Sent and approved."""
    spotlight = event_story(event, lead=lead, at=at, files=files, **words)
    send(spotlight, lead=lead, at=at)
    return approve(spotlight, officer=officer, at=at)

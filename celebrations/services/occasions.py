"""A story of an event says its name, its day and its place.

While the story is being written these follow the event. What was sent stays as the officer reads it.
"""

from datetime import date, datetime
from typing import TypedDict

from awards.models import User
from celebrations.choices import WRITTEN_STATES
from celebrations.models import OwnEvent, Spotlight


class Columns(TypedDict):
    event_name: str
    event_day: date | None
    event_place: str


def occasion_of(event: OwnEvent | None) -> Columns:
    """The columns of a version that tells of it."""
    if event is None:
        return Columns(event_name="", event_day=None, event_place="")
    return Columns(event_name=event.name, event_day=event.held_on, event_place=event.place)


def follow_event(spotlight: Spotlight, *, actor: User, at: datetime) -> None:
    """With its organisation's row held. Who was about to send it reads it again (`seen`)."""
    if spotlight.state not in WRITTEN_STATES:
        return
    now = occasion_of(spotlight.event)
    if all(getattr(spotlight, name) == value for name, value in now.items()):
        return
    for name, value in now.items():
        setattr(spotlight, name, value)
    spotlight.updated_at, spotlight.updated_by = at, actor
    spotlight.save(update_fields=[*now, "updated_at", "updated_by"])

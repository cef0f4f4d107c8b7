"""Times to meet that a panel offers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from awards.models import User
from champions.choices import PlaceKind
from champions.models import Appointment, Panel
from champions.services import meetings

WEEK = timedelta(weeks=1)


def offer(
    panel: Panel,
    actor: User,
    at: datetime,
    times: Sequence[datetime] | None = None,
    **changes: Any,
) -> Appointment:
    """In one week and in two, by video, unless `changes` says otherwise."""
    asked = {
        "times": times if times is not None else [at + WEEK, at + 2 * WEEK],
        "place_kind": PlaceKind.VIDEO,
        "place": "https://meet.example/acorn",
        "minutes": 45,
    } | changes
    return meetings.offer_times(application=panel.application, actor=actor, at=at, **asked)

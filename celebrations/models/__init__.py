from celebrations.models.event_prints import EventPrint
from celebrations.models.events import (
    EventInvitation,
    Guest,
    Presentation,
    RecognitionEvent,
)
from celebrations.models.own_events import OwnEvent
from celebrations.models.spotlights import Spotlight, SpotlightPicture

__all__ = [
    "EventInvitation",
    "EventPrint",
    "Guest",
    "OwnEvent",
    "Presentation",
    "RecognitionEvent",
    "Spotlight",
    "SpotlightPicture",
]

"""The words of this room."""

from django.db import models


class SpotlightState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SENT = "sent", "With SEND officers"
    CHANGES = "changes", "Changes asked for"
    SHOWN = "shown", "Approved"
    REPLACED = "replaced", "Replaced"
    TAKEN_DOWN = "taken-down", "Taken down"


# Somebody still works on it; of these an organisation has one at a time.
OPEN_STATES = (SpotlightState.DRAFT, SpotlightState.SENT, SpotlightState.CHANGES)
# Its people may write in it.
WRITTEN_STATES = (SpotlightState.DRAFT, SpotlightState.CHANGES)
# Over for good.
ENDED_STATES = (SpotlightState.REPLACED, SpotlightState.TAKEN_DOWN)


class Answer(models.TextChoices):
    """To the invitation to a recognition event."""

    NONE = "none", "No answer yet"
    COMING = "coming", "Coming"
    NOT_COMING = "not-coming", "Not coming"


class PrintKind(models.TextChoices):
    """The lists that are printed for a recognition event."""

    CARDS = "cards", "Name cards"
    DOOR = "door", "Guest list for the door"
    ACCESS = "access", "Access list for the place"
    KITCHEN = "kitchen", "Kitchen list"
    ORDER = "order", "Running order"
    PICTURES = "pictures", "Photographer’s list"


# They tell of health: whoever opens one is written down, and the paper is destroyed after the event.
NEEDS_LISTS = (PrintKind.ACCESS, PrintKind.KITCHEN)

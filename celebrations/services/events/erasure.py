"""What of recognition events goes when an organisation or a name is deleted."""

from collections.abc import Iterable

from awards.models import Organisation
from celebrations.models import EventInvitation, EventPrint, Guest
from celebrations.services.events.prints import delete_print


def forget_invitations(organisation: Organisation) -> int:
    """Its guests and what it wrote. Of events that are still planned, also that it was on the list.

    What was handed over to it stays with the event.
    """
    mine = EventInvitation.objects.filter(organisation=organisation)
    # Whoever is adding a guest is waited for.
    list(mine.order_by("pk").select_for_update())
    count, _ = Guest.objects.filter(invitation__in=mine).delete()
    mine.exclude(message="").update(message="")
    planned = mine.filter(event__cancelled_at=None, event__closed_at=None)
    planned.exclude(presentations__handed_over_at__isnull=False).delete()
    return count


def forget_needs_of(guests: Iterable[object]) -> None:
    """What somebody needs says who they are, also without their name."""
    Guest.objects.filter(pk__in=list(guests)).update(access_needs="", dietary_needs="")


def drop_event_prints() -> None:
    """Any name may stand on one, and each can be made again."""
    for row in EventPrint.objects.select_related("file"):
        delete_print(row)

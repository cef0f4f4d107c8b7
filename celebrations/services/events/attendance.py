"""Who came, and which emblems were handed over: written down at the door, by several people at once."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.models import Award, User
from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, Presentation, RecognitionEvent
from celebrations.models.events import EventInvitationQuerySet
from celebrations.selectors.events.attendance import handed_over_elsewhere
from celebrations.selectors.events.evening import presented
from celebrations.services.events.locking import note, planned_event
from foundation.forms import show_date
from foundation.refusals import Refused


def need_begun(event: RecognitionEvent, *, at: datetime) -> None:
    if not event.has_begun(at):
        raise Refused(
            f"This event begins on {show_date(event.day)}. Write down who came from then on."
        )


@transaction.atomic
def save_attendance(
    *,
    event: RecognitionEvent,
    shown: Set[UUID],
    ticked: Set[UUID],
    was: Set[UUID],
    actor: User,
    at: datetime,
) -> None:
    """Of the invitations on one page, what differs from `was`, as the page was opened.

    `ticked` and `was` hold guests who came and awards whose emblem was handed over. What a colleague
    wrote down meanwhile stays.
    """
    fresh = planned_event(event, actor=actor)
    need_begun(fresh, at=at)
    rows = EventInvitation.objects.filter(event=fresh, uuid__in=shown)
    came = _write_guests(rows, ticked=ticked, was=was)
    handed = _write_emblems(fresh, rows, ticked=ticked, was=was, at=at)
    note("event.attendance", fresh, actor=actor, at=at, guests=came, emblems=handed)


def _write_guests(rows: EventInvitationQuerySet, *, ticked: Set[UUID], was: Set[UUID]) -> int:
    guests = Guest.objects.filter(invitation__in=rows.filter(answer=Answer.COMING))
    changed = guests.filter(uuid__in=ticked - was).update(came=True)
    changed += guests.filter(uuid__in=was - ticked).update(came=False)
    # The page was saved: who was not ticked by anybody is not there.
    guests.filter(came=None).update(came=False)
    return changed


def _write_emblems(
    event: RecognitionEvent,
    rows: EventInvitationQuerySet,
    *,
    ticked: Set[UUID],
    was: Set[UUID],
    at: datetime,
) -> int:
    mine = presented().filter(invitation__in=rows)
    given = mine.filter(award__uuid__in=ticked - was, handed_over_at=None)
    keys = sorted(given.values_list("award", flat=True))
    list(Award.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    if handed_over_elsewhere(event).filter(award__in=keys).exists():
        raise Refused("One of these emblems was handed over at another event meanwhile.")
    changed = Presentation.objects.filter(pk__in=given.values("pk")).update(handed_over_at=at)
    taken = mine.filter(award__uuid__in=was - ticked)
    changed += Presentation.objects.filter(pk__in=taken.values("pk")).update(handed_over_at=None)
    return changed

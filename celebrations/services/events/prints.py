"""Lists of a recognition event for the printer: asked for here, made by a job, gone a day later."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from awards.models import User
from awards.permissions import need_officer
from celebrations.choices import NEEDS_LISTS, PrintKind
from celebrations.models import EventPrint, RecognitionEvent
from celebrations.services.events.locking import locked_event, note
from celebrations.tasks import make_event_print
from foundation.files import remove
from foundation.jobs import enqueue
from foundation.progress import HowFar, how_far
from foundation.refusals import Refused

# Answers come in until the last minute, so a list of yesterday is wrong.
KEEP = timedelta(days=1)


@transaction.atomic
def ask_for_print(
    *, event: RecognitionEvent, kind: PrintKind, actor: User, at: datetime
) -> EventPrint:
    """A list as it stands when it is made. A second click on one that is being made finds that one."""
    need_officer(actor)
    fresh = locked_event(event)
    if fresh.cancelled_at is not None:
        raise Refused("This event was called off, so there is nothing to print for it.")
    if kind in NEEDS_LISTS and fresh.needs_deleted_at is not None:
        raise Refused("What guests needed is deleted two weeks after the event.")
    mine = EventPrint.objects.filter(event=fresh, kind=kind, asked_by=actor, file=None)
    for row in mine:
        far = progress_of(row, at=at)
        if far is not None and not far.has_failed:
            return row
    row = EventPrint.objects.create(event=fresh, kind=kind, asked_by=actor, asked_at=at)
    note("event_print.asked", fresh, actor=actor, at=at, list=str(kind))
    enqueue(make_event_print, row.uuid)
    return row


def progress_of(row: EventPrint, *, at: datetime) -> HowFar | None:
    """How far its file is; none when it is there."""
    if row.file_id is not None:
        return None
    return how_far(make_event_print, row.uuid, since=row.asked_at, at=at)


def note_opened(row: EventPrint, *, actor: User, at: datetime) -> None:
    """Lists name guests, and two tell of their health: who opened one is written down."""
    event = "event_needs.opened" if row.kind in NEEDS_LISTS else "event_print.opened"
    note(event, row.event, actor=actor, at=at, list=row.kind, print=str(row.uuid))


def delete_print(row: EventPrint) -> bool:
    """The row with its file, also one that came in this moment; a job that is at it finds no row."""
    with transaction.atomic():
        rows = EventPrint.objects.select_for_update(of=("self",)).select_related("file")
        fresh = rows.filter(pk=row.pk).first()
        if fresh is None:
            return False
        file = fresh.file
        fresh.delete()
        if file is not None:
            remove(file)
    return True


def delete_prints_of(events: Iterable[RecognitionEvent]) -> None:
    """A name that goes stands on them, too. They can be made again."""
    for row in EventPrint.objects.filter(event__in=events).select_related("file"):
        delete_print(row)

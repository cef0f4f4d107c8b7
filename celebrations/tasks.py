"""Jobs: pictures of spotlights for the web, lists of events. Safe to run twice, also at once (F-10)."""

import uuid

from django.db import transaction
from django.utils import timezone

from celebrations.choices import PrintKind
from celebrations.models import EventPrint, Spotlight, SpotlightPicture
from celebrations.rendering.events_cards import cards_pdf, number_of_sheets
from celebrations.rendering.events_lists import list_pdf, needs_pdf
from celebrations.rendering.pictures import TYPE, for_the_web
from celebrations.selectors.events.evening import evening_of
from celebrations.selectors.events.needs import access_needs, dietary_needs
from foundation.dates import london_date
from foundation.files import open_clean, remove, store_generated
from foundation.jobs import job
from foundation.printing.telling import STEPS, UNIT, hear_printer
from foundation.progress import telling
from portfolios.selectors.evidence.public import public_pictures


@job(priority=10)
def make_copies(spotlight_uuid: str) -> None:
    """Of each picture that may be shown and has none. What was dropped meanwhile is left alone."""
    spotlight = Spotlight.objects.filter(uuid=uuid.UUID(spotlight_uuid)).first()
    if spotlight is None:
        return
    for picture in spotlight.pictures.filter(copy=None).select_related("file__file"):
        _make_copy(picture)


def _make_copy(picture: SpotlightPicture) -> None:
    now = timezone.now()
    fine = public_pictures(london_date(now)).select_related("file")
    source = fine.filter(pk=picture.file_id).first() if picture.file_id else None
    if source is None or source.file is None:
        return
    with open_clean(source.file) as opened:
        content = for_the_web(opened.read())
    with transaction.atomic():
        copy = store_generated(
            name=f"spotlight-{picture.uuid}.jpg", content=content, content_type=TYPE, at=now
        )
        mine = SpotlightPicture.objects.filter(
            pk=picture.pk, copy=None, file__in=public_pictures(london_date(now))
        )
        if not mine.update(copy=copy):
            remove(copy)


# Behind mail: nobody's sign-in code waits for five hundred name cards.
@job(priority=-5)
def make_event_print(print_uuid: str) -> None:
    """As the event stands now. One that was asked for and tidied away is no failure."""
    row = EventPrint.objects.filter(uuid=uuid.UUID(print_uuid)).select_related("event").first()
    if row is None or row.file_id is not None:
        return
    content = _cards(row) if row.kind == PrintKind.CARDS else _list(row)
    with transaction.atomic():
        file = store_generated(
            name=f"{row.kind}.pdf",
            content=content,
            content_type="application/pdf",
            at=timezone.now(),
        )
        if not EventPrint.objects.filter(pk=row.pk, file=None).update(file=file):
            remove(file)


def _cards(row: EventPrint) -> bytes:
    evening = evening_of(row.event)
    total = number_of_sheets(evening) + 1
    with telling(make_event_print, row.uuid, total=total, unit="steps") as told:
        return cards_pdf(
            evening,
            made_at=row.asked_at,
            step=lambda done: told.reach(done, "Laying out the cards"),
        )


def _list(row: EventPrint) -> bytes:
    evening, kind, at = evening_of(row.event), PrintKind(row.kind), row.asked_at
    with (
        telling(make_event_print, row.uuid, total=len(STEPS), unit=UNIT) as told,
        hear_printer(told),
    ):
        if kind is PrintKind.ACCESS:
            return needs_pdf(kind, evening, access_needs(row.event), made_at=at)
        if kind is PrintKind.KITCHEN:
            return needs_pdf(kind, evening, dietary_needs(row.event), made_at=at)
        return list_pdf(kind, evening, made_at=at)

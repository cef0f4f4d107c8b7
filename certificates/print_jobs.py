"""The job that makes the book of a print run, in parts. Safe to run twice, also at once (F-10, F-13)."""

import time
import uuid
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate, PrintRun, PrintRunPart
from certificates.rendering.certificate import certificates_pdf
from certificates.tasks import facts_of
from foundation.files import open_clean, remove, store_generated
from foundation.jobs import enqueue, job
from foundation.printing.joining import join
from foundation.progress import telling

# So many pages are laid out together: their fonts are in the file once, their boxes in memory.
AT_ONCE = 20
# Then the job makes room for others and is queued again. Far less than a job's lease.
WORK_SECONDS = 120.0
PDF = "application/pdf"


# Behind mail and certificates: nobody waits for it by the minute.
@job(priority=-10)
def make_print_run(run_uuid: str) -> None:
    """Parts that are there are not made again; with all of them there, they become the book."""
    run = PrintRun.objects.filter(uuid=uuid.UUID(run_uuid), book=None).first()
    if run is None:
        return
    order = list(run.sheets.values_list("certificate", flat=True))
    began, made = time.monotonic(), 0
    there = set(run.parts.values_list("place", flat=True))
    with telling(make_print_run, run.uuid, total=len(order) + 1, unit="steps") as told:
        for place, keys in enumerate(_portions(order)):
            if place not in there:
                # After the first part at the earliest, so that every turn gets further.
                if made and time.monotonic() - began > WORK_SECONDS:
                    enqueue(make_print_run, run.uuid)
                    return
                _make_part(run, place, keys)
                made += 1
            told.reach(min((place + 1) * AT_ONCE, len(order)), "Laying out the pages")
        told.reach(len(order), "Putting the pages together")
        _make_book(run)


def _make_part(run: PrintRun, place: int, keys: Sequence[int]) -> None:
    rows = Certificate.objects.in_bulk(keys)
    facts = [facts_of(rows[key]) for key in keys]
    content = certificates_pdf(facts, title=run.title, at=run.asked_at)
    with transaction.atomic():
        # Of two workers at the same part, the second throws its own bytes away.
        still = PrintRun.objects.select_for_update(no_key=True).filter(pk=run.pk, book=None)
        if not still.first() or run.parts.filter(place=place).exists():
            return
        file = store_generated(
            name=f"part-{place}.pdf", content=content, content_type=PDF, at=timezone.now()
        )
        PrintRunPart.objects.create(run=run, place=place, file=file)


def _make_book(run: PrintRun) -> None:
    headings = [
        f"{sheet.certificate.printed_name}, {sheet.certificate.stage.capitalize()}"
        for sheet in run.sheets.select_related("certificate")
    ]
    parts = list(run.parts.select_related("file"))
    content = join(_contents(parts), headings=headings, crop_marks=run.crop_marks)
    with transaction.atomic():
        book = store_generated(
            name="print-run.pdf", content=content, content_type=PDF, at=timezone.now()
        )
        mine = PrintRun.objects.filter(pk=run.pk, book=None)
        if not mine.update(book=book, pages=len(headings)):
            remove(book)
            return
        run.parts.all().delete()
        for part in parts:
            remove(part.file)


def _contents(parts: Sequence[PrintRunPart]) -> Iterator[bytes]:
    for part in parts:
        with open_clean(part.file) as opened:
            yield opened.read()


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(keys), AT_ONCE):
        yield keys[begin : begin + AT_ONCE]

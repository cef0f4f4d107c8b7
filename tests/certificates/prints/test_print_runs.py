"""Print runs: who is in, the book, killed workers, and the day it goes (scheme.md 27; F-10, F-13)."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from awards.models import Award
from certificates import print_jobs
from certificates.models import PrintRun, PrintRunPart
from certificates.print_jobs import make_print_run
from certificates.print_runs import (
    KEEP,
    Filters,
    ask_for_print_run,
    choose,
    delete_print_run,
    matching,
    print_again,
    progress_of,
)
from certificates.services import reissue_certificate
from certificates.tasks import make_certificate
from config.duties import DUTIES
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, DeadLetter, PrivateFile
from foundation.refusals import NotAllowed, Refused
from tests.certificates.prints.conftest import finish
from tests.support.pdfs import text_of

pytestmark = pytest.mark.django_db


def ask(certificates, officer, at, *, title="Award evening", crop_marks=False) -> PrintRun:
    return ask_for_print_run(
        certificates=[each.uuid for each in certificates],
        title=title,
        crop_marks=crop_marks,
        actor=officer,
        at=at,
    )


def book_of(run: PrintRun) -> bytes:
    run.refresh_from_db()
    assert run.book is not None
    with run.book.store.open(run.book.storage_key) as opened:
        return opened.read()


def texts(content: bytes) -> list[str]:
    return [" ".join(page.split()) for page in text_of(content).split("\f") if page.strip()]


def test_book_has_a_page_for_each_by_stage_and_name(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    finish()
    content = book_of(run)
    assert run.pages == 4
    wanted = [evening[1], evening[2], evening[3], evening[0]]
    pages = texts(content)
    assert len(pages) == 4
    for page, certificate in zip(pages, wanted, strict=True):
        assert certificate.number in page
    assert not PrintRunPart.objects.exists()
    assert not PrivateFile.objects.filter(display_name__startswith="part-").exists()
    asked = AuditEvent.objects.get(event="print_run.asked")
    assert asked.details == {"certificates": 4}


def test_book_is_a_paper_copy_with_title_and_bookmarks(evening, officer, now) -> None:
    run = ask(evening, officer, now, title="Evening of March")
    finish()
    reader = PdfReader(io.BytesIO(book_of(run)))
    assert reader.metadata.title == "Evening of March"
    assert "/AcroForm" not in reader.trailer["/Root"]
    assert [mark.title for mark in reader.outline] == [
        "Łódź & Sons, Bronze",
        "اردو مرکز, Bronze",
        "=1+1 Acorn, Gold",
        "Oak, Platinum",
    ]


def test_fonts_are_in_the_book_once(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    finish()
    with pikepdf.open(io.BytesIO(book_of(run))) as book:
        names = [
            str(each.FontName).split("+")[-1]
            for each in book.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
    assert len(names) == len(set(names)) >= 4


def test_parts_make_the_same_pages(evening, officer, now, monkeypatch) -> None:
    monkeypatch.setattr(print_jobs, "AT_ONCE", 1)
    run = ask(evening, officer, now, crop_marks=True)
    finish()
    assert len(texts(book_of(run))) == 4


def test_job_makes_room_for_others_and_goes_on(evening, officer, now, monkeypatch) -> None:
    """Each turn makes one part at least, so that no turn is as long as a job's lease."""
    monkeypatch.setattr(print_jobs, "AT_ONCE", 1)
    monkeypatch.setattr(print_jobs, "WORK_SECONDS", -1.0)
    run = ask(evening, officer, now)
    finish()
    assert len(texts(book_of(run))) == 4
    turns = DBTaskResult.objects.filter(task_path=make_print_run.module_path)
    assert turns.count() == 4


def test_killed_worker_loses_one_part_at_most(evening, officer, now, monkeypatch) -> None:
    monkeypatch.setattr(print_jobs, "AT_ONCE", 2)
    run = ask(evening, officer, now)
    real, made = print_jobs.certificates_pdf, []

    def dies(facts, **options):
        made.append(len(facts))
        if len(made) == 2:
            raise MemoryError
        return real(facts, **options)

    monkeypatch.setattr(print_jobs, "certificates_pdf", dies)
    with pytest.raises(MemoryError):
        make_print_run.call(str(run.uuid))
    assert PrintRunPart.objects.count() == 1
    make_print_run.call(str(run.uuid))
    assert made == [2, 2, 2]
    assert len(texts(book_of(run))) == 4


def test_second_worker_changes_nothing(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    make_print_run.call(str(run.uuid))
    first = book_of(run)
    make_print_run.call(str(run.uuid))
    print_jobs._make_part(run, 0, [evening[0].pk])
    assert book_of(run) == first
    assert not PrintRunPart.objects.exists()


def test_run_that_was_deleted_meanwhile_is_no_failure(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    assert delete_print_run(run, at=now)
    finish()
    assert not DeadLetter.objects.exists()
    assert not delete_print_run(run, at=now)


def test_crop_marks_stand_outside_of_the_bleed(evening, officer, now) -> None:
    run = ask(evening, officer, now, crop_marks=True)
    finish()
    for page in PdfReader(io.BytesIO(book_of(run))).pages:
        trim, bleed, media = page.trimbox, page.bleedbox, page.mediabox
        assert [round(float(edge)) for edge in trim] == [0, 0, 842, 595]
        assert float(trim.left - bleed.left) / 72 * 25.4 == pytest.approx(3, abs=0.01)
        assert float(bleed.top - trim.top) / 72 * 25.4 == pytest.approx(3, abs=0.01)
        assert float(media.right - trim.right) / 72 * 25.4 == pytest.approx(10, abs=0.01)
        assert "/Artifact BMC" in page.get_contents().get_data().decode("latin-1")


def test_who_is_left_out_and_why(issue, evening, officer, now) -> None:
    waiting = issue("Waiting", "silver")
    taken = issue("Taken", "bronze")
    make_certificate.call(str(taken.uuid))
    Award.objects.filter(pk=taken.award_id).update(
        revoked_on=london_date(now), revocation_public_reason="It was given by mistake."
    )
    day = london_date(now)
    again = reissue_certificate(
        certificate=evening[0], printed_name="Oaks", at=now, actor=officer, reason="A wrong name"
    )
    assert waiting.file is None
    choice = choose(matching(Filters(), officer=officer), on=day)
    assert {(each.certificate.printed_name, each.why) for each in choice.left_out} >= {
        ("Oak", "Replaced by a newer one"),
        ("Oaks", "Its file is not there yet"),
        ("Taken", "Taken back"),
        ("Waiting", "Its file is not there yet"),
    }
    assert [each.printed_name for each in choice.printed] == [
        "Łódź & Sons",
        "اردو مرکز",
        "=1+1 Acorn",
    ]
    later = choose([evening[3]], on=day + timedelta(days=700))
    assert [each.why for each in later.left_out] == ["Lapsed"]
    with pytest.raises(Refused, match="None of these"):
        ask([again, taken], officer, now)


def test_dates_include_both_days_and_stage_narrows(issue, officer, now) -> None:
    day = london_date(now)
    names = {}
    for shift, stage in ((-2, "bronze"), (-1, "silver"), (0, "bronze")):
        made = issue(f"Day {shift}", stage, awarded_on=day + timedelta(days=shift))
        names[made.printed_name] = made

    def found(**filters):
        return {each.printed_name for each in matching(Filters(**filters), officer=officer)}

    assert found(since=day - timedelta(days=1)) == {"Day -1", "Day 0"}
    assert found(until=day - timedelta(days=1)) == {"Day -2", "Day -1"}
    assert found(stage="bronze") == {"Day -2", "Day 0"}
    assert found() == set(names)


def test_one_at_a_time_for_each_officer(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    with pytest.raises(Refused, match="still being made"):
        ask(evening[:1], officer, now)
    finish()
    run.refresh_from_db()
    assert progress_of(run, at=now) is None
    assert ask(evening[:1], officer, now)


def test_at_most_a_thousand(evening, officer, now, monkeypatch) -> None:
    monkeypatch.setattr("certificates.print_runs.MOST", 3)
    with pytest.raises(Refused, match="at most 3"):
        ask(evening, officer, now)


def test_only_officers(evening, lead, now) -> None:
    with pytest.raises(NotAllowed):
        ask(evening, lead, now)
    assert not PrintRun.objects.exists()


def test_failed_one_is_tried_again_once(evening, officer, lead, now, monkeypatch) -> None:
    run = ask(evening, officer, now)
    with pytest.raises(Refused, match="being made"):
        print_again(run=run, actor=officer, at=now)
    DBTaskResult.objects.filter(task_path=make_print_run.module_path).delete()
    later = now + timedelta(hours=1)
    assert progress_of(run, at=later).has_failed
    with pytest.raises(NotAllowed):
        print_again(run=run, actor=lead, at=later)
    print_again(run=run, actor=officer, at=later)
    print_again_late = PrintRun.objects.get()
    assert print_again_late.asked_at == later
    finish()
    assert len(texts(book_of(run))) == 4


def test_goes_after_thirty_days_with_its_files(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    finish()
    run.refresh_from_db()
    book = run.book
    duty = next(each for each in DUTIES if each.name == "retention: print-runs")
    for days, left in ((KEEP.days - 1, 1), (KEEP.days + 1, 0)):
        at = now + timedelta(days=days)
        duty.run(DutyContext(now=at, today=london_date(at), dry_run=False))
        assert PrintRun.objects.count() == left
    assert not PrivateFile.objects.filter(pk=book.pk).exists()
    assert AuditEvent.objects.filter(event="print_run.deleted").count() == 1
    for certificate in evening:
        certificate.refresh_from_db()
        assert certificate.file is not None


def test_half_a_run_goes_with_its_parts(evening, officer, now, monkeypatch) -> None:
    monkeypatch.setattr(print_jobs, "AT_ONCE", 2)
    run = ask(evening, officer, now)
    print_jobs._make_part(run, 0, [evening[0].pk])
    file = PrintRunPart.objects.get().file
    assert delete_print_run(run, at=now)
    assert not PrivateFile.objects.filter(pk=file.pk).exists()


def test_database_keeps_book_and_pages_together(evening, officer, now) -> None:
    run = ask(evening, officer, now)
    with pytest.raises(IntegrityError, match="print_run_book_and_pages"), transaction.atomic():
        PrintRun.objects.filter(pk=run.pk).update(pages=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        run.sheets.create(place=99, certificate=evening[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        run.sheets.filter(place=1).update(place=2)

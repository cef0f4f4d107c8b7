"""Officers' pages of print runs: who may, what they show, what they hand out."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from awards.models import Award
from certificates.models import PrintRun
from certificates.print_runs import KEEP
from foundation.dates import london_date
from foundation.models import AuditEvent
from tests.certificates.prints.conftest import finish

pytestmark = pytest.mark.django_db
LIST, NEW = "/officers/print-runs/", "/officers/print-runs/new/"
CHECK = "/officers/print-runs/check/"
ALL = {"title": "Award evening", "which": "all"}


@pytest.fixture
def office(officer, sign_in):
    return sign_in(officer)


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def make(client, address: str = CHECK, **form: object) -> PrintRun:
    response = client.post(address, ALL | form)
    assert response.status_code == 302, response.content.decode()
    return PrintRun.objects.latest("pk")


def test_officer_prints_an_evening(office, evening, officer) -> None:
    assert CHECK in page(office, NEW)
    checked = page(office, CHECK)
    assert checked.index("Łódź &amp; Sons") < checked.index("=1+1 Acorn")
    assert 'aria-label="Certificates that can be printed"' in checked
    run = make(office, crop_marks="on")
    assert (run.crop_marks, run.asked_by, run.sheets.count()) == (True, officer, 4)
    waiting = page(office, run.get_absolute_url())
    assert "data-how-far-going" in waiting
    assert "Download the pages" not in waiting
    finish()
    ready = page(office, run.get_absolute_url())
    assert "4 pages" in ready
    gone_on = london_date(run.asked_at + KEEP)
    assert f"{gone_on.day} {gone_on:%B %Y}" in ready
    answer = office.get(reverse("print-run-book", args=[run.uuid]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    told = AuditEvent.objects.get(event="print_run.downloaded")
    assert told.details == {"file": "pdf"}
    assert "Award evening" in page(office, LIST)


def test_zip_has_the_signed_files_and_an_inert_table(office, evening) -> None:
    run = make(office)
    answer = office.get(reverse("print-run-zip", args=[run.uuid]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        table = packed.read("index.csv").decode("utf-8-sig").splitlines()
        assert len(names) == 5
        for line, certificate in zip(
            table[1:], [evening[1], evening[2], evening[3], evening[0]], strict=True
        ):
            assert certificate.number in line
            name = next(each for each in names if certificate.number in each)
            assert name in line
            with certificate.file.store.open(certificate.file.storage_key) as kept:
                assert packed.read(name) == kept.read()
    assert ",'=1+1 Acorn," in table[3]
    assert AuditEvent.objects.get(event="print_run.downloaded").details == {"file": "zip"}


@pytest.mark.parametrize(("which", "numbers"), [("only", {1}), ("except", {0, 2, 3})])
def test_ticks_choose(office, evening, which, numbers) -> None:
    run = make(office, which=which, tick=[str(evening[1].uuid)])
    chosen = set(run.certificates.values_list("number", flat=True))
    assert chosen == {evening[place].number for place in numbers}


def test_nothing_ticked_is_told_and_ticks_are_kept(office, evening) -> None:
    answer = office.post(CHECK, ALL | {"which": "only"})
    assert answer.status_code == 422
    assert "Tick at least one" in answer.content.decode()
    everybody = [str(each.uuid) for each in evening]
    answer = office.post(CHECK, {"title": "", "which": "except", "tick": everybody})
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 5
    assert not PrintRun.objects.exists()


def test_filters_narrow_and_nonsense_is_told(office, evening) -> None:
    stage = page(office, f"{CHECK}?stage=bronze")
    assert "Bronze certificates" in stage
    assert "Oak" not in stage
    assert make(office, f"{CHECK}?stage=bronze").sheets.count() == 2
    late = "since_day=1&since_month=1&since_year=2030"
    assert "Nothing can be printed" in page(office, f"{CHECK}?{late}")
    assert "no such date" in page(
        office, f"{CHECK}?since_day=31&since_month=2&since_year=2026", 422
    )
    backwards = f"{late}&until_day=1&until_month=1&until_year=2029"
    assert "must not be before" in page(office, f"{CHECK}?{backwards}", 422)


def test_more_than_a_run_can_have(office, evening, monkeypatch) -> None:
    monkeypatch.setattr("certificates.print_runs.MOST", 3)
    shown = page(office, CHECK)
    assert "Narrow the dates" in shown
    assert "Make this print run" not in shown


def test_page_says_which_pages_to_take_out(office, evening, now) -> None:
    run = make(office)
    assert "Take these pages out" not in page(office, run.get_absolute_url())
    Award.objects.filter(pk=evening[1].award_id).update(
        revoked_on=london_date(now), revocation_public_reason="It was given by mistake."
    )
    shown = page(office, run.get_absolute_url())
    assert "Page 1: " in shown
    assert "taken back" in shown
    left_out = page(office, CHECK)
    assert "Left out" in left_out


def test_failed_run_can_be_tried_again(office, evening, now) -> None:
    run = make(office)
    DBTaskResult.objects.all().delete()
    assert "Try again" in page(office, run.get_absolute_url())
    assert office.post(run.get_absolute_url()).status_code == 302
    assert DBTaskResult.objects.count() == 1
    assert office.post(run.get_absolute_url()).status_code == 409


def test_book_that_is_not_there_says_so(office, evening) -> None:
    run = make(office)
    answer = office.get(reverse("print-run-book", args=[run.uuid]))
    assert answer.status_code == 409
    assert not AuditEvent.objects.filter(event="print_run.downloaded").exists()


def test_nobody_else_sees_any_of_it(office, evening, sign_in, lead, stranger, client) -> None:
    run = make(office)
    for name in ("print-run", "print-run-book", "print-run-zip"):
        address = reverse(name, args=[run.uuid])
        assert client.get(address).status_code == 302
        for person in (lead, stranger):
            assert sign_in(person).get(address).status_code == 403
    for address in (LIST, NEW, CHECK):
        assert sign_in(lead).get(address).status_code == 403
    assert sign_in(lead).post(CHECK, ALL).status_code == 403


def test_list_asks_the_same_for_one_and_three(office, evening, officer, now) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(office, LIST)
        return len(captured)

    page(office, LIST)
    for number in range(3):
        run = PrintRun.objects.create(
            title=f"Run {number}", asked_by=officer, asked_at=now - timedelta(days=number)
        )
        run.sheets.create(place=1, certificate=evening[number])
        if number in (0, 2):
            assert queries() == QUERIES_OF_LIST


def test_check_asks_the_same_for_four_and_five(office, evening, issue) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(office, CHECK)
        return len(captured)

    page(office, CHECK)
    assert queries() == QUERIES_OF_CHECK
    issue("Waiting")
    assert queries() == QUERIES_OF_CHECK


QUERIES_OF_LIST = 4
QUERIES_OF_CHECK = 3

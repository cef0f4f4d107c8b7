"""An officer prints an award evening: chooses, waits, takes the pages and the signed files along."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from awards.models import User
from certificates.services import issue_certificate
from tests.conftest import make_user
from tests.journeys.people import sign_in, the_worker_works
from tests.support.awards import holder
from tests.support.champions import ensure_signatory

pytestmark = pytest.mark.journey
PRINTED = {"Acorn": "Acorn Lane School", "Sons": "Łódź & Sons", "Centre": "اردو مرکز"}


@pytest.fixture
def officer(db) -> User:
    at = timezone.now() - timedelta(days=3)
    officer = make_user("Olive Officer", is_officer=True)
    ensure_signatory(officer, at=at)
    for name, printed in PRINTED.items():
        award = holder(name, officer=officer, at=at)
        issue_certificate(award=award, printed_name=printed, at=at, actor=officer)
    return officer


def test_officer_prints_the_evening(walker, officer) -> None:
    desk = walker("officer", keyboard=True)
    the_worker_works()
    sign_in(desk, officer.email)
    desk.go("/officers/print-runs/")
    desk.shot("none-yet")
    desk.follow("Start a print run")
    desk.select("Stage", "Bronze")
    desk.shot("which")
    desk.press("Show certificates")
    desk.sees("3 can be printed")
    desk.type("Title of this print run", "Award evening")
    desk.tick("With crop marks")
    desk.choose("All except those that I tick")
    desk.tick("Acorn Lane School")
    desk.shot("check")
    desk.press("Make this print run")
    desk.sees("You can leave this page.")
    desk.shot("waiting")
    the_worker_works()
    desk.go(desk.page.url)
    desk.sees("2 pages")
    desk.shot("ready")
    book = PdfReader(io.BytesIO(desk.download("Download the pages (PDF)").path().read_bytes()))
    assert len(book.pages) == 2
    assert book.pages[0].trimbox != book.pages[0].mediabox
    signed = zipfile.ZipFile(
        io.BytesIO(desk.download("Download the signed files (zip)").path().read_bytes())
    )
    assert len([name for name in signed.namelist() if name.endswith(".pdf")]) == 2


def test_print_runs_fit_on_a_phone(walker, officer) -> None:
    phone = walker("officer", phone=True, scripts=False)
    the_worker_works()
    sign_in(phone, officer.email)
    phone.go("/officers/print-runs/check/?stage=bronze")
    phone.sees("3 can be printed")
    phone.shot("check")
    phone.press("Make this print run")
    phone.sees("Enter a title for this print run.")
    phone.shot("no-title")

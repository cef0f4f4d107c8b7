"""A statement as PDF and its evidence as a zip: the same doors, and the same consent, as a portfolio's."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from awards.choices import Status
from foundation.models import AuditEvent
from foundation.refusals import Refused
from portfolios.models import EvidenceItem, Printout
from portfolios.services.evidence import withdraw_consent
from portfolios.services.evidence.restricting import restrict
from portfolios.services.portfolio.printing import ask_for_portfolio, ask_for_sent_portfolio
from tests.portfolios.statement.pages import page
from tests.support.conformance import require_conformant
from tests.support.evidence import evidence
from tests.support.jobs import run_waiting_jobs
from tests.support.pdfs import tree_of
from tests.support.statements import send_statement

pytestmark = pytest.mark.django_db

SURVEY = "This year’s survey"


@pytest.fixture
def sent(whole, lead, later):
    send_statement(whole, lead=lead, at=later)
    return whole


def made(printout) -> bytes:
    run_waiting_jobs()
    printout.refresh_from_db()
    with printout.file.store.open(printout.file.storage_key) as stored:
        return stored.read()


def told(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def survey() -> EvidenceItem:
    return EvidenceItem.objects.select_related("organisation", "consent").get(title=SURVEY)


def opened(client, application) -> ZipFile:
    answer = client.get(page("statement-zip", application))
    assert answer["Content-Type"] == "application/zip"
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


class TestWhatItSays:
    def test_all_that_was_sent(self, sent, lead, later):
        text = told(made(ask_for_sent_portfolio(application=sent, actor=lead, at=later)))
        for words in (
            "Re-validation statement",
            "Acorn Lane School",
            sent.reference,
            "As sent on 24 October 2027",
            "It renews Gold, awarded on 23 November 2026",
            "Two more year groups have joined.",
            "E2 Minutes of the autumn forum: still true, checked on 24 October 2027",
            f"E1 {SURVEY}: new",
            "Who made this statement with them",
            "Eight parents of our forum.",
            f"{lead.name}, Head teacher",
            "What this statement says of each criterion is true today.",
            "Index of evidence",
        ):
            assert words in text, words
        assert "Evidence portfolio" not in text

    def test_draft_that_nobody_signed_says_so(self, draft, lead, later):
        text = told(made(ask_for_portfolio(application=draft, actor=lead, at=later)))
        assert "Draft, printed on 24 October 2027" in text
        assert "Not signed yet" in text

    def test_is_tagged_and_named(self, sent, lead, later):
        """T-64 to T-66: as a portfolio's print is."""
        content = made(ask_for_sent_portfolio(application=sent, actor=lead, at=later))
        require_conformant(content)
        reader = PdfReader(io.BytesIO(content))
        xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        assert 'pdfaid:part="3"' in xmp
        assert 'pdfuaid:part="1"' in xmp
        assert reader.metadata.title == f"Re-validation statement {sent.reference}"
        tags = [tag for tag, _ in tree_of(content)]
        assert tags.count("H1") == 1
        assert {"H2", "H3", "P", "L", "LI", "Table", "TH", "TD"} <= set(tags)

    def test_one_file_for_everybody_who_asks(self, sent, lead, officer, later):
        first = ask_for_sent_portfolio(application=sent, actor=lead, at=later)
        assert ask_for_sent_portfolio(application=sent, actor=officer, at=later) == first

    def test_what_is_restricted_is_in_none(self, sent, lead, later):
        """T-30."""
        restrict(item=survey(), why="A face", actor=lead, at=later)
        text = told(made(ask_for_sent_portfolio(application=sent, actor=lead, at=later)))
        assert SURVEY not in text
        assert "restricted and not in this print" in text

    def test_nothing_was_sent(self, draft, lead, later):
        with pytest.raises(Refused, match="has been sent"):
            ask_for_sent_portfolio(application=draft, actor=lead, at=later)


class TestConsent:
    def test_withdrawn_takes_the_file_away(self, sent, lead, client, later):
        printout = ask_for_sent_portfolio(application=sent, actor=lead, at=later)
        made(printout)
        withdraw_consent(item=survey(), note="", actor=lead, at=later)
        assert not Printout.objects.exists()
        answer = client.get(page("statement-printout-file", sent, printout.uuid))
        assert answer.status_code == 409
        text = told(made(ask_for_sent_portfolio(application=sent, actor=lead, at=later)))
        assert "1 piece of evidence is not shown" in text

    def test_withdrawn_is_not_in_the_zip(self, whole, lead, client, later):
        withdraw_consent(item=survey(), note="", actor=lead, at=later)
        zipped = opened(client, whole)
        assert not any(SURVEY in name for name in zipped.namelist())
        assert "Left out: 1." in zipped.read("README.txt").decode()


class TestPages:
    def test_asked_for_made_and_downloaded(self, sent, client):
        assert page("statement-print", sent) in client.get(page("statement", sent)).text
        text = client.get(page("statement-print", sent)).text
        assert "The statement on paper" in text
        assert "You get the statement as it was sent on 24 October 2027." in text
        assert page("statement-zip", sent) in text
        answer = client.post(page("statement-print", sent))
        assert answer.url == page("statement-printout", sent, Printout.objects.get().uuid)
        file = page("statement-printout-file", sent, Printout.objects.get().uuid)
        assert client.get(file).status_code == 409
        run_waiting_jobs()
        assert "Download the statement (PDF)" in client.get(answer.url).text
        got = client.get(file)
        assert got["Content-Type"] == "application/pdf"
        assert f"statement-{sent.reference}.pdf" in got["Content-Disposition"]
        assert AuditEvent.objects.filter(event="portfolio.print-opened").count() == 1

    def test_print_of_another_application_is_not_there(self, sent, award, client, lead, later):
        """T-25."""
        other = ask_for_sent_portfolio(application=award.application, actor=lead, at=later)
        for name in ("statement-printout", "statement-printout-file"):
            assert client.get(page(name, sent, other.uuid)).status_code == 409
        for name in ("statement-print", "statement-zip"):
            assert client.get(page(name, award.application)).status_code == 404

    def test_strangers_find_nothing(self, sent, stranger, sign_in):
        """T-24."""
        theirs = sign_in(stranger)
        for name in ("statement-print", "statement-zip"):
            assert theirs.get(page(name, sent)).status_code == 404
        assert theirs.post(page("statement-print", sent)).status_code == 404

    def test_officers_print_and_take_the_zip_from_the_case(self, sent, officer, sign_in):
        """T-31."""
        theirs = sign_in(officer)
        text = theirs.get(page("statement-print", sent)).text
        assert page("statement-zip", sent) not in text
        assert theirs.post(page("statement-print", sent)).status_code == 302
        assert theirs.get(page("statement-zip", sent)).status_code == 403
        assert theirs.get(reverse("case-zip", args=[sent.uuid])).status_code == 200


class TestZip:
    def test_has_what_was_chosen_and_nothing_else(self, whole, client, organisation, lead, later):
        evidence(organisation, "gold.voice", lead=lead, at=later, title="Not chosen")
        zipped = opened(client, whole)
        assert zipped.namelist() == [
            "README.txt",
            "index.csv",
            "evidence/E001 This year’s survey/forum.jpg",
            "evidence/E002 Minutes of the autumn forum/forum.jpg",
        ]
        rows = csv.DictReader(io.StringIO(zipped.read("index.csv").decode("utf-8-sig")))
        assert [row["Title"] for row in rows] == [SURVEY, "Minutes of the autumn forum"]

    def test_restricted_piece_is_for_those_who_may_see_it(
        self, whole, client, colleague, lead, later, sign_in
    ):
        """T-94."""
        restrict(item=survey(), why="A face", actor=lead, at=later)
        assert any(SURVEY in name for name in opened(client, whole).namelist())
        theirs = opened(sign_in(colleague), whole)
        assert not any(SURVEY in name for name in theirs.namelist())
        assert "Restricted: 1." in theirs.read("README.txt").decode()

    def test_while_changes_are_asked_it_is_what_stands_now(self, sent, client):
        sent.affirmations.first().items.first().item.affirmed_in.all().delete()
        type(sent).objects.filter(pk=sent.pk).update(status=Status.CHANGES_REQUESTED)
        assert len(opened(client, sent).namelist()) == 3

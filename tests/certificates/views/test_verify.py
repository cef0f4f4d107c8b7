"""The public check (T-74 to T-78, T-81, T-82)."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.codes import grouped, new_code
from certificates.rendering.certificate import certificate_pdf
from certificates.services import issue_certificate, reissue_certificate
from certificates.signing import load_signer, sign
from certificates.tasks import facts_of
from tests.certificates.conftest import content_of
from tests.certificates.samples import facts
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
NOON = "2026-11-25T12:00:00Z"


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel(NOON, tick=False):
        yield


def state(response) -> str:
    (found,) = re.findall(r'data-state="([a-z-]+)"', response.content.decode())
    return found


def check(client: Client, code: str):
    return client.get(f"/verify/{code}/", follow=True)


def drop(client: Client, content: bytes, name: str = "certificate.pdf"):
    return client.post("/verify/", {"file": SimpleUploadedFile(name, content)})


def test_page_offers_both_ways(client) -> None:
    page = client.get("/verify/")
    assert page.status_code == 200
    body = page.content.decode()
    assert 'name="code"' in body
    assert 'name="file"' in body
    assert "council’s own website" in body.replace("Council", "council")


def test_code_of_a_certificate_in_force(client, certificate) -> None:
    page = check(client, certificate.shown_code)
    assert (page.status_code, state(page)) == (200, "in-force")
    body = page.content.decode()
    for words in (
        "Łódź &amp; Sons",
        "Bronze Co-production Award",
        "20 November 2026",
        "BRZ-2026-00001",
    ):
        assert words in body


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: f"http://testserver/verify/{code}/",
    ],
)
def test_typed_code_is_forgiven(client, certificate, spoil) -> None:
    page = client.post("/verify/", {"code": spoil(certificate.shown_code)}, follow=True)
    assert state(page) == "in-force"
    assert page.redirect_chain[-1][0] == f"/verify/{certificate.shown_code}/"


def test_conditions_of_a_dated_award(client, make_award, signatory, officer, now) -> None:
    gold = make_award("gold", valid_until=date(2027, 11, 20))
    code = issue_certificate(award=gold, printed_name="A", at=now, actor=officer).shown_code
    seen = []
    for day in ("2026-11-25", "2027-11-10", "2027-11-21", "2028-03-01"):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            seen.append(state(check(client, code)))
    assert seen == ["in-force", "due", "grace", "lapsed"]


def test_revoked_award(client, certificate, award, officer) -> None:
    award.revoked_on = date(2026, 11, 24)
    award.revoked_by = officer
    award.revocation_reason = "canary-reason"
    award.save()
    page = check(client, certificate.shown_code)
    assert state(page) == "revoked"
    assert "24 November 2026" in page.content.decode()
    assert "canary-reason" not in page.content.decode()


def test_revoked_award_says_why_only_where_that_is_public(client, certificate, award) -> None:
    """T-76: the leads are told more than everybody is, and the page never reads that."""
    award.revoked_on = date(2026, 11, 24)
    award.revocation_reason = "The forum never met, as two parents told us."
    award.save()
    page = check(client, certificate.shown_code)
    assert "The council says" not in page.content.decode()
    award.revocation_public_reason = "The <forum> never met."
    award.save()
    text = check(client, certificate.shown_code).content.decode()
    assert "The council says" in text
    assert "The &lt;forum&gt; never met." in text
    assert "two parents" not in text


def test_renewed_award(client, certificate, award) -> None:
    award.superseded_on = date(2026, 11, 24)
    award.save()
    page = check(client, certificate.shown_code)
    assert state(page) == "superseded"
    assert "24 November 2026" in page.content.decode()


def test_reissued_certificate_names_the_new_one(client, certificate, officer, now) -> None:
    new = reissue_certificate(
        certificate=certificate, printed_name="B", at=now, actor=officer, reason="x"
    )
    page = check(client, certificate.shown_code)
    assert state(page) == "superseded"
    assert new.number in page.content.decode()
    assert new.shown_code not in page.content.decode()
    assert state(check(client, new.shown_code)) == "in-force"


@pytest.mark.parametrize("code", ["AAAA", "x" * 400, "0" * 20, "%27%20OR%201=1", "%E2%80%AE", "-"])
def test_nonsense_in_the_address_is_unknown(client, code: str) -> None:
    page = client.get(f"/verify/{code}/", follow=True)
    assert (page.status_code, state(page)) == (200, "unknown")


def test_unknown_code_gives_the_same_page_whatever_is_wrong(client, certificate) -> None:
    def bare(page) -> str:
        return re.sub(r'(value|content)="[^"]*"', "", page.content.decode())

    wrong_check = certificate.shown_code[:-1] + ("A" if certificate.code[-1] != "A" else "B")
    pages = [check(client, code) for code in (new_code(), new_code(), wrong_check)]
    assert {state(page) for page in pages} == {"unknown"}
    assert len({bare(page) for page in pages}) == 1


def test_known_and_unknown_codes_cost_the_same_queries(client, certificate) -> None:
    counts = []
    for code in (certificate.shown_code, grouped(new_code())):
        client.get("/verify/AAAA/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/verify/{code}/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_nothing_is_found_by_number_or_uuid(client, certificate) -> None:
    for text in (certificate.number, str(certificate.uuid), str(certificate.pk)):
        assert state(client.post("/verify/", {"code": text}, follow=True)) == "unknown"


def test_empty_form_says_what_to_do(client) -> None:
    page = client.post("/verify/", {"code": " "})
    assert page.status_code == 422
    assert "Enter the code on the certificate." in page.content.decode()
    assert "<title>Error: " in page.content.decode()
    page = client.post("/verify/", {})
    assert page.status_code == 422
    assert "Choose the PDF file" in page.content.decode()


def test_page_names_no_people(client, made, officer, lead, signatory) -> None:
    for page in (check(client, made.shown_code), drop(client, content_of(made))):
        body = page.content.decode()
        for person in (officer.name, officer.email, lead.name, lead.email, signatory.name):
            assert person not in body


@pytest.mark.parametrize("path", ["/verify/", "/verify/AAAA/"])
def test_answers_are_never_kept(client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


def test_revocation_shows_at_once(client, certificate, award) -> None:
    assert state(check(client, certificate.shown_code)) == "in-force"
    award.revoked_on = date(2026, 11, 25)
    award.save()
    assert state(check(client, certificate.shown_code)) == "revoked"


def test_thirty_checks_a_minute_then_429(client, certificate) -> None:
    address = f"/verify/{certificate.shown_code}/"
    assert {client.get(address).status_code for _ in range(30)} == {200}
    page = client.get(address)
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 60
    assert drop(client, b"%PDF-1.7").status_code == 429
    assert client.get("/verify/").status_code == 200
    with time_machine.travel("2026-11-25T12:01:01Z", tick=False):
        assert client.get(address).status_code == 200


def test_throttle_of_one_address_leaves_others_alone(client, certificate) -> None:
    address = f"/verify/{certificate.shown_code}/"
    for _ in range(31):
        client.get(address, REMOTE_ADDR="192.0.2.1")
    assert client.get(address, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get(address, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_genuine_file(client, made) -> None:
    page = drop(client, content_of(made))
    assert (page.status_code, state(page)) == (200, "in-force")
    assert "Łódź &amp; Sons" in page.content.decode()


def test_genuine_file_under_another_name(client, made) -> None:
    assert state(drop(client, content_of(made), name="../../x.exe")) == "in-force"


def test_genuine_file_of_a_revoked_award(client, made, award) -> None:
    award.revoked_on = date(2026, 11, 25)
    award.save()
    assert state(drop(client, content_of(made))) == "revoked"


def test_genuine_file_after_a_reissue(client, made, officer, now) -> None:
    new = reissue_certificate(
        certificate=made, printed_name="B", at=now + timedelta(1), actor=officer, reason="x"
    )
    page = drop(client, content_of(made))
    assert state(page) == "superseded"
    assert new.number in page.content.decode()


def test_altered_file_shows_what_the_real_one_says(client, made) -> None:
    page = drop(client, content_of(made) + b"\n%changed")
    assert state(page) == "altered"
    body = page.content.decode()
    assert "This file is not the one we issued" in body
    assert "Łódź &amp; Sons" in body
    assert "Bronze" in body


def test_printed_again_without_signature_is_altered(client, made) -> None:
    assert state(drop(client, certificate_pdf(facts_of(made)))) == "altered"


def test_file_of_another_installation_is_unknown(client, made, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    assert state(drop(client, sign(certificate_pdf(facts()), key=load_signer()))) == "unknown"


def test_some_other_pdf_is_unknown(client, made) -> None:
    page = drop(client, b"%PDF-1.7\nhello")
    assert (page.status_code, state(page)) == (200, "unknown")


@pytest.mark.parametrize("content", [b"", b"<html>%PDX</html>", b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_what_is_no_pdf_is_said_so(client, content: bytes) -> None:
    page = drop(client, content)
    assert page.status_code == 422
    assert "This is not a PDF file." in page.content.decode()


def test_too_large_file_is_refused(client) -> None:
    page = drop(client, b"%PDF-1.7" + b"0" * (10 * 1024 * 1024))
    assert page.status_code == 413
    assert "larger than 10 MB" in page.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_verbs_are_refused(client, method: str) -> None:
    assert getattr(client, method)("/verify/").status_code == 405
    assert client.post("/verify/AAAA/").status_code == 405


def test_hostile_name_is_escaped(client, make_award, signatory, officer, now) -> None:
    made = issue_certificate(
        award=make_award(), printed_name="<script>alert(1)</script>", at=now, actor=officer
    )
    run_waiting_jobs()
    body = check(client, made.shown_code).content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body

"""Who gets a certificate's page, file and logos (T-24, T-80)."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.files.storage import storages
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates.models import Certificate, LogoPack
from certificates.rendering.logo_pack import count_of_files
from certificates.services import issue_certificate
from certificates.tasks import make_certificate, make_logo_pack
from foundation.beats import beat
from foundation.models import AuditEvent, DeadLetter
from foundation.progress import Telling
from tests.certificates.conftest import content_of
from tests.conftest import make_user
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
PAGES = ("", "certificate.pdf", "logo-pack.zip")


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel("2026-11-25T12:00:00Z"):
        yield


def address(certificate: Certificate, page: str = "") -> str:
    return f"/certificates/{certificate.uuid}/{page}"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("who", ["lead", "colleague", "officer"])
def test_those_it_belongs_to_get_everything(who, request, made, sign_in) -> None:
    client = sign_in(request.getfixturevalue(who))
    page = client.get(address(made))
    assert page.status_code == 200
    for words in (
        "Łódź &amp; Sons",
        "BRZ-2026-00001",
        made.shown_code,
        "Bronze Co-production Award",
    ):
        assert words in page.content.decode()
    file = client.get(address(made, "certificate.pdf"))
    assert file["Content-Type"] == "application/pdf"
    assert 'filename="certificate-BRZ-2026-00001.pdf"' in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    assert body(file) == content_of(made)
    pack = client.get(address(made, "logo-pack.zip"))
    names = zipfile.ZipFile(io.BytesIO(body(pack))).namelist()
    assert "co-production-award-bronze/rules-of-use.pdf" in names


@pytest.mark.parametrize("page", PAGES)
def test_stranger_and_champion_get_404(made, stranger, sign_in, page: str) -> None:
    champion = make_user("Cham Pion", is_champion=True)
    for person in (stranger, champion):
        response = sign_in(person).get(address(made, page))
        assert response.status_code == 404
        assert "Łódź".encode() not in response.content


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_is_asked_to_sign_in(made, client, page: str) -> None:
    response = client.get(address(made, page))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", PAGES)
def test_unknown_certificate_is_404(officer, sign_in, page: str) -> None:
    url = f"/certificates/00000000-0000-4000-8000-000000000000/{page}"
    assert sign_in(officer).get(url).status_code == 404


def test_member_who_left_gets_404(made, colleague, sign_in) -> None:
    client = sign_in(colleague)
    colleague.memberships.all().delete()
    assert client.get(address(made, "certificate.pdf")).status_code == 404


def test_file_that_is_not_ready_says_so(certificate, lead, sign_in) -> None:
    client = sign_in(lead)
    assert "Being made" in client.get(address(certificate)).content.decode()
    for page, words in (("certificate.pdf", "is being made"), ("logo-pack.zip", "being drawn")):
        response = client.get(address(certificate, page))
        assert response.status_code == 409
        assert words in response.content.decode()


def test_page_says_how_far_and_why_not(certificate, lead, sign_in, now) -> None:
    """Each of the two by itself: what draws the logos has told how far it is, the certificate has died."""
    pack = LogoPack.objects.get()
    beat("worker", at=timezone.now())
    DBTaskResult.objects.get(args_kwargs__args=[str(pack.uuid)]).claim("a-worker")
    told = Telling(make_logo_pack, pack.uuid, total=count_of_files(), unit="files")
    told.reach(5)
    told.write()
    DeadLetter.objects.create(
        job_id=pack.uuid,
        task_path=make_certificate.module_path,
        args=[str(certificate.uuid)],
        error_class="RenderingFailed",
        attempts=6,
        died_at=certificate.issued_at,
    )
    text = sign_in(lead).get(address(certificate)).content.decode()
    assert "5 of 31 files done" in text
    assert (
        "We tried 6 times and could not make it. The pages did not come out as they must." in text
    )


def test_pack_has_as_many_files_as_it_says(made) -> None:
    with zipfile.ZipFile(io.BytesIO(content_of(LogoPack.objects.get()))) as pack:
        assert len(pack.namelist()) == count_of_files()


def test_downloads_are_written_down(made, lead, officer, sign_in) -> None:
    for user in (lead, officer):
        for page in PAGES:
            sign_in(user).get(address(made, page))
    events = AuditEvent.objects.filter(stream="looks").order_by("pk")
    assert [(event.event, event.actor, event.role) for event in events] == [
        ("certificate.downloaded", lead, ""),
        ("logo_pack.downloaded", lead, ""),
        ("certificate.downloaded", officer, "officer"),
        ("logo_pack.downloaded", officer, "officer"),
    ]
    assert {event.acting_for for event in events} == {str(made.award.organisation.uuid)}


def test_lost_bytes_are_said_and_are_no_fault(made, lead, sign_in) -> None:
    storages["default"].delete(made.file.storage_key)
    response = sign_in(lead).get(address(made, "certificate.pdf"))
    assert response.status_code == 409
    assert "unavailable" in response.content.decode()


@pytest.fixture
def gold(make_award, signatory, officer, now) -> Certificate:
    award = make_award("gold", valid_until=date(2027, 11, 20))
    made = issue_certificate(award=award, printed_name="Gold School", at=now, actor=officer)
    run_waiting_jobs()
    return made


@pytest.mark.parametrize(
    ("day", "member_pdf", "pack"),
    [("2027-11-20", 200, 200), ("2027-12-10", 200, 200), ("2028-02-01", 409, 410)],
)
def test_downloads_end_with_the_award(
    gold, lead, officer, sign_in, day: str, member_pdf: int, pack: int
) -> None:
    with time_machine.travel(f"{day}T12:00:00Z"):
        member, staff = sign_in(lead), sign_in(officer)
        assert member.get(address(gold, "certificate.pdf")).status_code == member_pdf
        assert staff.get(address(gold, "certificate.pdf")).status_code == 200
        for client in (member, staff):
            response = client.get(address(gold, "logo-pack.zip"))
            assert response.status_code == pack
            assert client.get(address(gold)).status_code == 200
        if pack == 410:
            assert "These logos are withdrawn" in response.content.decode()
            assert "may not be used any more" in member.get(address(gold)).content.decode()


@pytest.mark.parametrize("field", ["revoked_on", "superseded_on"])
def test_award_that_ended_keeps_its_page_only(made, award, lead, officer, sign_in, field) -> None:
    setattr(award, field, date(2026, 11, 24))
    award.save()
    client = sign_in(lead)
    assert client.get(address(made)).status_code == 200
    assert client.get(address(made, "certificate.pdf")).status_code == 409
    assert client.get(address(made, "logo-pack.zip")).status_code == 410
    assert sign_in(officer).get(address(made, "certificate.pdf")).status_code == 200


def test_gold_logos_show_the_year(gold, lead, sign_in) -> None:
    response = sign_in(lead).get(address(gold, "logo-pack.zip"))
    assert 'filename="co-production-award-gold-2026.zip"' in response["Content-Disposition"]


def test_reissue_is_for_officers(made, lead, stranger, officer, sign_in) -> None:
    url = address(made, "reissue/")
    form = {"printed_name": "Łódź and Sons", "reason": "A typing error"}
    assert sign_in(stranger).post(url, form).status_code == 404
    assert sign_in(lead).get(url).status_code == 403
    assert sign_in(lead).post(url, form).status_code == 403
    assert Certificate.objects.count() == 1
    client = sign_in(officer)
    assert 'value="Łódź &amp; Sons"' in client.get(url).content.decode()
    response = client.post(url, form)
    new = Certificate.objects.current().get()
    assert response["Location"] == address(new)
    assert new.printed_name == "Łódź and Sons"
    assert client.post(url, form).status_code == 409


def test_reissue_refuses_what_can_not_be_printed_and_keeps_it(made, officer, sign_in) -> None:
    response = sign_in(officer).post(
        address(made, "reissue/"), {"printed_name": "Party 🎉", "reason": ""}
    )
    assert response.status_code == 422
    assert "We can’t print “🎉”." in response.content.decode()
    assert 'value="Party 🎉"' in response.content.decode()


def test_page_costs_the_same_however_many_certificates(
    made, make_award, officer, now, lead, sign_in, django_assert_max_num_queries
) -> None:
    client = sign_in(lead)
    for stage in ("silver", "gold"):
        issue_certificate(award=make_award(stage), printed_name="A", at=now, actor=officer)
    with django_assert_max_num_queries(8):
        client.get(address(made))

"""The public check explains itself (T-75 to T-79, T-82), to people and as JSON to programs."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from awards.models import Award
from certificates.codes import grouped, new_code
from certificates.models import Certificate, SigningKey
from certificates.services import issue_certificate, reissue_certificate
from tests.certificates.conftest import content_of

pytestmark = pytest.mark.django_db
NOON = "2026-11-25T12:00:00Z"


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel(NOON, tick=False):
        yield


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("certificate.pdf", content)}


def checked(page) -> dict[str, str]:
    return dict(
        re.findall(r'data-check="([a-z-]+)" data-passed="([a-z ]+)"', page.content.decode())
    )


def code_page(client, certificate: Certificate):
    return client.get(f"/verify/{certificate.shown_code}/")


def test_each_line_of_a_code_has_its_result(client, made) -> None:
    page = code_page(client, made)
    assert checked(page) == {
        "listed": "yes",
        "key": "yes",
        "current": "yes",
        "in-force": "yes",
        "bytes": "not checked",
    }


def test_key_is_not_judged_before_it_has_signed(client, certificate) -> None:
    page = code_page(client, certificate)
    assert checked(page)["key"] == "not checked"
    assert "We are making its file." in page.content.decode()


def test_each_line_of_a_genuine_file_has_its_result(client, made) -> None:
    page = client.post("/verify/", upload(content_of(made)))
    assert checked(page) == {
        "bytes": "yes",
        "signature": "yes",
        "key": "yes",
        "current": "yes",
        "in-force": "yes",
    }
    assert "byte for byte" in page.content.decode()


def test_changed_file_says_which_line_failed(client, made) -> None:
    page = client.post("/verify/", upload(content_of(made) + b"\n%more"))
    told = checked(page)
    assert (told["bytes"], told["signature"], told["in-force"]) == ("no", "no", "yes")
    assert "it does not fit this file" in page.content.decode()
    assert "The first lines are about your file." in page.content.decode()


def test_some_other_file_has_no_lines_about_an_award(client, made) -> None:
    page = client.post("/verify/", upload(b"%PDF-1.7 something"))
    assert checked(page) == {"bytes": "no", "signature": "no"}


def test_award_that_ended_fails_its_line_alone(client, made) -> None:
    Award.objects.update(revoked_on=date(2026, 11, 24))
    page = code_page(client, made)
    assert checked(page)["in-force"] == "no"
    assert checked(page)["listed"] == "yes"
    assert "taken back on 24 November 2026" in page.content.decode()


def test_lost_key_is_said_with_its_day(client, made, officer, now) -> None:
    """T-79: the reason why it was replaced."""
    with time_machine.travel("2026-11-25T13:00:00Z", tick=False):
        SigningKey.objects.update(compromised_on=date(2026, 11, 24), lost_at=now, lost_by=officer)
        new = reissue_certificate(
            certificate=made,
            printed_name="A",
            at=now.replace(day=25),
            actor=officer,
            reason="The key that signed it is lost.",
        )
        page = code_page(client, made)
    body = page.content.decode()
    assert "The key that signed it was lost on 24 November 2026, so we issued it again" in body
    assert new.number in body
    assert (checked(page)["key"], checked(page)["current"]) == ("no", "no")


def test_replaced_before_its_key_was_lost_says_no_more_than_that(
    client, made, officer, now
) -> None:
    reissue_certificate(certificate=made, printed_name="A", at=now, actor=officer, reason="a name")
    SigningKey.objects.update(compromised_on=date(2026, 11, 25), lost_at=now, lost_by=officer)
    body = code_page(client, made).content.decode()
    assert "so we issued it again" not in body
    assert "We issued it again on 23 November 2026" in body


def test_council_site_is_named_and_linked_where_it_is_known(client, settings) -> None:
    """T-77."""
    plain = client.get("/verify/").content.decode()
    assert "Birmingham’s Local Offer website" in plain
    assert "http://testserver/verify/" in plain
    settings.COUNCIL_SITE_NAME = "the <b>council"
    settings.COUNCIL_SITE_ADDRESS = "https://council.example/award"
    linked = client.get("/verify/").content.decode()
    assert 'href="https://council.example/award">the &lt;b&gt;council</a>' in linked


def test_picture_has_words_and_is_of_the_page(client, made) -> None:
    body = code_page(client, made).content.decode()
    assert f'src="/verify/{made.shown_code}/picture.png"' in body
    assert "Awarded to Łódź &amp; Sons on 20 November 2026" in body
    picture = client.get(f"/verify/{made.shown_code}/picture.png")
    assert picture["Content-Type"] == "image/png"
    assert "no-store" in picture["Cache-Control"]
    shown = Image.open(BytesIO(b"".join(picture)))
    assert shown.size == (1400, 990)
    assert not shown.info.get("Author")


def test_picture_is_the_same_whoever_signs(make_award, signatory, officer, now) -> None:
    """T-78: no name and no signature of a person is in it."""
    from certificates.rendering.certificate import comparing_pdf
    from tests.certificates.samples import facts

    assert comparing_pdf(facts()) == comparing_pdf(facts(signatures=()))


def test_picture_goes_with_an_award_that_is_taken_back(client, made) -> None:
    Award.objects.update(revoked_on=date(2026, 11, 24))
    assert "picture.png" not in code_page(client, made).content.decode()
    assert client.get(f"/verify/{made.shown_code}/picture.png").status_code == 404


def test_no_picture_before_it_is_made(client, certificate) -> None:
    assert "picture.png" not in code_page(client, certificate).content.decode()
    assert client.get(f"/verify/{certificate.shown_code}/picture.png").status_code == 404
    assert client.get(f"/verify/{grouped(new_code())}/picture.png").status_code == 404


def as_json(client, code: str) -> dict:
    return client.get(f"/verify/{code}.json").json()


EXAMPLE = {
    "status": "in-force",
    "in_force": True,
    "checked": "code",
    "checked_on": "2026-11-25",
    "certificate": {
        "number": "BRZ-2026-00001",
        "organisation": "Łódź & Sons",
        "stage": "bronze",
        "award": "Bronze Co-production Award",
        "edition": "birmingham-2026",
        "awarded_on": "2026-11-20",
        "held_since": "2026-11-20",
        "valid_until": None,
        "counts_until": None,
    },
    "ended_on": None,
    "replaced_by": None,
    "check_at": "http://testserver/verify/",
}


def test_json_says_what_the_page_says(client, made) -> None:
    told = as_json(client, made.shown_code)
    checks = told.pop("checks")
    for name, end in (("page", ""), ("picture", "picture.png"), ("badge", "badge")):
        found = told["certificate"].pop(name)
        assert found == f"http://testserver/verify/{made.shown_code}/{end}"
    assert told == EXAMPLE
    assert [(each["code"], each["passed"]) for each in checks] == [
        ("listed", True),
        ("key", True),
        ("current", True),
        ("in-force", True),
        ("bytes", None),
    ]
    assert all(set(each) == {"code", "passed", "says"} for each in checks)


def test_docs_show_the_shape_that_is_sent(client, made, settings) -> None:
    """The example in docs/certificates.md has the fields of an answer, all of them and no other."""
    text = (settings.BASE_DIR / "docs" / "certificates.md").read_text()
    blocks = re.findall(r"```json\n(.*?)```", text.partition("### As JSON")[2], re.DOTALL)
    block = blocks[0]
    shown, told = json.loads(block), as_json(client, made.shown_code)
    assert list(shown) == list(told)
    assert list(shown["certificate"]) == list(told["certificate"])
    assert [each["code"] for each in shown["checks"]] == [each["code"] for each in told["checks"]]


def test_json_of_a_code_that_is_not_ours(client, made) -> None:
    for code in (new_code(), "x", made.number, "%22%7D"):
        page = client.get(f"/verify/{code}.json")
        assert page.status_code == 200
        told = page.json()
        assert (told["status"], told["in_force"], told["certificate"]) == ("unknown", False, None)


def test_json_of_a_file(client, made) -> None:
    """From a page elsewhere, without a token of ours."""
    client.handler.enforce_csrf_checks = True
    told = client.post("/verify/file.json", upload(content_of(made))).json()
    assert (told["status"], told["checked"]) == ("in-force", "file")
    changed = client.post("/verify/file.json", upload(content_of(made) + b"x")).json()
    assert (changed["status"], changed["in_force"]) == ("altered", False)
    assert changed["certificate"]["number"] == made.number
    assert changed["ended_on"] is None


def test_json_says_what_is_wrong_with_a_file(client) -> None:
    page = client.post("/verify/file.json", upload(b"hello"))
    assert (page.status_code, list(page.json())) == (422, ["error"])
    page = client.post("/verify/file.json")
    assert page.status_code == 422
    page = client.post("/verify/file.json", upload(b"%PDF-1.7" + b"0" * (10 * 1024 * 1024)))
    assert page.status_code == 413


def test_json_says_when_and_by_what_it_ended(client, made, officer, now) -> None:
    new = reissue_certificate(certificate=made, printed_name="B", at=now, actor=officer, reason="x")
    told = as_json(client, made.shown_code)
    assert told["replaced_by"] == {"number": new.number, "in_force": True}
    assert told["ended_on"] == "2026-11-23"
    assert new.shown_code not in json.dumps(told)
    Award.objects.update(revoked_on=date(2026, 11, 24))
    told = as_json(client, new.shown_code)
    assert (told["status"], told["ended_on"]) == ("revoked", "2026-11-24")


@pytest.mark.parametrize(
    ("day", "status", "ended"),
    [
        ("2026-11-25", "in-force", None),
        ("2027-11-10", "due", None),
        ("2027-11-21", "grace", None),
        ("2028-03-01", "lapsed", "2027-12-19"),
    ],
)
def test_json_of_a_dated_award(
    client, make_award, signatory, officer, now, day: str, status: str, ended: str | None
) -> None:
    gold = make_award("gold", valid_until=date(2027, 11, 20))
    code = issue_certificate(award=gold, printed_name="A", at=now, actor=officer).shown_code
    with time_machine.travel(f"{day}T12:00:00Z", tick=False):
        told = as_json(client, code)
    assert (told["status"], told["ended_on"]) == (status, ended)
    assert told["certificate"]["valid_until"] == "2027-11-20"


def test_json_names_no_people_and_escapes_what_is_typed(
    client, make_award, signatory, officer, lead, now
) -> None:
    name = '</script>"}\u2028<script>alert(1)</script>'.replace("\u2028", "")
    made = issue_certificate(award=make_award(), printed_name=name, at=now, actor=officer)
    page = client.get(f"/verify/{made.shown_code}.json")
    assert page.json()["certificate"]["organisation"] == name
    assert page["Content-Type"] == "application/json"
    assert page["X-Content-Type-Options"] == "nosniff"
    for person in (officer.name, officer.email, lead.name, lead.email, signatory.name):
        assert person not in page.content.decode()


def test_json_is_for_all_sites_never_kept_and_counted_with_the_page(client, certificate) -> None:
    """T-74, T-82."""
    address = f"/verify/{certificate.shown_code}.json"
    page = client.get(address)
    assert page["Access-Control-Allow-Origin"] == "*"
    assert "no-store" in page["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in code_page(client, certificate)
    for _ in range(28):
        client.get(address)
    page = client.get(address)
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 60
    assert list(page.json()) == ["error"]
    assert code_page(client, certificate).status_code == 429
    assert client.post("/verify/file.json", upload(b"%PDF-1.7")).status_code == 429


def test_check_costs_the_same_with_badge_and_picture(client, made) -> None:
    counts = []
    for code in (made.shown_code, grouped(new_code())):
        client.get("/verify/AAAA.json")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/verify/{code}.json")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_json_of_a_code_is_only_read(client, method: str) -> None:
    assert getattr(client, method)("/verify/AAAA.json").status_code == 405
    assert client.get("/verify/file.json").status_code == 405

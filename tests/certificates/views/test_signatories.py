"""Officers keep who signs certificates."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from certificates.models import Signatory
from foundation.files import store_generated
from foundation.models import AuditEvent
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
LIST = "/officers/signatories/"
ADD = "/officers/signatories/add/"
FORM = {
    "name": "Jo Bloggs",
    "role": "Cabinet Member",
    "organisation_line": "Birmingham City Council",
    "signs_from_day": "1",
    "signs_from_month": "November",
    "signs_from_year": "2026",
}


def png(size: tuple[int, int] = (200, 60)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, (20, 33, 61, 255)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def office(officer, sign_in):
    return sign_in(officer)


def test_officer_adds_a_signatory(office) -> None:
    response = office.post(ADD, FORM)
    assert response["Location"] == LIST
    signatory = Signatory.objects.get()
    assert (signatory.name, signatory.signs_from) == ("Jo Bloggs", date(2026, 11, 1))
    page = office.get(LIST).content.decode()
    assert "Jo Bloggs" in page
    assert "By hand" in page


def test_officer_adds_a_picture_of_the_signature(office) -> None:
    form = FORM | {"picture": SimpleUploadedFile("s.png", png())}
    assert office.post(ADD, form).status_code == 302
    assert Signatory.objects.get().picture.is_waiting
    assert "Being checked for viruses" in office.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("s.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "We cannot take"),
        ("s.pdf", b"%PDF-1.7", "We cannot take"),
        ("s.png", b"", "is empty"),
        ("s.png", png((5000, 4000)), "too many pixels"),
        ("s.png", png() + b"0" * (2 * 1024 * 1024), "too large"),
    ],
)
def test_unfit_picture_is_refused_and_the_rest_is_kept(office, name, content, words) -> None:
    form = FORM | {"picture": SimpleUploadedFile(name, content)}
    response = office.post(ADD, form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="Jo Bloggs"' in response.content.decode()
    assert Signatory.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter"),
        ("name", "Jo 🎉", "We can’t print “🎉”."),
        ("name", "x" * 81, "80"),
        ("role", "", "Enter"),
    ],
)
def test_incomplete_form_is_shown_again(office, field: str, value: str, words: str) -> None:
    response = office.post(ADD, FORM | {field: value})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Signatory.objects.count() == 0


def test_words_that_have_no_room_below_a_signature_are_refused(office) -> None:
    wide = {"name": "W" * 80, "role": "W" * 100, "organisation_line": "W" * 100}
    response = office.post(ADD, FORM | wide)
    assert response.status_code == 422
    assert "too long. Shorten the role" in response.content.decode()
    assert Signatory.objects.count() == 0


def test_officer_gives_a_last_day(office, signatory) -> None:
    url = f"/officers/signatories/{signatory.uuid}/end/"
    form = {
        key.replace("signs_from", "last_day"): value
        for key, value in FORM.items()
        if key.startswith("signs_from")
    }
    assert "Amina Okafor-Hughes" in office.get(url).content.decode()
    assert office.post(url, {}).status_code == 422
    assert office.post(url, form)["Location"] == LIST
    signatory.refresh_from_db()
    assert signatory.signs_until == date(2026, 11, 1)
    assert office.post(url, form).status_code == 409


def test_fourth_signatory_is_refused_with_a_way_on(office) -> None:
    for number in range(3):
        office.post(ADD, FORM | {"name": f"Person {number}"})
    response = office.post(ADD, FORM)
    assert response.status_code == 409
    assert "Three people sign already" in response.content.decode()


@pytest.mark.parametrize("path", [LIST, ADD, "end", "picture"])
def test_pages_are_for_officers(signatory, lead, client, sign_in, path: str) -> None:
    url = path if path.startswith("/") else f"/officers/signatories/{signatory.uuid}/{path}/"
    champion = make_user("Cham Pion", is_champion=True)
    for person in (lead, champion):
        assert sign_in(person).get(url).status_code == 403
    if path in (ADD, "end"):
        assert sign_in(lead).post(url, FORM).status_code == 403
    assert client.get(url).status_code == 302
    assert Signatory.objects.count() == 1


def test_picture_is_shown_to_officers_only(office, signatory, now) -> None:
    url = f"/officers/signatories/{signatory.uuid}/picture/"
    assert office.get(url).status_code == 404
    signatory.picture = store_generated(
        name="s.png", content=png(), content_type="image/png", at=now
    )
    signatory.save()
    response = office.get(url)
    assert b"".join(response.streaming_content) == png()
    assert "no-store" in response["Cache-Control"]
    event = AuditEvent.objects.get(event="signature.opened")
    assert (event.target_id, event.stream) == (str(signatory.pk), "looks")


def test_list_costs_the_same_with_one_and_with_three(
    office, signatory, django_assert_num_queries
) -> None:
    with CaptureQueriesContext(connection) as one:
        office.get(LIST)
    for number in range(2):
        Signatory.objects.create(name=f"P{number}", role="R", signs_from=date(2026, 1, 1))
    with django_assert_num_queries(len(one)):
        office.get(LIST)
    assert len(one) <= 8

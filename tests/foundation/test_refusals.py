import uuid

import pytest
from django.core.exceptions import PermissionDenied

from foundation.models import AuditEvent
from foundation.refusals import NotAllowed
from tests.support.people import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.sample_pages")]


@pytest.fixture
def person(client):
    user = somebody()
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("late", 409, ["The closing date has passed.", 'href="/there/"', "Your journey"]),
        ("forbidden", 403, ["Only the lead can do this."]),
        ("clash", 409, ["Sam saved first.", "my &lt;b&gt;aim&lt;/b&gt;", "their aim"]),
        ("often", 429, ["3 minutes"]),
        ("missing", 404, []),
        ("database", 503, []),
        ("odd", 400, []),
    ],
)
def test_refusal_becomes_its_page(client, person, kind, status, words):
    answer = client.get(f"/sample/refuse/{kind}/")
    text = answer.content.decode()
    assert answer.status_code == status
    assert [word for word in words if word not in text] == []
    assert "secret detail" not in text
    assert "<h1" in text


def test_throttled_says_when_to_come_back(client):
    assert client.get("/sample/refuse/often/")["Retry-After"] == "150"


def test_unavailable_says_when_to_come_back(client):
    assert client.get("/sample/refuse/database/")["Retry-After"] == "60"


def test_a_fault_of_ours_has_a_page_without_details(client):
    client.raise_request_exception = False
    answer = client.get("/sample/refuse/fault/")
    assert answer.status_code == 500
    assert b"secret detail" not in answer.content
    assert b"not your fault" in answer.content


def test_refusal_is_written_down_once_with_what_was_asked_for(client, person):
    thing = uuid.uuid4()
    client.get(f"/sample/refuse/missing/{thing}/")
    event = AuditEvent.objects.get()
    assert (event.event, event.outcome, event.actor_id) == ("request.refused", "refused", person.pk)
    assert event.details["status"] == 404
    assert event.details["ids"] == str(thing)


def test_unknown_address_of_somebody_signed_in_is_written_down(client, person):
    assert client.get("/no/such/page/").status_code == 404
    assert AuditEvent.objects.get().details["status"] == 404


def test_noise_of_strangers_is_not_written_down(client):
    """T-92: ten thousand guessed addresses are no ten thousand events."""
    assert client.get("/.git/config").status_code == 404
    assert client.get("/wp-login.php").status_code == 404
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("kind", ["late", "forbidden", "often"])
def test_refusal_of_a_stranger_is_written_down_without_a_name(client, kind):
    client.get(f"/sample/refuse/{kind}/")
    assert AuditEvent.objects.get().actor_ref == ""


def test_what_was_typed_is_offered_for_copying(client, person):
    """T-27: the text is not lost when the thing has gone; secrets are not shown."""
    answer = client.post(
        "/sample/refuse/missing/", {"aim": "Ramps <b>everywhere</b>", "password": "hunter2"}
    )
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "Ramps &lt;b&gt;everywhere&lt;/b&gt;" in text
    assert "hunter2" not in text


def test_typed_text_survives_on_the_page_when_the_database_has_gone(client, person):
    """F-01."""
    answer = client.post("/sample/refuse/database/", {"aim": "Ramps everywhere"})
    assert (answer.status_code, b"Ramps everywhere" in answer.content) == (503, True)


def test_not_allowed_is_a_permission_denied():
    assert isinstance(NotAllowed("No."), PermissionDenied)


def test_not_allowed_leads_to_its_own_link_before_the_one_of_the_page(client, person):
    text = client.get("/sample/refuse/elsewhere/").content.decode()
    assert '<a class="govuk-link" href="/there/">Your journey</a>' in text
    assert "/loaded/" not in text


def test_not_allowed_without_a_link_leads_to_what_was_loaded(client, person):
    text = client.get("/sample/refuse/loaded/").content.decode()
    assert '<a class="govuk-link" href="/loaded/">Open it</a>' in text


def test_not_allowed_always_has_a_way_on_for_who_is_signed_in(client, person):
    assert 'href="/dashboard/">Go to your home page' in client.get("/sample/refuse/forbidden/").text
    client.logout()
    assert "Go to your home page" not in client.get("/sample/refuse/forbidden/").text


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({"is_officer": True}, "ask another SEND officer."),
        ({"is_champion": True}, "ask a SEND officer."),
        ({"is_officer": True, "is_champion": True}, "ask another SEND officer."),
        ({}, "ask your co-production lead, or contact us."),
    ],
)
def test_not_allowed_says_whom_this_person_can_ask(client, person, roles, words):
    type(person).objects.filter(pk=person.pk).update(**roles)
    text = client.get("/sample/refuse/forbidden/").text
    assert f"you should be able to do this, {words}" in text


def test_pages_need_few_queries(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/sample/refuse/database/")

"""Signing in by password or by a code from a mail."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from awards.models import User
from foundation.models import AuditEvent
from tests.awards.accounts.steps import CountingHasher, code_in, mails, sign_in

CODE_REQUEST = "/accounts/login/code/"
CODE_CONFIRM = "/accounts/login/code/confirm/"


def test_sign_in_by_password_leads_home_and_is_written_down(lead: User, client: Client) -> None:
    response = sign_in(client, lead.email)
    assert response.status_code == 302
    assert response["Location"] == "/dashboard/"
    event = AuditEvent.objects.get(event="account.signed_in")
    assert (event.actor, event.details) == (lead, {"by": "password"})


@pytest.mark.parametrize(
    "spelling",
    ["LENA.LEAD@PEOPLE.EXAMPLE", "  lena.lead@people.example ", "ｌｅｎａ.lead@people.example"],
)
def test_sign_in_takes_every_spelling_of_the_address(
    lead: User, client: Client, spelling: str
) -> None:
    """T-05."""
    assert sign_in(client, spelling).status_code == 302
    assert client.session["_auth_user_id"] == str(lead.pk)


def test_session_id_changes_at_sign_in_and_the_old_one_is_dead(lead: User, client: Client) -> None:
    """T-13."""
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    assert before
    sign_in(client, lead.email)
    after = client.session.session_key
    assert after != before
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/accounts/security/").status_code == 302


def test_unknown_address_gets_the_same_answer_for_the_same_work(
    hashing: type[CountingHasher], lead: User
) -> None:
    """T-01."""
    answers = []
    for email in (lead.email, "nobody@people.example"):
        hashing.calls = 0
        response = sign_in(Client(), email, "not the password at all")
        page = response.content.decode().replace(email, "")
        assert "The e-mail address or the password is not right." in page
        answers.append((response.status_code, sorted(response.headers), hashing.calls))
    assert answers[0] == answers[1]
    assert answers[0] == (422, answers[0][1], 1)
    assert mails() == []


def test_wrong_password_is_written_down_without_what_was_typed(lead: User, client: Client) -> None:
    sign_in(client, lead.email, "not the password at all")
    sign_in(client, "nobody@people.example", "not the password at all")
    events = AuditEvent.objects.filter(event="account.sign_in_failed").order_by("pk")
    assert [(event.target_id, event.outcome) for event in events] == [
        (str(lead.pk), "refused"),
        ("", "refused"),
    ]
    assert all(event.actor is None for event in events)
    assert "people.example" not in str([event.details for event in events])


def test_tries_for_one_address_can_be_told_from_tries_for_another(
    lead: User, client: Client
) -> None:
    """A keyed digest: nobody reads the address from it, or makes it from an address without our key."""
    for email in ("nobody@people.example", " NOBODY@people.example", "another@people.example"):
        sign_in(client, email, "not the password at all")
    events = AuditEvent.objects.filter(event="account.sign_in_failed").order_by("pk")
    first, again, other = [event.details["address"] for event in events]
    assert first == again != other
    assert len(first) == 12


def test_sign_in_by_code_needs_no_password(lead: User, client: Client) -> None:
    response = client.post(CODE_REQUEST, {"email": " LENA.lead@people.example"})
    assert response["Location"] == CODE_CONFIRM
    [mail] = mails()
    assert (mail.message, mail.to) == ("account_sign_in_code", lead.email)
    assert client.post(CODE_CONFIRM, {"code": code_in(mail)})["Location"] == "/dashboard/"
    assert client.session["_auth_user_id"] == str(lead.pk)


def test_code_request_for_an_unknown_address_looks_the_same_and_sends_nothing(lead: User) -> None:
    """T-01."""
    answers = []
    for email in (lead.email, "nobody@people.example"):
        client = Client()
        response = client.post(CODE_REQUEST, {"email": email})
        page = client.get(CODE_CONFIRM)
        answers.append(
            (
                response.status_code,
                response["Location"],
                sorted(response.headers),
                page.status_code,
                page.content.decode().count("If there is an account"),
            )
        )
    assert answers[0] == answers[1]
    assert [mail.to for mail in mails()] == [lead.email]


def test_code_opens_once(lead: User, client: Client) -> None:
    """T-08."""
    client.post(CODE_REQUEST, {"email": lead.email})
    code = code_in(mails()[0])
    client.post(CODE_CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    assert client.post(CODE_CONFIRM, {"code": code})["Location"] == CODE_REQUEST
    client.post(CODE_REQUEST, {"email": lead.email})
    assert client.post(CODE_CONFIRM, {"code": code}).status_code == 422


def test_code_of_another_attempt_or_11_minutes_old_is_refused(lead: User, client: Client) -> None:
    """T-08."""
    client.post(CODE_REQUEST, {"email": lead.email})
    other = Client()
    other.post(CODE_REQUEST, {"email": lead.email})
    first, second = mails()
    assert other.post(CODE_CONFIRM, {"code": code_in(first)}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = other.post(CODE_CONFIRM, {"code": code_in(second)})
        assert response["Location"] == CODE_REQUEST
    assert "_auth_user_id" not in other.session


def test_five_wrong_codes_end_the_attempt(lead: User, client: Client) -> None:
    """T-08."""
    client.post(CODE_REQUEST, {"email": lead.email})
    code = code_in(mails()[0])
    for _ in range(4):
        assert client.post(CODE_CONFIRM, {"code": "XXXX-XXXX"}).status_code == 422
    assert client.post(CODE_CONFIRM, {"code": "XXXX-XXXX"})["Location"] == CODE_REQUEST
    assert client.post(CODE_CONFIRM, {"code": code})["Location"] == CODE_REQUEST


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)",
     "https://evil.example/", "http://testserver@evil.example/", "\x00//evil.example"],
)  # fmt: skip
def test_sign_in_never_leads_to_another_site(lead: User, client: Client, address: str) -> None:
    """T-18."""
    data = {"login": lead.email, "password": "correct-horse-battery-staple", "next": address}
    response = client.post("/accounts/login/", data)
    assert response["Location"] == "/dashboard/"


def test_sign_in_leads_back_to_the_page_that_was_wanted(lead: User, client: Client) -> None:
    data = {"login": lead.email, "password": "correct-horse-battery-staple"}
    response = client.post("/accounts/login/?next=/officers/people/", data)
    assert response["Location"] == "/officers/people/"


def test_sign_out_is_a_button(lead: User, client: Client) -> None:
    """T-16: looking at the page changes nothing."""
    sign_in(client, lead.email)
    page = client.get("/accounts/logout/")
    assert page.status_code == 200
    assert client.session["_auth_user_id"] == str(lead.pk)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.filter(event="account.signed_out", actor=lead).count() == 1


def test_closed_account_cannot_sign_in_and_its_live_session_ends(lead: User) -> None:
    """T-10."""
    live = Client()
    sign_in(live, lead.email)
    assert live.get("/accounts/security/").status_code == 200
    User.objects.filter(pk=lead.pk).update(is_active=False)
    response = live.get("/accounts/security/")
    assert response["Location"] == "/accounts/login/?next=/accounts/security/"
    late = Client()
    assert sign_in(late, lead.email)["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in late.session
    assert late.get("/accounts/inactive/").status_code == 200
    late.post(CODE_REQUEST, {"email": lead.email})
    assert mails() == []


def test_signed_in_page_is_kept_by_no_cache(lead: User, client: Client) -> None:
    """T-21."""
    sign_in(client, lead.email)
    assert "no-store" in client.get("/accounts/security/")["Cache-Control"]

"""A forgotten password: a link that works once, for one hour (T-06, T-07, T-17)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from awards.models import User
from foundation.models import AuditEvent
from tests.awards.accounts.steps import link_in, mails, set_up_app, sign_in
from tests.conftest import PASSWORD

NEW = "jugular tidy moss kettle"


def ask(email: str) -> str:
    Client().post("/accounts/password/reset/", {"email": email})
    return link_in(mails("account_reset_password")[-1])


def open_form(client: Client, link: str) -> str:
    response = client.get(link)
    assert response.status_code == 302
    return response["Location"]


def test_reset_changes_the_password_and_ends_every_session(lead: User, client: Client) -> None:
    """T-06."""
    elsewhere = Client()
    sign_in(elsewhere, lead.email)
    form = open_form(client, ask(lead.email))
    assert client.get(form).status_code == 200
    assert client.post(form, {"password1": NEW}).status_code == 302
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/accounts/security/").status_code == 302
    assert sign_in(Client(), lead.email, PASSWORD).status_code == 422
    assert sign_in(Client(), lead.email, NEW).status_code == 302
    assert AuditEvent.objects.filter(event="account.password_reset", actor=lead).count() == 1
    notice = mails("account_notice")[0]
    assert (notice.to, notice.subject) == (lead.email, "Your password was reset: was it you?")


def test_used_link_is_refused(lead: User, client: Client) -> None:
    """T-06."""
    link = ask(lead.email)
    client.post(open_form(client, link), {"password1": NEW})
    response = Client().get(link)
    assert response.status_code == 409
    assert "This link no longer works" in response.content.decode()
    again = client.post(link.rsplit("-", 1)[0] + "-set-password/", {"password1": PASSWORD + "!"})
    assert again.status_code in (404, 409)
    lead.refresh_from_db()
    assert lead.check_password(NEW)


def test_link_from_before_a_password_change_is_refused(lead: User) -> None:
    """T-06."""
    link = ask(lead.email)
    lead.set_password(NEW)
    lead.save()
    assert Client().get(link).status_code == 409


def test_link_is_refused_after_an_hour(lead: User, client: Client) -> None:
    """T-06, also when the form was opened in time."""
    link = ask(lead.email)
    form = open_form(client, link)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert Client().get(link).status_code == 409
        assert client.post(form, {"password1": NEW}).status_code == 409
    lead.refresh_from_db()
    assert lead.check_password(PASSWORD)


def test_scanner_that_follows_the_link_changes_nothing(lead: User, client: Client) -> None:
    """T-07."""
    link = ask(lead.email)
    scanner = Client()
    scanner.head(link)
    scanner.get(link, follow=True)
    lead.refresh_from_db()
    assert lead.check_password(PASSWORD)
    assert client.post(open_form(client, link), {"password1": NEW}).status_code == 302


def test_weak_password_is_refused_and_the_link_still_works(lead: User, client: Client) -> None:
    form = open_form(client, ask(lead.email))
    assert client.post(form, {"password1": "Birmingham2026!"}).status_code == 422
    assert client.post(form, {"password1": NEW}).status_code == 302


def test_unknown_address_gets_the_same_answer_and_no_mail(lead: User) -> None:
    """T-01."""
    answers = []
    for email in (lead.email, "nobody@people.example"):
        response = Client().post("/accounts/password/reset/", {"email": email})
        answers.append((response.status_code, response["Location"], sorted(response.headers)))
    assert answers[0] == answers[1]
    assert [mail.to for mail in mails()] == [lead.email]
    assert (
        "If there is an account" in Client().get("/accounts/password/reset/done/").content.decode()
    )


def test_link_comes_from_the_configured_address(lead: User, settings: Settings) -> None:
    """T-17: whatever Host a request claims."""
    settings.BASE_URL = "https://award.example"
    client = Client()
    data = {"email": lead.email}
    headers = {"HTTP_X_FORWARDED_HOST": "evil.example"}
    client.post("/accounts/password/reset/", data, HTTP_HOST="localhost", **headers)
    text = mails("account_reset_password")[0].body_text
    assert "https://award.example/accounts/password/reset/key/" in text
    assert "localhost" not in text
    assert "evil" not in text
    evil = client.post("/accounts/password/reset/", data, HTTP_HOST="evil.example")
    assert evil.status_code == 400
    assert len(mails()) == 1


def test_link_of_an_inactive_person_is_not_sent(lead: User) -> None:
    User.objects.filter(pk=lead.pk).update(is_active=False)
    Client().post("/accounts/password/reset/", {"email": lead.email})
    assert mails() == []


@pytest.mark.parametrize("link", ["1-abc-def", "zzzz-x", "1-set-password"])
def test_made_up_link_is_refused(db: None, client: Client, link: str) -> None:
    assert client.get(f"/accounts/password/reset/key/{link}/").status_code == 409


def test_second_step_is_still_asked_for_after_a_reset(lead: User, client: Client) -> None:
    phone = Client()
    sign_in(phone, lead.email)
    set_up_app(phone)
    client.post(open_form(client, ask(lead.email)), {"password1": NEW})
    assert sign_in(client, lead.email, NEW)["Location"] == "/accounts/2fa/authenticate/"

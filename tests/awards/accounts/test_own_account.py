"""One's own keys: address, password, and where one is signed in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client
from pytest_django import Settings

from awards.models import User
from foundation.models import AuditEvent
from tests.awards.accounts.steps import (
    code_in,
    confirm_it_is_me,
    mails,
    set_up_app,
    sign_in,
)

NEW = "jugular tidy moss kettle"
HUB = "/accounts/security/"
CHANGE = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"


def ask_for(client: Client, email: str) -> object:
    return client.post(CHANGE, {"action_add": "yes", "email": email})


def test_new_address_counts_once_its_code_is_typed_and_the_old_one_is_told(
    lead: User, client: Client
) -> None:
    """T-11."""
    old = lead.email
    sign_in(client, old)
    assert ask_for(client, "lena@new.example")["Location"].startswith("/accounts/reauthenticate/")
    assert mails() == []
    confirm_it_is_me(client)
    assert ask_for(client, " LENA@new.example")["Location"] == CONFIRM
    [mail] = mails()
    assert (mail.message, mail.to) == ("account_confirm_email", "lena@new.example")
    lead.refresh_from_db()
    assert lead.email == old

    assert client.post(CONFIRM, {"code": "XXXX-XXXX"}).status_code == 422
    assert client.post(CONFIRM, {"code": code_in(mail)}).status_code == 302
    lead.refresh_from_db()
    assert lead.email == "lena@new.example"
    assert EmailAddress.objects.filter(user=lead).get().email == "lena@new.example"
    notice = mails("account_email_changed")[0]
    assert notice.to == old
    assert "lena@new.example" in notice.body_text
    assert AuditEvent.objects.filter(event="account.email_changed", actor=lead).count() == 1
    assert sign_in(Client(), old).status_code == 422
    assert sign_in(Client(), "lena@new.example").status_code == 302


def test_address_of_somebody_else_cannot_be_taken_and_is_not_told(
    lead: User, stranger: User, client: Client
) -> None:
    """T-01: the page looks the same; only who reads that mailbox could find out."""
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    assert ask_for(client, stranger.email)["Location"] == CONFIRM
    assert client.post(CONFIRM, {"code": code_in(mails()[0])}).status_code == 422
    lead.refresh_from_db()
    assert lead.email != stranger.email


def test_own_address_again_is_refused(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    assert ask_for(client, lead.email).status_code == 422


def test_changed_password_ends_every_session(lead: User, client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere, lead.email)
    sign_in(client, lead.email)
    answers = {"oldpassword": "correct-horse-battery-staple", "password1": NEW}
    assert client.post("/accounts/password/change/", answers).status_code == 302
    assert client.get(HUB).status_code == 302
    assert elsewhere.get(HUB).status_code == 302
    assert sign_in(Client(), lead.email, NEW).status_code == 302
    assert AuditEvent.objects.filter(event="account.password_changed", actor=lead).count() == 1
    assert mails()[0].subject == "Your password was changed: was it you?"


def test_wrong_old_password_changes_nothing(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    answers = {"oldpassword": "not the password at all", "password1": NEW}
    assert client.post("/accounts/password/change/", answers).status_code == 422
    assert sign_in(Client(), lead.email, NEW).status_code == 422


def test_own_sessions_are_listed_and_the_others_can_be_ended(lead: User, client: Client) -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    elsewhere = Client(HTTP_USER_AGENT=firefox)
    sign_in(elsewhere, lead.email)
    sign_in(client, lead.email)
    assert "signed in at 2 places" in client.get(HUB).content.decode()
    page = client.get("/accounts/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "This is the one you use now." in page
    client.post("/accounts/sessions/")
    assert elsewhere.get(HUB).status_code == 302
    assert client.get(HUB).status_code == 200


def test_sessions_of_others_are_not_shown(lead: User, stranger: User, client: Client) -> None:
    """T-24."""
    theirs = Client(HTTP_USER_AGENT="Canary/1.0 (iPad)")
    sign_in(theirs, stranger.email)
    sign_in(client, lead.email)
    assert "iPad" not in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert theirs.get(HUB).status_code == 200


def test_only_the_network_of_a_person_is_kept(lead: User, client: Client) -> None:
    sign_in(client, lead.email, REMOTE_ADDR="203.0.113.77")
    assert UserSession.objects.get().ip == "203.0.113.0"


def test_old_lists_lead_to_the_one_page(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    for address in ("/accounts/2fa/", "/accounts/2fa/webauthn/"):
        assert client.get(address)["Location"] == HUB


@pytest.mark.parametrize(
    "address",
    [HUB, CHANGE, "/accounts/password/change/", "/accounts/sessions/", "/accounts/reauthenticate/",
     "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/recovery-codes/"],
)  # fmt: skip
def test_strangers_are_asked_to_sign_in(db: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


def test_no_page_has_inline_script_or_style(lead: User, client: Client) -> None:
    """T-20."""
    opened = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/",
              "/accounts/password/reset/", "/accounts/password/reset/done/"]  # fmt: skip
    pages = [Client().get(address) for address in opened]
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    own = [HUB, CHANGE, "/accounts/password/change/", "/accounts/sessions/", "/accounts/logout/",
           "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]  # fmt: skip
    pages += [client.get(address) for address in own]
    set_up_app(client)
    own = ["/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
           "/accounts/2fa/totp/deactivate/", "/accounts/2fa/reauthenticate/"]  # fmt: skip
    pages += [client.get(address) for address in own]
    for response in pages:
        assert response.status_code == 200
        page = response.content.decode()
        assert page.count("<script") == page.count("<script src=") + page.count(
            "<script defer src="
        ) + page.count('<script type="module" src=')
        assert " style=" not in page
        assert " onclick" not in page
        assert page.count("<h1") == 1
    titles = [page.content.decode().split("<title>")[1].split("</title>")[0] for page in pages]
    assert all(titles)


def test_cookies_are_secure_and_bound_to_the_host_in_production(
    settings: Settings, lead: User
) -> None:
    """T-22: the flags that config.settings.production sets, on a real response."""
    wanted = {
        "DATABASE_URL": "postgres://x:x@localhost/x",
        "SECRET_KEY": "s" * 60,
        "ALLOWED_HOSTS": "testserver",
        "BASE_URL": "https://testserver",
        "EMAIL_URL": "smtp://localhost:25",
        "CERTIFICATE_KEY_FILE": "key.p12",
        "CERTIFICATE_KEY_PASSPHRASE": "passphrase",
    }
    script = (
        "import config.settings.production as s, json; print(json.dumps({n: getattr(s, n) for n in "
        "('SESSION_COOKIE_NAME', 'SESSION_COOKIE_SECURE', 'SESSION_COOKIE_HTTPONLY', "
        "'SESSION_COOKIE_SAMESITE', 'SESSION_COOKIE_AGE', 'CSRF_COOKIE_NAME', "
        "'CSRF_COOKIE_SECURE', 'SECOND_FACTOR_ROLES')}))"
    )
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env={"PATH": os.environ["PATH"]} | wanted,
        capture_output=True,
        text=True,
        check=True,
    )
    chosen = json.loads(run.stdout)
    assert chosen["SECOND_FACTOR_ROLES"] == ["officer", "champion"]
    # WCAG 2.2.1: twenty hours or more need no warning.
    assert chosen["SESSION_COOKIE_AGE"] == 20 * 3600
    for name in ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME",
                 "CSRF_COOKIE_SECURE"):  # fmt: skip
        setattr(settings, name, chosen[name])
    client = Client(enforce_csrf_checks=False)
    page = client.get("/accounts/login/", secure=True)
    response = client.post(
        "/accounts/login/",
        {"login": lead.email, "password": "correct-horse-battery-staple"},
        secure=True,
    )
    for cookie in (page.cookies["__Host-csrf"], response.cookies["__Host-session"]):
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]

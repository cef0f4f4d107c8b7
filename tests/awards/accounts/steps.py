"""What people do on the account pages, for the tests beside this file."""

import re
import time

from allauth.mfa.totp.internal import auth
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client

from foundation.models import OutboxMessage
from tests.conftest import PASSWORD

CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")
LINK = re.compile(r"http://testserver(/accounts/password/reset/key/\S+)")


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    calls = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.calls += 1
        return super().encode(password, salt)


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def sign_up(client: Client, email: str, **changes: str) -> HttpResponse:
    answers = {"name": "Nadia New", "email": email, "password1": PASSWORD} | changes
    return client.post("/accounts/signup/", answers)


def mails(message: str = "") -> list[OutboxMessage]:
    rows = OutboxMessage.objects.order_by("pk")
    return list(rows.filter(message=message) if message else rows)


def code_in(mail: OutboxMessage) -> str:
    found = CODE.search(mail.body_text)
    assert found
    return found.group()


def link_in(mail: OutboxMessage) -> str:
    found = LINK.search(mail.body_text)
    assert found
    return found.group(1)


def confirm_it_is_me(client: Client) -> None:
    """Changes to an account ask for the password again."""
    response = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert response.status_code == 302


def app_code(secret: str, shift: int = 0) -> str:
    """What an authenticator app shows now, or `shift` half minutes from now."""
    counter = int(time.time()) // 30 + shift
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def set_up_app(client: Client) -> str:
    """Returns the secret that the app keeps."""
    confirm_it_is_me(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret

"""What everybody does at the door: creating an account, confirming it, signing in."""

import re

from foundation.models import OutboxMessage
from tests.conftest import PASSWORD
from tests.journeys.walking import Walker


def code_sent_to(email: str) -> str:
    """The code in the newest mail to this address."""
    mail = OutboxMessage.objects.filter(to=email, message__startswith="account_").latest("pk")
    found = re.search(r"code is ([A-Z0-9]{4}-[A-Z0-9]{4})", mail.body_text)
    assert found, mail.body_text
    return found[1]


def create_account(walker: Walker, *, name: str, email: str) -> None:
    walker.type("Full name", name)
    walker.type("E-mail address", email)
    walker.type("Password", PASSWORD)
    walker.shot("create-account")
    walker.press("Create")
    walker.type("Code", code_sent_to(email))
    walker.shot("code")
    walker.press("Go on")


def sign_in(walker: Walker, email: str) -> None:
    walker.go("/accounts/login/")
    walker.type("E-mail address", email)
    walker.type("Password", PASSWORD)
    walker.press("Sign in")

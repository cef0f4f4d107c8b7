"""What everybody does at the door: creating an account, confirming it, signing in."""

import re
import threading

from django.db import connection

from foundation.models import OutboxMessage
from tests.conftest import PASSWORD
from tests.journeys.walking import Walker
from tests.support.jobs import run_waiting_jobs


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


def the_worker_works() -> None:
    """The job worker, in a thread of its own: Playwright's loop runs in this one, and signing needs one too."""

    def work() -> None:
        try:
            run_waiting_jobs()
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(timeout=60)
    assert not worker.is_alive()

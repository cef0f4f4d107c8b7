"""Mail that a test puts into the outbox, without a wording."""

import pytest
from django.conf import settings
from django.utils import timezone

import foundation.smtp
from foundation.digests import DIGEST
from foundation.jobs import enqueue
from foundation.mail_kinds import MailKind, Placeholder, link
from foundation.models import OutboxMessage
from foundation.outbox import SAFETY_NET, deliver_mail
from tests.support.rough_smtp import BEFORE_TAKEN

NAME = Placeholder("name", "Whom it is for", "{{ name }}", "Łucja")
LINK = link("A page", "{{ base_url }}/a-page/{{ name|slugify }}/", "https://example.org/a-page/")
LETTERS = (
    MailKind("hello", "Hello", "Whoever is new.", (NAME, LINK)),
    MailKind("chat", "Something was said", "Whoever takes part.", (NAME, LINK), can_wait=True),
    MailKind("key", "A code to sign in", "Whoever signs in.", (NAME, LINK), in_inbox=False),
)
# settings.MAIL_KINDS of tests with letters of their own.
KINDS = (*LETTERS, DIGEST)


WORDING = """Welcome, ((name))

# Dear ((name))

Dear ((name)), hello. Tea is at four.

[Read the page]((link))
"""


@pytest.fixture
def letters(settings, tmp_path):
    """A house that sends these three kinds, alone or in one e-mail a day, and no other."""
    settings.MAIL_KINDS = "tests.foundation.mail.KINDS"
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    for each in LETTERS:
        folder = tmp_path / "emails" / each.code
        folder.mkdir(parents=True)
        (folder / "wording.txt").write_text(WORDING)


def queued(to, **more):
    """One row and its job, as `queue_mail` leaves them."""
    now = timezone.now()
    fields = {
        "key": f"test:{to}",
        "message": "work_reminder",
        "subject": "Something waits for you",
        "body_text": "Hello.\n",
        "body_html": "<p>Hello.</p>",
        "created_at": now,
        "next_try_at": now + SAFETY_NET,
    }
    row = OutboxMessage.objects.create(to=to, **(fields | more))
    enqueue(deliver_mail, row.uuid)
    return row


class HurriedBackend(foundation.smtp.Backend):
    """The real backend, quick to lose patience with a server that is about to keep it waiting.

    With any other it waits as long as anybody would: a busy machine is no trouble of the server's.
    """

    def open(self) -> bool | None:
        server = settings.ROUGH_SERVER
        if server is None or self.connection:
            return super().open()
        number = server.announced()
        settings.EMAIL_TIMEOUT, settings.EMAIL_DEADLINE = self._patience(server.coming())
        self.timeout = settings.EMAIL_TIMEOUT
        try:
            return super().open()
        finally:
            # On a busy machine we may have given up before the server even looked.
            server.wait_until_met(number)

    @staticmethod
    def _patience(coming) -> tuple[float, float]:
        """Seconds for an answer, and for the whole talk."""
        if not coming or coming.act not in ("stall", "drip"):
            return 20, 60
        # What comes before the trouble must not be lost to a busy machine.
        return (0.5, 1) if coming.at in BEFORE_TAKEN else (2, 3)


@pytest.fixture
def smtp(settings):
    """The real backend, which talks to the server or the port that it is given."""
    settings.EMAIL_BACKEND = "tests.foundation.mail.HurriedBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT, settings.EMAIL_DEADLINE = 20, 60

    def use(server) -> None:
        settings.ROUGH_SERVER = None if isinstance(server, int) else server
        settings.EMAIL_PORT = server if isinstance(server, int) else server.port

    return use

"""Mail that a test puts into the outbox, without a wording."""

import pytest
from django.utils import timezone

from foundation.digests import DIGEST
from foundation.jobs import enqueue
from foundation.mail_kinds import MailKind, Placeholder, link
from foundation.models import OutboxMessage
from foundation.outbox import SAFETY_NET, deliver_mail

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


@pytest.fixture
def smtp(settings):
    """The real backend, quick to lose patience."""
    settings.EMAIL_BACKEND = "foundation.smtp.Backend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT, settings.EMAIL_DEADLINE = 0.25, 0.6

    def use(server) -> None:
        settings.EMAIL_PORT = server if isinstance(server, int) else server.port

    return use

"""The e-mail of the day, for whoever chose one a day instead of many: what can wait, in one mail.

It goes at 17:00 in London, or as soon after that as the clock runs again. Its key is the person and the day
of that 17:00, so two clocks, a day that runs twice and a clock set back write none twice. What is
held when a day's mail has gone waits for the next one; nothing is ever taken out of the row.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from foundation.clock import DutyContext
from foundation.dates import LONDON, london_date
from foundation.jobs import enqueue
from foundation.mail_kinds import READER, MailKind, Placeholder, Shape, link, yes_no
from foundation.mail_text import button, gist
from foundation.models import OutboxMessage
from foundation.outbox import SAFETY_NET, deliver_mail, send_by_itself
from foundation.wording_paper import Told, as_value
from foundation.wordings import written

GOES_AT = time(17)
# More than that nobody reads; the rest is in the inbox.
MOST = 50
# A subject that is longer leaves no room for how many there are.
LONGEST_FIRST = 150
_EXAMPLE = as_value(
    Told(subject, said, words, "https://example.org/page/")
    for subject, said, words in (
        (
            "Acorn Lane School has answered your challenge",
            "They changed their delivery plan.",
            "Read the answer",
        ),
        (
            "Oak Road Surgery: two assessments are in",
            "One is still to come.",
            "See the assessments",
        ),
    )
)
DIGEST = MailKind(
    "digest",
    "The e-mail of the day",
    "Whoever chose one e-mail a day, at about 5pm, when there is anything new.",
    (
        READER,
        Placeholder("number", "How many messages there are", "{{ number }}", "2"),
        Placeholder(
            "first subject",
            "The subject of the first message",
            "{{ first }}",
            "Acorn Lane School has answered your challenge",
            private=True,
        ),
        Placeholder("others", "How many messages there are besides the first", "{{ others }}", "1"),
        *yes_no(
            "several messages",
            "one message",
            "There are several messages",
            "There is one message",
            "others",
        ),
        Placeholder(
            "messages",
            "Each message: its subject, its first sentences and its link",
            "{{ messages }}",
            _EXAMPLE,
            private=True,
            shape=Shape.MESSAGES,
            needed=True,
        ),
        link(
            "The page with all their messages",
            "{{ inbox_url }}",
            "https://example.org/messages/",
            name="all messages",
        ),
        link(
            "The page where they choose how often we write",
            "{{ rhythm_url }}",
            "https://example.org/how-often/",
            name="how often",
        ),
    ),
    in_inbox=False,
    because="You get this e-mail because you chose one e-mail a day.",
)


def send_daily(context: DutyContext) -> int:
    """A duty. Everything held goes, also what came after a 17:00 that the clock has missed."""
    goes_since = last_time(context.now)
    due = OutboxMessage.objects.held().filter(created_at__lt=goes_since)
    count = 0
    # Whoever is gone takes no digest; the mail may still matter to whoever reads that address.
    for row in due.filter(recipient=None).order_by("pk"):
        count += send_by_itself(row, at=context.now)
    readers = due.exclude(recipient=None).order_by("recipient")
    for reader in readers.values_list("recipient", flat=True).distinct():
        count += _send_to(reader, day=f"{london_date(goes_since)}", at=context.now)
    return count


def last_time(now: datetime) -> datetime:
    """The latest 17:00 in London that is not to come."""
    here = now.astimezone(LONDON)
    today = datetime.combine(here.date(), GOES_AT, tzinfo=LONDON)
    if here >= today:
        return today
    return datetime.combine(here.date() - timedelta(days=1), GOES_AT, tzinfo=LONDON)


@transaction.atomic
def _send_to(reader: int | None, *, day: str, at: datetime) -> bool:
    rows = list(
        OutboxMessage.objects.held()
        .filter(recipient_id=reader)
        .select_related("recipient")
        .select_for_update(of=("self",), no_key=True)
        .order_by("created_at", "pk")
    )
    if not rows or rows[0].recipient is None:
        return False
    person = rows[0].recipient
    key = f"digest:{person.uuid}:{day}"
    if OutboxMessage.objects.filter(key=key).exists():
        return False
    digest = _written(rows, person)
    digest.key, digest.to, digest.message = key, person.email, DIGEST.code
    digest.created_at, digest.next_try_at = at, max(at, timezone.now()) + SAFETY_NET
    digest.save()
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
    enqueue(deliver_mail, digest.uuid)
    return True


def _written(rows: Sequence[OutboxMessage], person: AbstractBaseUser) -> OutboxMessage:
    first = rows[0].subject
    words = written(
        DIGEST.code,
        {
            "person": person,
            "number": len(rows),
            "others": len(rows) - 1,
            "first": first if len(first) <= LONGEST_FIRST else f"{first[: LONGEST_FIRST - 1]}…",
            "messages": as_value(_told(rows)),
            "inbox_url": settings.BASE_URL + reverse("inbox"),
            "rhythm_url": settings.BASE_URL + reverse("inbox-preferences"),
        },
    )
    return OutboxMessage(
        subject=words.subject, body_text=words.text, body_html=words.html, values=words.values
    )


def _told(rows: Sequence[OutboxMessage]) -> Iterator[Told]:
    """What rows say is words here, and never markup (T-71)."""
    for row in rows[:MOST]:
        leads_to = button(row.body_text)
        page = settings.BASE_URL + reverse("inbox-message", args=[row.uuid])
        yield Told(
            subject=row.subject,
            said=gist(row.body_text),
            words=leads_to.words if leads_to and leads_to.words != leads_to.url else "Read more",
            address=leads_to.url if leads_to else page,
        )
    if len(rows) > MOST:
        yield Told(said=f"{len(rows) - MOST} more are in your messages.")

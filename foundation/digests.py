"""The e-mail of the day, for whoever chose one a day instead of many: what can wait, in one mail.

It goes at 17:00 in London, or as soon after that as the clock runs again. Its key is the person and the day
of that 17:00, so two clocks, a day that runs twice and a clock set back write none twice. What is
held when a day's mail has gone waits for the next one; nothing is ever taken out of the row.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from foundation.clock import DutyContext
from foundation.dates import LONDON, london_date
from foundation.jobs import enqueue
from foundation.mail_kinds import MailKind
from foundation.mail_text import button, gist
from foundation.models import OutboxMessage
from foundation.outbox import SAFETY_NET, deliver_mail, send_by_itself
from foundation.wording_markup import Block, Link, Part
from foundation.wording_paper import as_html, as_text
from foundation.wordings import LONGEST_SUBJECT, MAIL, framed

GOES_AT = time(17)
# More than that nobody reads; the rest is in the inbox.
MOST = 50
DIGEST = MailKind(
    "digest",
    "The e-mail of the day",
    "Whoever chose one e-mail a day, at about 5pm, when there is anything new.",
    (),
    editable=False,
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
    digest = _written(rows, person.get_short_name())
    digest.key, digest.to, digest.message = key, person.email, DIGEST.code
    digest.created_at, digest.next_try_at = at, max(at, timezone.now()) + SAFETY_NET
    digest.save()
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
    enqueue(deliver_mail, digest.uuid)
    return True


def _written(rows: Sequence[OutboxMessage], name: str) -> OutboxMessage:
    first = rows[0].subject
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    start = "For you today: "
    room = LONGEST_SUBJECT - len(start) - len(more)
    subject = start + (first if len(first) <= room else f"{first[: room - 1]}…") + more
    blocks, values = _blocks(rows, name)
    frame = {
        "subject": subject,
        "because": DIGEST.because,
        "base_url": settings.BASE_URL,
        "support_email": settings.SUPPORT_EMAIL,
    }
    return OutboxMessage(
        subject=subject,
        body_text=framed("txt", frame, as_text(blocks, DIGEST, values)),
        body_html=framed("html", frame, as_html(blocks, DIGEST, values, MAIL)),
    )


def _blocks(rows: Sequence[OutboxMessage], name: str) -> tuple[list[Block], dict[str, str]]:
    """As a wording would be read. What rows say is words here, and never markup (T-71)."""
    values = {
        "inbox": settings.BASE_URL + reverse("inbox"),
        "how often": settings.BASE_URL + reverse("inbox-preferences"),
    }
    number = "One message" if len(rows) == 1 else f"{len(rows)} messages"
    blocks = [
        _block("heading", f"{number} for you today"),
        _block("paragraph", f"Hello {name},"),
    ]
    for place, row in enumerate(rows[:MOST]):
        link = f"link {place}"
        leads_to = button(row.body_text)
        page = settings.BASE_URL + reverse("inbox-message", args=[row.uuid])
        values[link] = leads_to.url if leads_to else page
        blocks.append(_block("subheading", row.subject))
        if said := gist(row.body_text):
            blocks.append(_block("paragraph", said))
        words = leads_to.words if leads_to and leads_to.words != leads_to.url else "Read more"
        blocks.append(_block("paragraph", Link((words,), link), "."))
    if len(rows) > MOST:
        blocks.append(_block("paragraph", f"{len(rows) - MOST} more are in your messages."))
    blocks.append(_block("paragraph", Link(("See all your messages",), "inbox")))
    blocks.append(
        _block(
            "paragraph", "You can ", Link(("change how often we write to you",), "how often"), "."
        )
    )
    return blocks, values


def _block(mark: str, *parts: Part) -> Block:
    return Block(mark, (parts,))

"""Mail: written down with the act it tells of, and sent once that is safe (F-07).

There is exactly one row per key and recipient. A worker claims the row, hands the mail to the
server and marks it; if it dies between the last two, a second copy bears the same Message-ID.
"""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from foundation import audit, mail_server
from foundation.clock import DutyContext
from foundation.jobs import enqueue, job
from foundation.mail_faults import NOT_ASKED, Fault, Verdict, judge
from foundation.mail_kinds import MailKind, kind, kinds
from foundation.models import OutboxMessage
from foundation.models.outbox import OutboxQuerySet
from foundation.refusals import Refused
from foundation.wordings import Written, written

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
# Longer than a slow server can hold one mail up.
CLAIM = timedelta(minutes=5)
# When a row's own job was lost, the clock makes another.
SAFETY_NET = timedelta(hours=1)
KEEP_TEXT = timedelta(days=90)
# So often what keeps accounts safe is tried whatever the server did to others: while a code is good.
TRIED_ALONE = 3
# Why a mail was not sent that an e-mail of the day tells of.
NOT_WITH_DIGEST = "The e-mail of the day that tells of it was not sent."
Status = OutboxMessage.Status


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: str


def queue_mail(
    *,
    key: str,
    message: str,
    to: str,
    context: Mapping[str, object],
    at: datetime,
    attachments: Sequence[Attachment] = (),
    hold: bool = False,
) -> OutboxMessage:
    """Write a mail of the kind `message` to one person.

    Asked again with the same key, it returns the first row. With `hold` the mail is a draft until
    `release_mail`. What can wait is held for the daily e-mail of a person who chose that one.
    """
    before = OutboxMessage.objects.filter(key=key, to=to).first()
    if before:
        return before
    words = _written(message, to, context)
    known = kind(message)
    reader, daily = _reader(known, to)
    if hold:
        status = Status.DRAFT
    elif daily and known.can_wait and not attachments:
        status = Status.HELD
    else:
        status = Status.QUEUED
    goes = status == Status.QUEUED
    with transaction.atomic():
        row, created = OutboxMessage.objects.get_or_create(
            key=key,
            to=to,
            defaults={
                "message": message,
                "subject": words.subject,
                "body_text": words.text,
                "body_html": words.html,
                "values": words.values,
                "attachments": [asdict(each) for each in attachments],
                "recipient_id": reader,
                "status": status,
                "created_at": at,
                # From now, also when the story it tells of is an old one.
                "next_try_at": max(at, timezone.now()) + SAFETY_NET if goes else None,
            },
        )
        if created and goes:
            enqueue(deliver_mail, row.uuid)
    return row


def release_mail(message: OutboxMessage, *, at: datetime) -> None:
    """Let a draft go."""
    _queue_again(message, Status.DRAFT, at)


def send_by_itself(message: OutboxMessage, *, at: datetime) -> bool:
    """Not with the e-mail of the day, but alone."""
    return _queue_again(message, Status.HELD, at)


def retry(message: OutboxMessage, *, at: datetime, actor: AbstractBaseUser) -> None:
    """Start over with a mail that could not be sent."""
    if message.status == Status.FAILED and not message.body_text:
        raise Refused("The text of this e-mail has been deleted, so it cannot be sent any more.")
    if message.digest is not None and message.digest.body_text:
        # By itself it would come twice: that one still tells of it.
        raise Refused("It goes with the e-mail of the day that tells of it. Send that one again.")
    with transaction.atomic():
        if not _queue_again(message, Status.FAILED, at):
            raise Refused("This e-mail is already on its way.")
        audit.record(
            "mail.retried", actor=actor, target=message, at=at, details={"mail": message.message}
        )


def retry_all_away(*, at: datetime, actor: AbstractBaseUser) -> int:
    """Start over with every mail that failed because the server was away."""
    with transaction.atomic():
        rows = OutboxMessage.objects.failed_while_away().select_for_update(no_key=True)
        found = dict(rows.values_list("pk", "uuid"))
        if not found:
            raise Refused("No e-mail waits for this any more.")
        _queued_again(OutboxMessage.objects.filter(pk__in=found), at)
        for message_id in found.values():
            enqueue(deliver_mail, message_id)
        audit.record(
            "mail.retried_all", actor=actor, at=at, details={"mails": len(found), "fault": "away"}
        )
    return len(found)


def deliver(message_id: uuid.UUID, *, at: datetime) -> bool:
    """Claim, send, mark. Of two workers with one row, the claim lets one through."""
    claimed = OutboxMessage.objects.unclaimed(at).filter(uuid=message_id)
    if not claimed.update(claimed_until=at + CLAIM, attempts=F("attempts") + 1):
        return False
    message = OutboxMessage.objects.get(uuid=message_id)
    if not mail_server.may_ask(at=at) and not _asks_for_itself(message):
        _put_off(message, Verdict(Fault.AWAY, NOT_ASKED), at)
        return False
    began = time.perf_counter()
    try:
        as_email(message).send()
    except Exception as error:  # Mail services raise errors of their own; none may lose the mail.
        verdict, took = judge(error), time.perf_counter() - began
        _put_off(message, verdict, at)
        _note(verdict, took=took, at=at)
        return False
    mine = OutboxMessage.objects.waiting().filter(pk=message.pk)
    with transaction.atomic():
        done = {"reason": "", "fault": "", "claimed_until": None, "next_try_at": None}
        mine.update(status=Status.SENT, sent_at=at, **done)
        # A daily e-mail: what it tells of has been told with it.
        OutboxMessage.objects.filter(digest=message, status=Status.HELD).update(
            status=Status.SENT, sent_at=at
        )
        # The row knows to whom; it is forgotten long before the event.
        audit.record(
            "mail.sent",
            actor=None,
            target=message,
            at=at,
            details={"mail": message.message, "uuid": str(message.uuid)},
        )
    # Only now: whatever goes wrong here, the mail is marked, and no second copy leaves.
    mail_server.answered()
    return True


@job()
def deliver_mail(message_id: str) -> None:
    deliver(uuid.UUID(message_id), at=timezone.now())


def as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        to=[message.to],
        headers={"Message-ID": f"<{message.uuid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(message.body_html, "text/html")
    for each in message.attachments:
        mail.attach(each["name"], each["content"], each["content_type"])
    return mail


def send_due_mail(context: DutyContext) -> int:
    """Mail whose pause is over, and mail whose job was lost."""
    due = OutboxMessage.objects.unclaimed(context.now).filter(next_try_at__lte=context.now)
    count = 0
    for message in due.only("pk", "uuid").order_by("next_try_at")[:500]:
        if due.filter(pk=message.pk).update(next_try_at=context.now + SAFETY_NET):
            enqueue(deliver_mail, message.uuid)
            count += 1
    return count


def clear_old_mail(context: DutyContext) -> int:
    """After 90 days only who was written to about what, and when, is left."""
    return old_texts(context.now - KEEP_TEXT).empty()


def old_texts(before: datetime) -> OutboxQuerySet:
    """What still has its words although nobody is going to send it any more."""
    waits = Q(status__in=[Status.DRAFT, Status.QUEUED]) | Q(status=Status.HELD, digest=None)
    rows = OutboxMessage.objects.filter(created_at__lt=before)
    return rows.exclude(waits).exclude(body_text="")


def _reader(known: MailKind, to: str) -> tuple[int | None, bool]:
    """Whose inbox repeats it, and whether they chose one e-mail a day.

    It is the person with this address, and nobody for what opens an account.
    """
    if not known.in_inbox:
        return None, False
    people = get_user_model()
    try:
        reader = people.objects.get_by_natural_key(to)
    except people.DoesNotExist:
        return None, False
    return reader.pk, reader.mail_rhythm == reader.MailRhythm.DAILY


def _written(message: str, to: str, context: Mapping[str, object]) -> Written:
    """The words. A line break in an address could add a header: refused (T-72)."""
    try:
        validate_email(to)
    except ValidationError:
        raise Refused("We cannot write to this e-mail address. Please check it.") from None
    return written(message, context)


def fail_told_of(digests: OutboxQuerySet) -> None:
    """What an e-mail of the day tells of shares its end; when that one is sent after all, so is this."""
    OutboxMessage.objects.filter(digest__in=digests.values("pk"), status=Status.HELD).update(
        status=Status.FAILED, reason=NOT_WITH_DIGEST
    )


def _queue_again(message: OutboxMessage, status: str, at: datetime) -> bool:
    with transaction.atomic():
        changed = _queued_again(OutboxMessage.objects.filter(pk=message.pk, status=status), at)
        if changed:
            enqueue(deliver_mail, message.uuid)
    message.refresh_from_db()
    return bool(changed)


def _queued_again(rows: OutboxQuerySet, at: datetime) -> int:
    told_of = OutboxMessage.objects.filter(digest__in=rows.values("pk"), reason=NOT_WITH_DIGEST)
    told_of.filter(status=Status.FAILED).update(status=Status.HELD, reason="")
    return rows.update(
        status=Status.QUEUED, reason="", fault="", attempts=0, next_try_at=at + SAFETY_NET
    )


def _asks_for_itself(message: OutboxMessage) -> bool:
    """Somebody waits for it with the page open: a code, or a link for a new password."""
    known = kinds().get(message.message)
    return known is not None and not known.editable and message.attempts <= TRIED_ALONE


def _note(verdict: Verdict, *, took: float, at: datetime) -> None:
    """Whether the server left us waiting until the end; its "no" and a line that breaks come sooner."""
    if verdict.fault == Fault.AWAY and took >= settings.EMAIL_TIMEOUT:
        mail_server.was_silent(at=at)
    else:
        mail_server.answered()


def _put_off(message: OutboxMessage, verdict: Verdict, at: datetime) -> None:
    """Another try after a pause, or the end with its reason."""
    said: dict[str, object] = {"reason": verdict.sentence[:300], "fault": verdict.fault}
    ends = verdict.lasting or message.attempts > len(PAUSES)
    if ends:
        said |= {"status": Status.FAILED, "next_try_at": None}
    else:
        said |= {"next_try_at": at + PAUSES[message.attempts - 1]}
    mine = OutboxMessage.objects.waiting().filter(pk=message.pk)
    with transaction.atomic():
        if mine.update(claimed_until=None, **said) and ends:
            fail_told_of(OutboxMessage.objects.filter(pk=message.pk))

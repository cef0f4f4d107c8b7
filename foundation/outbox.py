"""Mail: written down with the act it tells of, and sent once that is safe (F-07).

There is exactly one row per key and recipient. A worker claims the row, hands the mail to the
server and marks it; if it dies between the last two, a second copy bears the same Message-ID.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.template import Context, Engine
from django.utils import timezone

from foundation import audit
from foundation.clock import DutyContext
from foundation.jobs import enqueue, job
from foundation.logs import one_line
from foundation.models import OutboxMessage
from foundation.refusals import Refused

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
# Longer than a slow server can hold one mail up.
CLAIM = timedelta(minutes=5)
# When a row's own job was lost, the clock makes another.
SAFETY_NET = timedelta(hours=1)
KEEP_TEXT = timedelta(days=90)
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
    """Write `templates/emails/<message>/` to one person.

    Asked again with the same key, it returns the first row. With `hold` the mail is a draft until
    `release_mail`.
    """
    before = OutboxMessage.objects.filter(key=key, to=to).first()
    if before:
        return before
    row = _written(message, to, context)
    with transaction.atomic():
        row, created = OutboxMessage.objects.get_or_create(
            key=key,
            to=to,
            defaults={
                "message": message,
                "subject": row.subject,
                "body_text": row.body_text,
                "body_html": row.body_html,
                "attachments": [asdict(each) for each in attachments],
                "status": Status.DRAFT if hold else Status.QUEUED,
                "created_at": at,
                # From now, also when the story it tells of is an old one.
                "next_try_at": None if hold else max(at, timezone.now()) + SAFETY_NET,
            },
        )
        if created and not hold:
            enqueue(deliver_mail, row.uuid)
    return row


def release_mail(message: OutboxMessage, *, at: datetime) -> None:
    """Let a draft go."""
    _queue_again(message, Status.DRAFT, at)


def retry(message: OutboxMessage, *, at: datetime, actor: AbstractBaseUser) -> None:
    """Start over with a mail that could not be sent."""
    with transaction.atomic():
        if not _queue_again(message, Status.FAILED, at):
            raise Refused("This e-mail is already on its way.")
        audit.record(
            "mail.retried", actor=actor, target=message, at=at, details={"mail": message.message}
        )


def deliver(message_id: uuid.UUID, *, at: datetime) -> bool:
    """Claim, send, mark. Of two workers with one row, the claim lets one through."""
    claimed = OutboxMessage.objects.unclaimed(at).filter(uuid=message_id)
    if not claimed.update(claimed_until=at + CLAIM, attempts=F("attempts") + 1):
        return False
    message = OutboxMessage.objects.get(uuid=message_id)
    mine = OutboxMessage.objects.waiting().filter(pk=message.pk)
    try:
        as_email(message).send()
    except Exception as error:  # Mail services raise errors of their own; none may lose the mail.
        mine.update(claimed_until=None, **_after(error, message.attempts, at))
        return False
    with transaction.atomic():
        mine.update(status=Status.SENT, sent_at=at, reason="", claimed_until=None, next_try_at=None)
        # The row knows to whom; it is forgotten long before the event.
        audit.record(
            "mail.sent",
            actor=None,
            target=message,
            at=at,
            details={"mail": message.message, "uuid": str(message.uuid)},
        )
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
    done = OutboxMessage.objects.filter(status__in=[Status.SENT, Status.FAILED])
    return (
        done.filter(created_at__lt=context.now - KEEP_TEXT)
        .exclude(body_text="")
        .update(body_text="", body_html="", attachments=[])
    )


def _written(message: str, to: str, context: Mapping[str, object]) -> OutboxMessage:
    """The three texts. A line break in address or subject could add a header: refused (T-72)."""
    try:
        validate_email(to)
    except ValidationError:
        raise Refused("We cannot write to this e-mail address. Please check it.") from None
    known = {
        **context,
        "base_url": settings.BASE_URL,
        "support_email": settings.SUPPORT_EMAIL,
    }
    subject = _render(f"emails/{message}/subject.txt", known, escape=False).strip()
    if len(subject.splitlines()) != 1 or one_line(subject) != subject:
        raise Refused("The subject of an e-mail must be one line.")
    return OutboxMessage(
        subject=subject if len(subject) <= 250 else f"{subject[:249]}…",
        body_text=_render(f"emails/{message}/body.txt", known, escape=False).strip() + "\n",
        body_html=_render(f"emails/{message}/body.html", known, escape=True),
    )


def _render(name: str, context: Mapping[str, object], *, escape: bool) -> str:
    template = Engine.get_default().get_template(name)
    return template.render(Context(dict(context), autoescape=escape))


def _queue_again(message: OutboxMessage, status: str, at: datetime) -> bool:
    with transaction.atomic():
        changed = OutboxMessage.objects.filter(pk=message.pk, status=status).update(
            status=Status.QUEUED, reason="", attempts=0, next_try_at=at + SAFETY_NET
        )
        if changed:
            enqueue(deliver_mail, message.uuid)
    message.refresh_from_db()
    return bool(changed)


def _after(error: Exception, attempts: int, at: datetime) -> dict[str, object]:
    """What becomes of the row: another try after a pause, or the end with its reason."""
    reason, for_good = _reason(error)
    if for_good or attempts > len(PAUSES):
        return {"status": Status.FAILED, "reason": reason, "next_try_at": None}
    return {"reason": reason, "next_try_at": at + PAUSES[attempts - 1]}


def _reason(error: Exception) -> tuple[str, bool]:
    """A sentence for officers, and whether trying again is useless."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _sentence("The mail server refused this address", code, said), code >= 500
    if isinstance(error, SMTPDataError):
        code, text = error.smtp_code, error.smtp_error
        return _sentence("The mail server refused this e-mail", code, text), code >= 500
    if isinstance(error, SMTPResponseException):
        return f"The mail server would not talk to us ({error.smtp_code}).", False
    if isinstance(error, SMTPException | OSError):
        return "The mail server could not be reached, or stopped in the middle.", False
    return f"The e-mail could not be sent ({type(error).__name__}).", False


def _sentence(start: str, code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{start} ({code}: {one_line(text)[:180]})."

"""What a person does with what we wrote to them, and how often they want to hear from us."""

from datetime import datetime

from django.db import transaction

from awards.models import User
from foundation import audit
from foundation.models import OutboxMessage


def mark_read(message: OutboxMessage, *, actor: User, at: datetime) -> bool:
    """Opened is read; the first time counts. Nobody reads for another."""
    mine = OutboxMessage.objects.unread().filter(pk=message.pk, recipient=actor)
    return bool(mine.update(read_at=at))


def mark_all_read(*, actor: User, at: datetime) -> int:
    return OutboxMessage.objects.unread().filter(recipient=actor).update(read_at=at)


@transaction.atomic
def choose_mail_rhythm(*, rhythm: User.MailRhythm, actor: User, at: datetime) -> int:
    """How many e-mails wait, for the daily one, when this is done: nothing that was held is hurried."""
    fresh = User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    if fresh.mail_rhythm != rhythm:
        fresh.mail_rhythm = rhythm
        fresh.save(update_fields=["mail_rhythm"])
        audit.record(
            "mail.rhythm_chosen", actor=actor, target=fresh, at=at, details={"rhythm": rhythm.value}
        )
    return OutboxMessage.objects.held().filter(recipient=fresh).count()

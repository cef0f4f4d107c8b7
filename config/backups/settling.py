"""What must happen to any database that was set back in time, before anybody comes in again."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction

from config.replaying import replay
from foundation import audit
from foundation.auditing import heads
from foundation.dates import LONDON
from foundation.models import Beat, OutboxMessage
from foundation.outbox import fail_told_of

Say = Callable[[str], None]
Status = OutboxMessage.Status


def settle(*, taken_at: datetime, at: datetime, say: Say) -> None:
    """Also after a restore by PostgreSQL's own means, as `manage.py after_restore`."""
    # Before the first event after it.
    heads.note_restore(at=at)
    with transaction.atomic():
        _sign_everybody_out()
        held = _hold_mail(taken_at=taken_at)
        audit.record(
            "service.restored",
            actor=None,
            at=at,
            details={"taken_at": taken_at.isoformat(), "mails_held": held},
        )
    cache.clear()
    say("Everybody is signed out")
    if held:
        say(f"Mail that was waiting, and is held for an officer to look at: {held}")
    tally = replay(at=at)
    for kind, (done, nothing) in sorted(tally.items()):
        say(f"Ledger: {kind}: {done} done again, {nothing} had nothing left to do")
    if not tally:
        say("Ledger: nothing was deleted since")


def _sign_everybody_out() -> None:
    for model in (Session, UserSession, EmailConfirmation):
        model._default_manager.all().delete()
    # Nobody beats yet.
    Beat.objects.all().delete()


def _hold_mail(*, taken_at: datetime) -> int:
    """It may have gone out after the backup. Nobody gets a letter twice unless an officer says so."""
    day = taken_at.astimezone(LONDON)
    waited = OutboxMessage.objects.filter(status__in=[Status.QUEUED, Status.HELD], digest=None)
    held = waited.filter(created_at__lte=taken_at).update(
        status=Status.FAILED,
        reason=(
            f"The service was set back to {day:%-d %B %Y, %H:%M}. This e-mail waited then, and may "
            "have been sent since. Send it again only if it was not."
        ),
        next_try_at=None,
        claimed_until=None,
    )
    fail_told_of(OutboxMessage.objects.failed())
    return held

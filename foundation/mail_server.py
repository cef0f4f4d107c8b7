"""A mail server that answers nothing: who still asks it, and when (F-07).

Each talk with it costs a worker `EMAIL_TIMEOUT` or, where it drips, `EMAIL_DEADLINE`, while all other work
stands still. So after a few silences in a row one mail asks for all, once in a while, and the others
wait for their next try, as if they had asked in vain. What keeps accounts safe asks for itself
(`foundation.outbox.TRIED_ALONE`).
"""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from foundation.models import MailServer

# So many silences in a row are no accident.
SILENCES = 3
ASKED_EVERY = timedelta(minutes=5)
_NAME = "mail"


def may_ask(*, at: datetime) -> bool:
    """Whether a mail is tried now. While the server is silent this is true for one, each few minutes."""
    paused = MailServer.objects.filter(ask_again_at__isnull=False)
    if not paused.exists():
        return True
    # A day far ahead was written before the clock was set back (F-15).
    due = Q(ask_again_at__lte=at) | Q(ask_again_at__gt=at + ASKED_EVERY)
    return bool(paused.filter(due).update(ask_again_at=at + ASKED_EVERY))


def was_silent(*, at: datetime) -> None:
    MailServer.objects.get_or_create(name=_NAME)
    MailServer.objects.update(silences=F("silences") + 1, silent_since=Coalesce("silent_since", at))
    MailServer.objects.filter(silences__gte=SILENCES).update(ask_again_at=at + ASKED_EVERY)


def answered() -> None:
    """Also with a "no"."""
    MailServer.objects.filter(silences__gt=0).update(
        silences=0, silent_since=None, ask_again_at=None
    )


def silent_since() -> datetime | None:
    """Since when mail waits because of it; none while it is asked for every mail."""
    paused = MailServer.objects.filter(ask_again_at__isnull=False)
    return paused.values_list("silent_since", flat=True).first()

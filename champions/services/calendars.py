"""A person's private calendar link: made, made anew, stopped."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from awards.models import User
from champions.models import CalendarLink
from foundation import audit, ledger
from foundation.ledger import Entry


@transaction.atomic
def renew_link(*, actor: User, at: datetime) -> CalendarLink:
    """A new link; one that there was stops at once."""
    _hold(actor)
    link = CalendarLink.objects.filter(user=actor).first()
    if link is None:
        link = CalendarLink.objects.create(user=actor, created_at=at)
        audit.record("calendar_link.made", actor=actor, target=link, at=at)
        return link
    _note(link, at)
    link.version = uuid4()
    link.renewed_at = at
    link.save(update_fields=["version", "renewed_at"])
    audit.record("calendar_link.renewed", actor=actor, target=link, at=at)
    return link


@transaction.atomic
def stop_link(*, actor: User, at: datetime) -> None:
    _hold(actor)
    link = CalendarLink.objects.filter(user=actor).first()
    if link is None:
        return
    _note(link, at)
    audit.record("calendar_link.stopped", actor=actor, target=link, at=at)
    link.delete()


def stop_again(entry: Entry) -> bool:
    """After a restore: a link that was given up since the backup, perhaps because others had it (F-19)."""
    return bool(CalendarLink.objects.filter(version=entry.subject).delete()[0])


def _hold(person: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _note(link: CalendarLink, at: datetime) -> None:
    ledger.note("calendar.stopped", subject=link.version, at=at)

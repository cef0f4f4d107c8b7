"""Wordings of mails: an officer changes one, or goes back to ours. Mail that is written already stays."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from awards.models import User
from awards.permissions import need_officer
from foundation import audit
from foundation.mail_kinds import MailKind
from foundation.models import MailWording
from foundation.refusals import Clash, ClashField, NotAllowed, Refused
from foundation.wordings import Wording, latest, ours, problems

FIXED = "The words of this e-mail cannot be changed: it keeps accounts safe."


def change_wording(
    *, kind: MailKind, wording: Wording, expected_version: int, actor: User, at: datetime
) -> MailWording:
    """A version more; the earlier ones stay. Sent twice by one officer, it is one."""
    _need_right(kind, actor)
    before = latest(kind.code)
    if before and not before.restored and wording == Wording(before.subject, before.body):
        return before
    if problems(kind, wording):
        raise Refused(
            "An e-mail cannot be sent in these words. Open the page again and look at them."
        )
    row = MailWording(subject=wording.subject, body=wording.body)
    return _add(row, kind, expected_version, mine=wording, actor=actor, at=at)


def restore_wording(
    *, kind: MailKind, expected_version: int, actor: User, at: datetime
) -> MailWording:
    """Ours are sent again. What officers wrote stays in the history."""
    _need_right(kind, actor)
    before = latest(kind.code)
    if before is None or before.restored:
        raise Refused("This e-mail is sent in the words that came with the service.")
    row = MailWording(restored=True)
    return _add(row, kind, expected_version, mine=ours(kind.code), actor=actor, at=at)


def _need_right(kind: MailKind, actor: User) -> None:
    need_officer(actor)
    if not kind.editable:
        raise NotAllowed(FIXED)


def _add(
    row: MailWording,
    kind: MailKind,
    expected_version: int,
    *,
    mine: Wording,
    actor: User,
    at: datetime,
) -> MailWording:
    before = latest(kind.code)
    if (before.version if before else 0) != expected_version:
        raise _clash(kind, mine)
    row.message, row.version = kind.code, expected_version + 1
    row.changed_by, row.changed_at = actor, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(
                "mail.wording_restored" if row.restored else "mail.wording_changed",
                actor=actor,
                target=row,
                at=at,
                role="officer",
                details={"mail": kind.code, "version": row.version},
            )
    except IntegrityError:
        # Two officers in one moment: one number, one row.
        raise _clash(kind, mine) from None
    return row


def _clash(kind: MailKind, mine: Wording) -> Clash:
    row = latest(kind.code)
    theirs = ours(kind.code) if row is None or row.restored else Wording(row.subject, row.body)
    who = f"{row.changed_by} has" if row else "Somebody has"
    fields: Sequence[ClashField] = (
        ClashField("Subject", mine.subject, theirs.subject),
        ClashField("Text", mine.body, theirs.body),
    )
    return Clash(
        f"{who} changed the words of this e-mail meanwhile.",
        fields=[each for each in fields if each.mine != each.theirs],
    )

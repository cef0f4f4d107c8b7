"""What this room holds of nobody in particular: its own work, and what it must remember of deletions."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django_tasks_db.models import DBTaskResult

from foundation.auditing.purging import past_blocks, purge_block
from foundation.clock import DutyContext
from foundation.dates import end_of, london_date, started_by
from foundation.files.stores import discard
from foundation.jobs import KEEP_DONE, KEEP_RUNS
from foundation.kept_posts import KEPT_FOR
from foundation.ledger import FOLDER
from foundation.models import (
    AuditEvent,
    AuditNote,
    AuditSeal,
    Beat,
    DeadLetter,
    DutyRun,
    DutyState,
    KeptPost,
    LedgerEntry,
    MailServer,
    MailWording,
    PrivateFile,
    Progress,
    ThrottleCount,
    UnsealedEvent,
)
from foundation.retention import Holding

OURS = "Our own rule"


def months_ago(at: datetime, months: int) -> datetime:
    """What happened before this moment happened so many months ago, by the calendar in London."""
    return end_of(started_by(london_date(at), months=months))


def delete_row(row: Any, context: DutyContext) -> None:
    row.delete()


def _old_letters(at: datetime) -> "QuerySet[DeadLetter]":
    return DeadLetter.objects.filter(died_at__lt=months_ago(at, 12))


def _old_entries(at: datetime) -> "QuerySet[LedgerEntry]":
    return LedgerEntry.objects.filter(at__lt=months_ago(at, 72))


def _old_wordings(at: datetime) -> "QuerySet[MailWording]":
    """Those that another replaced so long ago; the latest of each kind stays."""
    later = MailWording.objects.filter(
        message=OuterRef("message"),
        version__gt=OuterRef("version"),
        changed_at__lt=months_ago(at, 72),
    )
    return MailWording.objects.filter(Exists(later))


def _drop_entry(entry: LedgerEntry, context: DutyContext) -> None:
    """No backup is so old that it would have to be done again."""
    key = f"{FOLDER}/{entry.uuid}.json"
    entry.delete()
    transaction.on_commit(partial(discard, storages["ledger"], key))


def _purge(seal: AuditSeal, context: DutyContext) -> None:
    purge_block(seal, context)


def _old_work(at: datetime) -> "QuerySet[Any]":
    return DBTaskResult.objects.successful().filter(finished_at__lt=at - KEEP_DONE)


AUDIT = Holding(
    code="audit",
    name="Who did what, and who opened what",
    kept="What was done: 6 years. Who only looked at something: 24 months.",
    then="Deleted, a month’s worth at a time. A seal stays, so that we can tell if one is missing.",
    models=(AuditEvent, AuditNote, AuditSeal, UnsealedEvent),
    past=past_blocks,
    act=_purge,
)
LEDGER = Holding(
    code="ledger",
    name="What was deleted on purpose",
    kept="6 years. It holds ids and dates, and no name.",
    then="Deleted here and where it is kept outside of the database.",
    models=(LedgerEntry,),
    source=OURS,
    past=_old_entries,
    act=_drop_entry,
    public=False,
)
SESSIONS = Holding(
    code="sessions",
    name="That you are signed in",
    kept="Until it ends.",
    then="Deleted within a day.",
    models=(Session,),
    past=lambda at: Session.objects.filter(expire_date__lt=at - timedelta(days=1)),
    duty="delete expired sign-ins",
)
MACHINERY = [
    Holding(
        code="files",
        name="Files",
        kept="As long as what they belong to.",
        then=(
            "Deleted with it. A file with a virus is deleted at once. "
            "Its fingerprint and the reason stay until what it was sent for goes."
        ),
        models=(PrivateFile,),
        public=False,
    ),
    Holding(
        code="kept-pages",
        name="What you had typed when your sign-in ended",
        kept="One hour, locked with a key that only your browser has.",
        then="Deleted.",
        models=(KeptPost,),
        source=OURS,
        past=lambda at: KeptPost.objects.filter(kept_at__lt=at - KEPT_FOR - timedelta(days=1)),
        duty="delete kept pages",
        public=False,
    ),
    Holding(
        code="throttles",
        name="How often something was tried",
        kept="One day after the count ends. It holds no name and no address.",
        then="Deleted.",
        models=(ThrottleCount,),
        past=lambda at: ThrottleCount.objects.filter(ends_at__lt=at - timedelta(days=2)),
        duty="delete old throttles",
        public=False,
    ),
    Holding(
        code="jobs",
        name="Work that the service did by itself",
        kept="14 days. It holds ids alone.",
        then="Deleted.",
        models=(DBTaskResult,),
        source=OURS,
        past=_old_work,
        duty="delete finished jobs",
        public=False,
    ),
    Holding(
        code="progress",
        name="How far long work is",
        kept="Until it is done, 14 days at most. It holds ids and numbers alone.",
        then="Deleted.",
        models=(Progress,),
        source=OURS,
        past=lambda at: Progress.objects.filter(told_at__lt=at - KEEP_DONE),
        duty="delete finished jobs",
        public=False,
    ),
    Holding(
        code="wordings",
        name="How e-mails are worded, and which officer changed it",
        kept="As long as they are used. Words that others replaced: 6 years.",
        then="Deleted.",
        models=(MailWording,),
        source=OURS,
        past=_old_wordings,
        act=delete_row,
        public=False,
    ),
    Holding(
        code="dead-letters",
        name="Work that failed",
        kept="12 months.",
        then="Deleted.",
        models=(DeadLetter,),
        source=OURS,
        past=_old_letters,
        act=delete_row,
        public=False,
    ),
    Holding(
        code="clock",
        name="What the clock did",
        kept="90 days. When each duty last ran, and if the mail server answers, stays.",
        then="Deleted.",
        models=(DutyRun, DutyState, Beat, MailServer),
        source=OURS,
        past=lambda at: DutyRun.objects.filter(started_at__lt=at - KEEP_RUNS),
        duty="delete finished jobs",
        public=False,
    ),
]

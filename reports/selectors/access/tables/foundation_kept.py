"""Drafts, files, jobs, mail, the list of deletions, counts of tries."""

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from awards.models import User
from foundation.models import (
    DeadLetter,
    Draft,
    KeptPost,
    LedgerEntry,
    MailWording,
    OutboxMessage,
    PrivateFile,
    ThrottleCount,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import ACCOUNT, EVIDENCE, OFFICE, POST, RIGHTS


def _ledger(person: User) -> Q:
    return Q(subject=person.uuid)


KEPT = (
    Record(
        model=Draft,
        noun="Draft",
        parts=(
            Part(
                code="drafts",
                group=ACCOUNT,
                title="What you typed and did not save",
                about="We keep it so that nothing is lost when a page is closed.",
                yours=("owner",),
                columns={"saved_at": "When", "data": "What you typed"},
            ),
        ),
        never=("owner",),
    ),
    Record(
        model=KeptPost,
        noun="Kept page",
        parts=(
            Part(
                code="kept-pages",
                group=ACCOUNT,
                title="What you sent after your session had ended",
                about="It is locked with a key that only your browser has, so we cannot show it.",
                yours=("owner",),
                columns={"kept_at": "When"},
            ),
        ),
        never=("browser", "owner", "sealed"),
    ),
    Record(
        model=PrivateFile,
        noun="File",
        parts=(
            Part(
                code="files",
                group=EVIDENCE,
                title="Files that you sent",
                about="Names, sizes and days. “Copies of files” says which are in this package.",
                yours=("uploaded_by",),
                columns={
                    "display_name": "Name",
                    "content_type": "Kind",
                    "size": "Bytes",
                    "uploaded_at": "Sent",
                    "state": "State",
                    "reason": "Why it was refused",
                },
            ),
        ),
        never=(
            "storage_key",
            "sha256",
            "made_by_us",
            "uploaded_by",
            "tried_at",
            "scanned_at",
            "pixel_width",
            "pixel_height",
            "thumbnail_key",
            "thumbnail_size",
            "thumbnail_sha256",
        ),
    ),
    Record(
        model=DeadLetter,
        noun="Job that failed",
        parts=(
            Part(
                code="jobs",
                group=OFFICE,
                title="Failed jobs that you started again",
                about="Which job, and when.",
                yours=("retried_by",),
                columns={"task_path": "Job", "retried_at": "When"},
            ),
            Part(
                code="jobs-given-up",
                group=OFFICE,
                title="Failed jobs that you gave up",
                about="Which job, when, and the reason you gave.",
                yours=("given_up_by",),
                columns={"task_path": "Job", "given_up_at": "When", "given_up_why": "Why"},
                own=frozenset({"given_up_why"}),
            ),
        ),
        quiet=("error_message", "died_at"),
        never=("job_id", "args", "error_class", "attempts", "retried_by", "given_up_by"),
    ),
    Record(
        model=MailWording,
        noun="Words of an e-mail",
        parts=(
            Part(
                code="wordings",
                group=OFFICE,
                title="Words of e-mails that you changed",
                about="Of which e-mail, when, and what you wrote.",
                yours=("changed_by",),
                columns={
                    "message": "E-mail",
                    "changed_at": "When",
                    "restored": "Back to the words of the service",
                    "subject": "Subject",
                    "body": "Text",
                },
                own=frozenset({"subject", "body"}),
            ),
        ),
        never=("version", "changed_by"),
    ),
    Record(
        model=DBTaskResult,
        noun="Job",
        nothing="A job holds ids alone, and goes after 14 days.",
        quiet=("traceback", "enqueued_at"),
        never=(
            "status",
            "started_at",
            "finished_at",
            "args_kwargs",
            "priority",
            "task_path",
            "worker_ids",
            "queue_name",
            "backend_name",
            "run_after",
            "return_value",
            "exception_class_path",
        ),
    ),
    Record(
        model=LedgerEntry,
        noun="List of deletions",
        parts=(
            Part(
                code="deletions",
                group=RIGHTS,
                title="What we deleted about you",
                about="So that an old backup does not bring it back.",
                found=_ledger,
                columns={"kind": "What", "at": "When"},
            ),
        ),
        never=("subject", "details", "kept_at"),
    ),
    Record(
        model=OutboxMessage,
        noun="E-mail to somebody else",
        parts=(
            Part(
                code="mails",
                group=POST,
                title="E-mails that we sent to you",
                about=(
                    "The words of an e-mail go after 90 days. Links are left out. So are the words of e-mails "
                    "with a code or a link to sign in."
                ),
                yours=("recipient",),
                addressed=("to",),
                columns={
                    "created_at": "Written",
                    "sent_at": "Sent",
                    "status": "State",
                    "read_at": "Read here",
                    "to": "To",
                    "subject": "Subject",
                    "body_text": "Words",
                },
            ),
        ),
        # The HTML and the values say the same as the text; attachments are entries for a calendar.
        never=(
            "message",
            "recipient",
            "digest",
            "values",
            "fault",
            "body_html",
            "attachments",
            "reason",
            "attempts",
            "next_try_at",
            "claimed_until",
        ),
    ),
    Record(
        model=ThrottleCount,
        noun="Count of tries",
        nothing="It counts tries under a number that leads back to nobody, and goes within days.",
        never=("bucket", "started_at", "ends_at", "count"),
    ),
)

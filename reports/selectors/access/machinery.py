"""The table, last part: mail, files, drafts and the log; what people asked about their data."""

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from awards.models import User
from foundation.models import (
    AuditEvent,
    AuditNote,
    AuditSeal,
    Beat,
    DeadLetter,
    Draft,
    DutyRun,
    DutyState,
    KeptPost,
    LedgerEntry,
    MailWording,
    OutboxMessage,
    PrivateFile,
    Progress,
    ThrottleCount,
    UnsealedEvent,
)
from reports.models import AccessPackage, Erasure, PrivacyRequest, RequestEntry, RequestItem
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import ACCOUNT, EVIDENCE, LOG, OFFICE, POST, RIGHTS

CLOCKWORK = "It keeps the service going, and holds no person."


def _about(person: User) -> Q:
    """What others did to the account; what they did themselves is a part of its own."""
    return Q(target_type=User._meta.label_lower, target_id=str(person.pk)) & (
        Q(actor=None) | ~Q(actor=person)
    )


def _ledger(person: User) -> Q:
    return Q(subject=person.uuid)


MACHINERY = (
    Record(
        model=AuditEvent,
        noun="Entry of the log",
        parts=(
            Part(
                code="log",
                group=LOG,
                title="What you did here",
                about="Each act of yours that was logged. Of your internet address we keep the network alone.",
                yours=("actor",),
                columns={
                    "at": "When",
                    "event": "What",
                    "outcome": "Outcome",
                    "role": "As",
                    "acting_for": "For",
                    "target_type": "Kind of record",
                    "note__text": "Reason",
                    "details": "Details",
                    "ip_truncated": "Network",
                },
            ),
            Part(
                code="log-about",
                group=LOG,
                title="What others did to your account",
                about="Each act on your account that was logged.",
                found=_about,
                columns={
                    "at": "When",
                    "event": "What",
                    "outcome": "Outcome",
                    "actor": "By",
                    "role": "As",
                    "note__text": "Reason",
                },
            ),
        ),
        never=("actor_ref", "target_id", "stream", "reason_digest", "request_id"),
    ),
    Record(
        model=AuditNote,
        noun="Reason in the log",
        nothing="It is shown with its entry of the log.",
        quiet=("text",),
        never=("event", "salt", "forgotten_at"),
    ),
    Record(model=UnsealedEvent, noun="Seal", nothing=CLOCKWORK, never=("event", "written_at")),
    Record(
        model=AuditSeal,
        noun="Seal",
        nothing="It holds numbers that show that the log was not changed.",
        never=(
            "stream",
            "sequence",
            "month",
            "ids",
            "first_id",
            "last_id",
            "count",
            "last_at",
            "contents",
            "previous",
            "digest",
            "sealed_at",
            "purged_at",
        ),
    ),
    Record(model=Beat, noun="Sign of life", nothing=CLOCKWORK, never=("name", "at")),
    Record(
        model=DutyState,
        noun="Duty",
        nothing=CLOCKWORK,
        quiet=("error",),
        never=("duty", "last_run_at", "did_at", "did", "failures", "failing_since"),
    ),
    Record(
        model=Progress,
        noun="How far a job is",
        nothing=CLOCKWORK,
        never=("job", "subject", "done", "total", "unit", "doing", "started_at", "told_at"),
    ),
    Record(
        model=DutyRun,
        noun="Run of a duty",
        nothing=CLOCKWORK,
        quiet=("error", "started_at"),
        never=("duty", "finished_at", "count"),
    ),
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

REQUESTS = (
    Record(
        model=PrivacyRequest,
        noun="Request about data",
        parts=(
            Part(
                code="requests",
                group=RIGHTS,
                title="What you asked about your data",
                about="Each request, and what came of it.",
                yours=("person",),
                addressed=("contact",),
                columns={
                    "reference": "Reference",
                    "kind": "What you asked for",
                    "asked_as": "For whom",
                    "what": "Your words",
                    "where": "Where it is",
                    "name": "Name",
                    "contact": "How to answer",
                    "organisation": "Organisation",
                    "received_at": "Received",
                    "acknowledged_at": "Acknowledged",
                    "extended_at": "More time taken",
                    "due_on": "To be answered by",
                    "closed_at": "Closed",
                    "outcome": "Outcome",
                },
            ),
            Part(
                code="requests-handled",
                group=OFFICE,
                title="Requests that you entered or closed",
                about="Which, and when. What was asked belongs to whoever asked.",
                yours=("entered_by", "closed_by"),
                columns={
                    "reference": "Reference",
                    "kind": "Kind",
                    "received_at": "Received",
                    "closed_at": "Closed",
                },
            ),
        ),
        never=("person", "entered_by", "closed_by"),
    ),
    Record(
        model=RequestEntry,
        noun="Note on a request",
        parts=(
            Part(
                code="request-log",
                group=RIGHTS,
                title="What was done about your requests",
                about="The log of each request.",
                yours=("request__person",),
                addressed=("request__contact",),
                columns={
                    "request__reference": "Reference",
                    "at": "When",
                    "kind": "What",
                    "text": "Note",
                    "actor": "By",
                },
            ),
            Part(
                code="request-notes",
                group=OFFICE,
                title="What you did about requests",
                about="Which request, and when. The notes belong to whoever asked.",
                yours=("actor",),
                columns={"request__reference": "Reference", "at": "When", "kind": "What"},
            ),
        ),
        never=("request",),
    ),
    Record(
        model=RequestItem,
        noun="Evidence in a request",
        parts=(
            Part(
                code="take-downs",
                group=RIGHTS,
                title="Evidence that you asked us to take down",
                about="When it was hidden, and what was decided.",
                yours=("request__person",),
                addressed=("request__contact",),
                columns={
                    "request__reference": "Reference",
                    "item": "Evidence",
                    "hidden_at": "Hidden",
                    "decided_at": "Decided",
                    "upheld": "Taken down for good",
                },
            ),
            Part(
                code="take-downs-handled",
                group=OFFICE,
                title="Evidence that you hid or decided on",
                about="Which request, and when.",
                yours=("hidden_by", "decided_by"),
                columns={
                    "request__reference": "Reference",
                    "hidden_at": "Hidden",
                    "decided_at": "Decided",
                },
            ),
        ),
        never=("request", "hidden_by", "decided_by"),
    ),
    Record(
        model=AccessPackage,
        noun="Copy of data",
        parts=(
            Part(
                code="packages",
                group=RIGHTS,
                title="Copies like this one",
                about="When we put together what we hold about you.",
                yours=("person",),
                columns={
                    "asked_by": "Asked for by",
                    "asked_at": "Asked for",
                    "finished_at": "Ready",
                },
            ),
            Part(
                code="packages-made",
                group=OFFICE,
                title="Copies that you made for somebody",
                about="When, and why names stayed in if they did.",
                yours=("asked_by",),
                columns={"asked_at": "When", "unmasked_why": "Why names stayed in"},
            ),
        ),
        never=("person", "request", "file"),
    ),
    Record(
        model=Erasure,
        noun="Deletion",
        parts=(
            Part(
                code="erasures",
                group=RIGHTS,
                title="Deletions about you",
                about="When somebody ordered that your data be deleted, and why.",
                yours=("person",),
                columns={
                    "state": "State",
                    "why": "Why",
                    "ordered_by": "Ordered by",
                    "ordered_at": "Ordered",
                    "settled_at": "Confirmed or cancelled",
                    "done_at": "Done",
                },
            ),
            Part(
                code="erasures-handled",
                group=OFFICE,
                title="Deletions that you ordered or settled",
                about="When. About whom is not yours to see here.",
                yours=("ordered_by", "settled_by"),
                columns={
                    "state": "State",
                    "ordered_at": "Ordered",
                    "settled_at": "Confirmed or cancelled",
                },
            ),
        ),
        quiet=("terms",),
        never=("person", "organisation", "with_name", "request", "settled_by", "counts"),
    ),
)

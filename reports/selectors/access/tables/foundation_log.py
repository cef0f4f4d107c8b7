"""The log with its seals, and the clock."""

from django.db.models import Q

from awards.models import User
from foundation.models import (
    AuditEvent,
    AuditNote,
    AuditSeal,
    Beat,
    DutyRun,
    DutyState,
    MailServer,
    Progress,
    UnsealedEvent,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import LOG
from reports.selectors.access.tables.reasons import CLOCKWORK


def _about(person: User) -> Q:
    """What others did to the account; what they did themselves is a part of its own."""
    return Q(target_type=User._meta.label_lower, target_id=str(person.pk)) & (
        Q(actor=None) | ~Q(actor=person)
    )


LOG_AND_CLOCK = (
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
        model=MailServer,
        noun="How the mail server answers",
        nothing=CLOCKWORK,
        never=("name", "silences", "silent_since", "ask_again_at"),
    ),
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
)

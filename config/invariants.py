"""What must be true of the whole house at any moment; `manage.py fsck` asks it (threats.md, faults)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from awards.choices import Status
from awards.models import Application, Award, StatusChange
from awards.workflow import TRANSITIONS
from certificates.models import Certificate
from champions.models import Decision
from foundation.files.fsck import fsck_files

# Longer than any job may take, with its retries (foundation.jobs).
JOB_LIMIT = timedelta(days=3)


def problems(*, at: datetime) -> Iterator[str]:
    """A sentence for everything that is not as it must be."""
    yield from fsck_files()
    yield from histories()
    yield from awards_and_certificates()
    yield from decisions()
    yield from overdue_jobs(at)


def histories() -> Iterator[str]:
    """Every step is one the table allows, and the steps lead to the status that the row shows."""
    current: dict[int, str] = {}
    changes = StatusChange.objects.defer("snapshot", "note").order_by("application", "at", "pk")
    for change in changes.iterator():
        row = TRANSITIONS.get(change.name)
        before = current.get(change.application_id, Status.DRAFT.value)
        if row is None or change.from_status not in row.sources or change.to_status != row.target:
            yield f"Application {change.application_id} took a step that is not allowed: {change.name}."
        if change.from_status != before:
            yield f"Application {change.application_id} has a gap in its history at {change.name}."
        current[change.application_id] = change.to_status
    for pk, reference, status in Application.objects.values_list("pk", "reference", "status"):
        if status != current.get(pk, Status.DRAFT.value):
            yield f"Application {reference} says {status}, and its history says otherwise."
    unsent = StatusChange.objects.filter(name__in=["submit", "resubmit"], snapshot=None)
    for reference in unsent.values_list("application__reference", flat=True):
        yield f"Application {reference} was sent without a copy of what was sent."


def awards_and_certificates() -> Iterator[str]:
    for award in Award.objects.exclude(application__status=Status.APPROVED):
        yield f"Award {award.uuid} belongs to an application that was not approved."
    for award in Award.objects.exclude(certificates__superseded_at=None).distinct():
        yield f"Award {award.uuid} has no current certificate."
    approved = Application.objects.filter(status=Status.APPROVED, award=None)
    for reference in approved.values_list("reference", flat=True):
        yield f"Application {reference} is approved and has no award."
    rows = Certificate.objects.exclude(file=None).select_related("file")
    for certificate in rows.iterator():
        file = certificate.file
        if file is None or file.sha256 != certificate.sha256:
            yield f"The bytes of certificate {certificate.number} are not the ones it was given."


def decisions() -> Iterator[str]:
    for decision in Decision.objects.released().select_related("change__application"):
        if decision.released_by_id == decision.recorded_by_id:
            yield f"Decision {decision.uuid} was recorded and released by one person."


def overdue_jobs(at: datetime) -> Iterator[str]:
    late = DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"]).filter(
        enqueued_at__lt=at - JOB_LIMIT
    )
    for job in late:
        yield f"Job {job.id} ({job.task_path}) has been waiting for more than three days."

"""What must be true of the whole house at any moment; `manage.py fsck` asks it (threats.md, faults)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from awards.choices import SENT, UNDECIDED, ApplicationKind, Audience, Status
from awards.models import Application, Award, Challenge, Remark, StatusChange
from awards.scheme import edition
from awards.selectors.renewals import dated_up_to, first_sent, may_renew
from awards.workflow import TRANSITIONS
from certificates.models import Certificate
from certificates.tasks import make_certificate
from champions.choices import Outcome
from champions.models import AppointmentPhoto, Assignment, Decision
from foundation import ledger
from foundation.auditing.fsck import fsck_audit
from foundation.dates import months_later
from foundation.files.fsck import fsck_files
from portfolios.choices import PLAN_STAGE, PORTFOLIO_STAGES, Gatherer
from portfolios.models import Barrier, Consent, EvidenceFile, EvidenceItem, MilestoneReport
from portfolios.records import portfolio_from
from reports.models import PrivacyRequest, RequestItem

# Longer than any job may take, with its retries (foundation.jobs).
JOB_LIMIT = timedelta(days=3)
STATUS_AFTER = {
    Outcome.AWARD: Status.APPROVED,
    Outcome.CHANGES: Status.CHANGES_REQUESTED,
    Outcome.NOT_YET: Status.DECLINED,
}


def problems(*, at: datetime) -> Iterator[str]:
    """A sentence for everything that is not as it must be."""
    yield from fsck_files()
    yield from fsck_audit()
    yield from histories()
    yield from awards_and_certificates()
    yield from renewals()
    yield from decisions()
    yield from threads()
    yield from plans()
    yield from portfolios()
    yield from evidence()
    yield from visit_photos()
    yield from take_downs()
    yield from overdue_jobs(at)
    yield from unkept_deletions(at)


def histories() -> Iterator[str]:
    """Every step is one the table allows, and the steps lead to what the row shows."""
    statuses: dict[int, str] = {}
    sent: dict[int, datetime] = {}
    changes = StatusChange.objects.defer("snapshot", "note").order_by("application", "at", "pk")
    for change in changes.iterator():
        pk, row = change.application_id, TRANSITIONS.get(change.name)
        if row is None or change.from_status not in row.sources or change.to_status != row.target:
            yield f"Application {pk} took a step that is not allowed: {change.name}."
        if change.from_status != statuses.get(pk, Status.DRAFT.value):
            yield f"Application {pk} has a gap in its history at {change.name}."
        statuses[pk] = change.to_status
        if change.name in ("submit", "resubmit"):
            sent[pk] = change.at
    for application in Application.objects.iterator():
        name = application.reference or application.pk
        if not application.reference:
            yield f"Application {name} has no reference."
        if application.status != statuses.get(application.pk, Status.DRAFT.value):
            yield (f"Application {name} says {application.status}, and its history says otherwise.")
        if application.submitted_at != sent.get(application.pk):
            yield f"Application {name} was sent at another moment than it says."
    steps = StatusChange.objects.filter(name__in=SENT)
    unsent = steps.filter(snapshot__isnull=True, application__contents_deleted_at=None)
    for reference in unsent.values_list("application__reference", flat=True):
        yield f"Application {reference} was sent without a copy of what was sent."
    left = steps.filter(snapshot__isnull=False).exclude(application__contents_deleted_at=None)
    for reference in left.values_list("application__reference", flat=True):
        yield f"Application {reference} says that its contents are deleted, and some are left."


def awards_and_certificates() -> Iterator[str]:
    for award in Award.objects.exclude(application__status=Status.APPROVED):
        yield f"Award {award.uuid} belongs to an application that was not approved."
    current = Certificate.objects.current().filter(award=OuterRef("pk"))
    for award in Award.objects.filter(~Exists(current)):
        yield f"Award {award.uuid} has no current certificate."
    approved = Application.objects.filter(status=Status.APPROVED, award=None)
    for reference in approved.values_list("reference", flat=True):
        yield f"Application {reference} is approved and has no award."
    waiting = _unfinished_jobs().filter(task_path=make_certificate.module_path)
    made_soon = {job.args_kwargs["args"][0] for job in waiting}
    without = Certificate.objects.filter(file=None, file_deleted_at=None)
    for uuid, number in without.values_list("uuid", "number"):
        if str(uuid) not in made_soon:
            yield f"Certificate {number} has no file, and no job makes one."
    rows = Certificate.objects.exclude(file=None).select_related("file")
    for certificate in rows.iterator():
        file = certificate.file
        if file is None or file.sha256 != certificate.sha256:
            yield f"The bytes of certificate {certificate.number} are not the ones it was given."


def renewals() -> Iterator[str]:
    """The dates of awards are the ones that rows and editions make (scheme.md 22)."""
    undecided: dict[int, list[Application]] = {}
    for row in Application.objects.filter(status__in=UNDECIDED):
        undecided.setdefault(row.organisation_id, []).append(row)
    higher: dict[int, list[Award]] = {}
    standing = list(Award.objects.standing().order_by("pk"))
    for award in standing:
        higher.setdefault(award.organisation_id, []).append(award)
    for award in standing:
        if award.valid_until is None or award.grace_until is None:
            continue
        above = [
            each.valid_until
            for each in higher[award.organisation_id]
            if each.valid_until and award.stage in dated_up_to(edition(each.edition), each.stage)
        ]
        if award.due_on != max(above):
            yield f"Award {award.uuid} falls due on a day that no award of theirs says."
        windows = edition(award.edition).windows
        if award.grace_until < award.valid_until + timedelta(days=windows.grace_days):
            yield f"Award {award.uuid} has fewer days of grace than its edition gives."
        sent = [
            first_sent(row)
            for row in undecided.get(award.organisation_id, [])
            if may_renew(row, award)
        ]
        in_time = any(day is not None and day <= award.grace_until for day in sent)
        if in_time is not (award.pending_since is not None and award.pending_until is None):
            yield f"Award {award.uuid} is wrong about whether something that renews it is undecided."
    replaced = Award.objects.filter(superseded_by__isnull=False).select_related("superseded_by")
    for award in replaced:
        after = award.superseded_by
        if after is None or after.runs_from == after.awarded_on or award.due_on is None:
            continue
        days = [day for day in (award.due_on, award.valid_until) if day is not None]
        anniversaries = {months_later(day, 12 * years) for day in days for years in range(10)}
        if after.runs_from not in anniversaries:
            yield f"Award {after.uuid} runs from a day that is no anniversary."


def decisions() -> Iterator[str]:
    """Released by somebody who did not sit (T-39), and followed by what it says."""
    sat = Assignment.objects.filter(panel=OuterRef("panel"), champion__user=OuterRef("released_by"))
    for decision in Decision.objects.released().filter(Exists(sat)):
        yield f"Decision {decision.uuid} was released by somebody who sat on its panel."
    for outcome, status in STATUS_AFTER.items():
        followed = StatusChange.objects.filter(
            application=OuterRef("panel__application"), to_status=status, at=OuterRef("released_at")
        )
        for decision in Decision.objects.released().filter(~Exists(followed), outcome=outcome):
            yield f"Decision {decision.uuid} was released, and its application did not follow."


def threads() -> Iterator[str]:
    """What was said belongs to one case, is shown no wider than it may be, and went back by a letter."""
    for remark in Remark.objects.exclude(challenge=None).exclude(
        challenge__application=F("application")
    ):
        yield f"Remark {remark.uuid} replies to a challenge of another application."
    for remark in Remark.objects.filter(
        audience=Audience.ORGANISATION, challenge__audience=Audience.PANEL
    ):
        yield f"Remark {remark.uuid} is shown wider than its challenge."
    asked = Q(sent_back_in__name="request_changes", sent_back_in__application=F("application"))
    for challenge in Challenge.objects.exclude(sent_back_in=None).exclude(asked):
        yield f"Challenge {challenge.uuid} went back in a step that asked nothing of its application."
    released = Decision.objects.released().filter(outcome=Outcome.CHANGES)
    for decision in released.filter(points__challenge=None).distinct():
        yield f"Decision {decision.uuid} asked for changes, and a point of it cannot be answered."


def plans() -> Iterator[str]:
    """Every application for Silver has its plan, and only an approved one is reported on."""
    silver = Application.objects.filter(
        stage=PLAN_STAGE, kind=ApplicationKind.STAGE, contents_deleted_at=None
    )
    for reference in silver.filter(plan=None).values_list("reference", flat=True):
        yield f"Application {reference} has no delivery plan."
    early = MilestoneReport.objects.exclude(milestone__action__application__status=Status.APPROVED)
    for milestone in early.values_list("milestone__uuid", flat=True).distinct():
        yield f"Milestone {milestone} was reported on before its plan was approved."
    elsewhere = ~Q(action__application=F("application"))
    for barrier in Barrier.objects.exclude(action=None).filter(elsewhere):
        yield f"Barrier {barrier.uuid} names an action of another plan."


def portfolios() -> Iterator[str]:
    """What was sent is there as it was sent, but for what consent has left since."""
    rows = Application.objects.filter(
        stage__in=PORTFOLIO_STAGES, kind=ApplicationKind.STAGE, contents_deleted_at=None
    )
    for reference in rows.filter(portfolio=None).values_list("reference", flat=True):
        yield f"Application {reference} has no portfolio."
    statements = Application.objects.filter(
        kind=ApplicationKind.REVALIDATION, contents_deleted_at=None, statement=None
    )
    for reference in statements.values_list("reference", flat=True):
        yield f"Application {reference} has no statement."
    sent = StatusChange.objects.filter(snapshot__kind__in=["portfolio", "statement"])
    for change in sent.iterator(chunk_size=20):
        record = portfolio_from((change.snapshot or {})["portfolio"])
        items = {str(uuid) for uuid in change.sent_items.values_list("item__uuid", flat=True)}
        if items != {item.id for item in record.items}:
            yield f"What was sent with step {change.pk} is not the evidence that it names."
        kept = dict(change.sent_files.values_list("file__uuid", "file__file__sha256"))
        digests = {file.id: file.sha256 for item in record.items for file in item.files}
        for uuid, digest in kept.items():
            if digest not in (None, digests.get(str(uuid))):
                yield f"Evidence file {uuid} is not the one that was sent with step {change.pk}."


def evidence() -> Iterator[str]:
    """Every piece has its consent, and bytes go only when consent has gone."""
    for uuid in EvidenceItem.objects.filter(consent=None).values_list("uuid", flat=True):
        yield f"Evidence {uuid} has no consent."
    files = EvidenceFile.objects.values_list("uuid", flat=True)
    for uuid in files.filter(file=None, item__consent__forgotten_at=None):
        yield f"Evidence file {uuid} has lost its bytes, and nobody took consent back."
    for uuid in files.exclude(file=None).exclude(item__consent__forgotten_at=None):
        yield f"Evidence file {uuid} should be forgotten and is not."


def visit_photos() -> Iterator[str]:
    """A photo of a visit is a panel's, of the organisation that was visited, and shown with its visit."""
    rows = AppointmentPhoto.objects.all()
    foreign = ~Q(item__organisation=F("appointment__application__organisation"))
    early = Q(item__shown_at__isnull=False, appointment__shown_at=None)
    for uuid in rows.filter(foreign | early | ~Q(item__gathered_by=Gatherer.PANEL)).values_list(
        "item__uuid", flat=True
    ):
        yield f"Photo {uuid} is not what its visit says of it."
    for uuid in EvidenceItem.objects.of_panels().filter(photo=None).values_list("uuid", flat=True):
        yield f"Photo {uuid} is of no visit."


def take_downs() -> Iterator[str]:
    """What somebody asked to have taken down stays hidden for as long as it is not decided, and no longer."""
    waiting = RequestItem.objects.filter(item=OuterRef("item"), decided_at=None)
    for uuid in (
        Consent.objects.exclude(disputed_at=None)
        .filter(~Exists(waiting))
        .values_list("item__uuid", flat=True)
    ):
        yield f"Evidence {uuid} is hidden because of a request, and nobody has to decide about it."
    for reference in (
        PrivacyRequest.objects.exclude(closed_at=None)
        .filter(items__isnull=False, items__decided_at=None)
        .values_list("reference", flat=True)
    ):
        yield f"Request {reference} was closed while something is hidden because of it."


def overdue_jobs(at: datetime) -> Iterator[str]:
    for job in _unfinished_jobs().filter(enqueued_at__lt=at - JOB_LIMIT):
        yield f"Job {job.id} ({job.task_path}) has been waiting for more than three days."


def unkept_deletions(at: datetime) -> Iterator[str]:
    """What is not in the ledger's store would come back with a restore (F-19)."""
    if count := ledger.waiting_too_long(at=at):
        yield f"Deletions that have waited for more than a day for the ledger's store: {count}."


def _unfinished_jobs() -> "QuerySet[DBTaskResult[..., Any]]":
    return DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"])

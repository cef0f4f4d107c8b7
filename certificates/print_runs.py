"""Many certificates for an award evening: who is in, asking, and the day on which it goes (scheme.md 27)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from awards.choices import AwardCondition, Role
from awards.models import User
from awards.permissions import need_officer
from certificates.artwork import STAGES
from certificates.models import Certificate, PrintRun, PrintRunPage
from certificates.print_jobs import make_print_run
from foundation import audit
from foundation.dates import london_date
from foundation.files import remove
from foundation.jobs import enqueue
from foundation.progress import HowFar, how_far
from foundation.refusals import Link, Refused

# It can be made again at any time.
KEEP = timedelta(days=30)
MOST = 1000
LONGEST_TITLE = 100


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Awarded since and until, both days included; an empty stage is every stage."""

    since: date | None = None
    until: date | None = None
    stage: str = ""


@dataclass(frozen=True)
class LeftOut:
    certificate: Certificate
    why: str


@dataclass(frozen=True)
class Choice:
    """What is to be printed, in order, and what is not."""

    printed: list[Certificate]
    left_out: list[LeftOut]

    @property
    def is_too_many(self) -> bool:
        return len(self.printed) > MOST


def matching(filters: Filters, *, officer: User) -> "QuerySet[Certificate]":
    found = Certificate.objects.visible_to(officer).with_award()
    if filters.since:
        found = found.filter(awarded_on__gte=filters.since)
    if filters.until:
        found = found.filter(awarded_on__lte=filters.until)
    return found.filter(stage=filters.stage) if filters.stage else found


def choose(certificates: Iterable[Certificate], *, on: date) -> Choice:
    """Each is printed, or left out with the reason; by stage, then by name."""
    printed: list[Certificate] = []
    left_out: list[LeftOut] = []
    for certificate in sorted(certificates, key=_order):
        why = reason_against(certificate, on=on)
        if why:
            left_out.append(LeftOut(certificate, why))
        else:
            printed.append(certificate)
    return Choice(printed, left_out)


def reason_against(certificate: Certificate, *, on: date) -> str:
    """Why it should not hang on a wall; empty when it may."""
    condition = certificate.condition(on)
    if condition is AwardCondition.REVOKED:
        return "Taken back"
    if condition is AwardCondition.SUPERSEDED:
        return "Replaced by a newer one"
    if condition is AwardCondition.LAPSED:
        return "Lapsed"
    if certificate.file_id is None:
        return (
            "Its file was deleted" if certificate.file_deleted_at else "Its file is not there yet"
        )
    return ""


def ask_for_print_run(
    *, certificates: Sequence[UUID], title: str, crop_marks: bool, actor: User, at: datetime
) -> PrintRun:
    """One at a time for each officer, because a long one keeps a worker busy for minutes."""
    need_officer(actor)
    with transaction.atomic():
        # Of two clicks at once, the second waits here.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        _refuse_second(actor, at=at)
        found = Certificate.objects.visible_to(actor).with_award().filter(uuid__in=certificates)
        choice = choose(found, on=london_date(at))
        if not choice.printed:
            raise Refused("None of these certificates can be printed. Choose others.")
        if choice.is_too_many:
            raise Refused(f"Choose at most {MOST:,} certificates. Make two print runs of them.")
        run = PrintRun.objects.create(
            title=title, crop_marks=crop_marks, asked_by=actor, asked_at=at
        )
        PrintRunPage.objects.bulk_create(
            PrintRunPage(run=run, place=place, certificate=certificate)
            for place, certificate in enumerate(choice.printed, start=1)
        )
        _record("print_run.asked", run, actor=actor, at=at, certificates=len(choice.printed))
        enqueue(make_print_run, run.uuid)
    return run


def print_again(*, run: PrintRun, actor: User, at: datetime) -> None:
    """After it failed for good. Of several people who press the button at once, one starts it."""
    need_officer(actor)
    far = progress_of(run, at=at)
    if far is None or not far.has_failed:
        raise Refused("This print run is being made, or is there already.")
    with transaction.atomic():
        mine = PrintRun.objects.filter(pk=run.pk, asked_at=run.asked_at, book=None)
        if mine.update(asked_at=at):
            _record("print_run.asked", run, actor=actor, at=at)
            enqueue(make_print_run, run.uuid)


def progress_of(run: PrintRun, *, at: datetime) -> HowFar | None:
    """How far its book is; none when it is there."""
    if run.book_id is not None:
        return None
    return how_far(make_print_run, run.uuid, since=run.asked_at, at=at)


def sheets_of(run: PrintRun) -> "QuerySet[PrintRunPage]":
    """Its pages in order, each with what its certificate is worth today."""
    return run.sheets.select_related("certificate__award__organisation", "certificate__file")


def note_downloaded(run: PrintRun, *, what: str, actor: User, at: datetime) -> None:
    """Many names at once: who took them along is written down."""
    audit.record(
        "print_run.downloaded",
        actor=actor,
        target=run,
        at=at,
        role=Role.OFFICER,
        details={"file": what},
    )


def delete_print_run(run: PrintRun, *, at: datetime) -> bool:
    """The run with its files. Certificates stay as they are."""
    with transaction.atomic():
        locked = PrintRun.objects.select_for_update(no_key=True).filter(pk=run.pk).first()
        # Somebody asked for it again meanwhile.
        if locked is None or locked.asked_at != run.asked_at:
            return False
        parts = list(locked.parts.select_related("file"))
        files = [part.file for part in parts] + ([locked.book] if locked.book else [])
        locked.parts.all().delete()
        locked.delete()
        for file in files:
            remove(file)
        audit.record("print_run.deleted", actor=None, target=run, at=at)
    return True


def _refuse_second(actor: User, *, at: datetime) -> None:
    for run in PrintRun.objects.filter(asked_by=actor, book=None):
        far = progress_of(run, at=at)
        if far is not None and not far.has_failed:
            raise Refused(
                f"Your print run “{run.title}” is still being made. Wait until it is ready.",
                link=Link("See how far it is", run.get_absolute_url()),
            )


def _order(certificate: Certificate) -> tuple[int, str, str]:
    stages = list(STAGES)
    return (
        stages.index(certificate.stage),
        certificate.printed_name.casefold(),
        certificate.number,
    )


def _record(event: str, run: PrintRun, *, actor: User, at: datetime, **details: int) -> None:
    audit.record(event, actor=actor, target=run, at=at, role=Role.OFFICER, details=details)

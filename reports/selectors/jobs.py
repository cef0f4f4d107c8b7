"""Jobs in the words of people: what each kind is, what it means while it is not done, and for whom it is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from celebrations.models import EventPrint, RecognitionEvent, Spotlight
from certificates.models import Certificate, LogoPack, PrintRun, PublicityPack, SigningKey
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.jobs import in_words
from foundation.models import DeadLetter, OutboxMessage, PrivateFile
from portfolios.models import Printout
from reports.models import AccessPackage, Erasure

# The first thing a job was given → for whom or what it is. One query for all of a kind.
Names = Callable[[Sequence[UUID]], dict[UUID, str]]


@dataclass(frozen=True, kw_only=True)
class JobKind:
    title: str
    # What it means for people that it is not done.
    means: str
    names: Names | None = None


def _certificates(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = Certificate.objects.filter(uuid__in=ids)
    return {row.uuid: f"{row.printed_name}, {row.stage.capitalize()}, {row.number}" for row in rows}


def _packs(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = LogoPack.objects.filter(uuid__in=ids)
    return {
        row.uuid: f"{row.stage.capitalize()} {row.year}" if row.year else row.stage.capitalize()
        for row in rows
    }


def _keys(ids: Sequence[UUID]) -> dict[UUID, str]:
    return dict(SigningKey.objects.filter(uuid__in=ids).values_list("uuid", "key_id"))


def _publicity_packs(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = PublicityPack.objects.filter(uuid__in=ids).select_related("certificate")
    return {row.uuid: f"{row.certificate.printed_name}, {row.certificate.number}" for row in rows}


def _print_runs(ids: Sequence[UUID]) -> dict[UUID, str]:
    return dict(PrintRun.objects.filter(uuid__in=ids).values_list("uuid", "title"))


def _printouts(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = Printout.objects.filter(uuid__in=ids).select_related("application__organisation")
    return {
        row.uuid: f"{row.application.organisation}, {row.application.reference}" for row in rows
    }


def _spotlights(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = Spotlight.objects.filter(uuid__in=ids).select_related("organisation")
    return {row.uuid: str(row.organisation) for row in rows}


def _events(ids: Sequence[UUID]) -> dict[UUID, str]:
    return dict(RecognitionEvent.objects.filter(uuid__in=ids).values_list("uuid", "name"))


def _event_prints(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = EventPrint.objects.filter(uuid__in=ids).select_related("event")
    return {row.uuid: str(row) for row in rows}


def _packages(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = AccessPackage.objects.filter(uuid__in=ids).select_related("person")
    return {row.uuid: str(row.person) for row in rows}


def _erasures(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Never whom it is about: that name is to go."""
    rows = Erasure.objects.filter(uuid__in=ids)
    return {row.uuid: f"Ordered on {show_date(london_date(row.ordered_at))}" for row in rows}


def _files(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Not its name, which may name a child."""
    rows = PrivateFile.objects.filter(uuid__in=ids)
    return {row.uuid: f"Sent on {show_date(london_date(row.uploaded_at))}" for row in rows}


def _mails(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = OutboxMessage.objects.filter(uuid__in=ids).only("uuid", "subject", "to")
    return {row.uuid: f"“{row.subject}” to {row.to}" for row in rows}


_NIGHT = "Files are safe. That they are, was not looked at this night."
KINDS: dict[str, JobKind] = {
    "certificates.tasks.make_certificate": JobKind(
        title="Make a certificate",
        means="The award is held, but its certificate can’t be downloaded yet.",
        names=_certificates,
    ),
    "certificates.tasks.make_logo_pack": JobKind(
        title="Draw a logo pack",
        means="Those who hold this award can’t download its logos yet.",
        names=_packs,
    ),
    "certificates.lost_keys.issue_again": JobKind(
        title="Issue the certificates of a lost key again",
        means="Certificates still bear the signature of a key that somebody else may have.",
        names=_keys,
    ),
    "certificates.publicity_job.make_publicity_pack": JobKind(
        title="Make a publicity pack",
        means="Somebody waits to show their award. They can ask for it again themselves.",
        names=_publicity_packs,
    ),
    "certificates.print_jobs.make_print_run": JobKind(
        title="Print certificates for an award evening",
        means="An officer waits for the pages. The signed files can be downloaded meanwhile.",
        names=_print_runs,
    ),
    "celebrations.tasks.make_copies": JobKind(
        title="Make the pictures of a spotlight ready",
        means="A story is shown, or waits for an officer, without its pictures.",
        names=_spotlights,
    ),
    "celebrations.services.events.inviting.send_invitations": JobKind(
        title="Invite to a recognition event",
        means="Organisations on its list do not know yet that they are invited.",
        names=_events,
    ),
    "celebrations.services.events.telling.tell_of_change": JobKind(
        title="Tell of a recognition event that was moved",
        means="People may come at the old time, or to the old place.",
        names=_events,
    ),
    "celebrations.services.events.telling.tell_of_calling_off": JobKind(
        title="Tell of a recognition event that is called off",
        means="People may come to an event that does not take place.",
        names=_events,
    ),
    "celebrations.tasks.make_event_print": JobKind(
        title="Print a list for a recognition event",
        means="An officer waits for name cards or another list. They can ask for it again themselves.",
        names=_event_prints,
    ),
    "portfolios.tasks.make_printout": JobKind(
        title="Print a plan or a portfolio",
        means="Somebody waits for a PDF or Word file. They can ask for it again themselves.",
        names=_printouts,
    ),
    "reports.tasks.make_access_package": JobKind(
        title="Make a copy of a person’s data",
        means="An officer waits for it to answer a request. The law gives a month.",
        names=_packages,
    ),
    "reports.services.erasure.ordering.carry_out": JobKind(
        title="Delete what an officer ordered",
        means="It was promised to somebody that this goes, and it is still here.",
        names=_erasures,
    ),
    "foundation.files.checking.check_file": JobKind(
        title="Check a file for viruses",
        means="Nobody can open the file yet. It is looked at again by itself.",
        names=_files,
    ),
    "foundation.files.sweep.sweep_store": JobKind(
        title="Take away files that belong to nothing",
        means="Nobody misses anything. The next night tries again.",
    ),
    "foundation.files.sweep.look_at_share": JobKind(
        title="Look whether kept files are whole", means=_NIGHT
    ),
    "foundation.files.sweep.look_again": JobKind(title="Look again at damaged files", means=_NIGHT),
    "foundation.outbox.deliver_mail": JobKind(
        title="Send an e-mail",
        means="Somebody has not got a message. It is listed under e-mails as well.",
        names=_mails,
    ),
}
UNKNOWN = JobKind(title="Other work", means="We cannot say whom it concerns.")


def kind_of(path: str) -> JobKind:
    return KINDS.get(path, UNKNOWN)


@dataclass(frozen=True)
class Line:
    """One dead letter, for officers."""

    letter: DeadLetter
    kind: JobKind
    about: str

    @property
    def reason(self) -> str:
        return in_words(self.letter.error_class)

    @property
    def is_open(self) -> bool:
        return self.letter.retried_at is None and self.letter.given_up_at is None


def lines_of(letters: Iterable[DeadLetter]) -> list[Line]:
    """A query for each kind among them, however many there are."""
    letters = list(letters)
    ids: dict[str, list[UUID]] = defaultdict(list)
    for letter in letters:
        if (given := _id_of(letter)) is not None:
            ids[letter.task_path].append(given)
    found: dict[tuple[str, UUID], str] = {}
    for path, given_ids in ids.items():
        names = kind_of(path).names
        if names is not None:
            found |= {(path, each): words for each, words in names(given_ids).items()}
    return [
        Line(
            letter,
            kind_of(letter.task_path),
            found.get((letter.task_path, given), "") if (given := _id_of(letter)) else "",
        )
        for letter in letters
    ]


def _id_of(letter: DeadLetter) -> UUID | None:
    try:
        return UUID(str(letter.args[0]))
    except (IndexError, ValueError):
        return None


@dataclass(kw_only=True)
class Queue:
    """How much of one kind there is to do."""

    kind: JobKind
    due: int = 0
    running: int = 0
    paused: int = 0
    dead: int = 0
    oldest: datetime | None = None


def queues(*, at: datetime) -> list[Queue]:
    """Two queries: what is in the queue, and what died."""
    found: dict[str, Queue] = {}

    def queue(path: str) -> Queue:
        return found.setdefault(path, Queue(kind=kind_of(path)))

    waiting = Q(status=TaskResultStatus.READY)
    paused = waiting & Q(run_after__gt=at) & ~Q(run_after=get_date_max())
    rows = (
        DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
        .order_by()
        .values("task_path")
        .annotate(
            due=Count("pk", filter=waiting & ~paused),
            running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
            paused=Count("pk", filter=paused),
            oldest=Min("enqueued_at"),
        )
    )
    for row in rows:
        each = queue(row["task_path"])
        each.due, each.running, each.paused = row["due"], row["running"], row["paused"]
        each.oldest = row["oldest"]
    dead = DeadLetter.objects.unanswered().order_by().values_list("task_path")
    for path, number in dead.annotate(number=Count("pk")):
        queue(path).dead = number
    return sorted(found.values(), key=lambda each: each.kind.title)

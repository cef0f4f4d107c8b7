"""The list of an organisation's evidence, narrowed in the database: a thousand pieces cost what one costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextChoices

from awards.models import Organisation
from foundation.models import PrivateFile
from portfolios.choices import EvidenceKind, ShowsPeople
from portfolios.models import AffirmedItem, EvidenceFile, EvidenceItem
from portfolios.models.evidence import EvidenceQuerySet
from portfolios.records import NO_EYES, Eyes, ItemRecord
from portfolios.selectors.evidence.names import Names
from portfolios.selectors.evidence.reading import records_of
from portfolios.selectors.evidence.steps import todo_of

WAITING, CLEAN, REFUSED = (
    PrivateFile.State.QUARANTINED,
    PrivateFile.State.CLEAN,
    PrivateFile.State.REFUSED,
)


class Standing(TextChoices):
    """How a piece stands. A list can be narrowed by each; the first that holds is shown."""

    DISPUTED = "disputed", "Hidden while we look into a request"
    HIDDEN = "hidden", "Hidden"
    LEFT_OUT = "left-out", "Left out"
    REFUSED = "refused", "A file was refused"
    CHECKING = "checking", "Still being checked"
    TRAY = "tray", "Waits to be placed"
    CONSENT = "consent", "Consent not said"
    CHOSEN = "chosen", "In a statement"
    PLACED = "placed", "In your portfolio"


# The shape of each (`_status.html`).
SHAPES = {
    Standing.DISPUTED: "stopped",
    Standing.HIDDEN: "stopped",
    Standing.LEFT_OUT: "stopped",
    Standing.REFUSED: "attention",
    Standing.CHECKING: "waiting",
    Standing.TRAY: "todo",
    Standing.CONSENT: "attention",
    Standing.CHOSEN: "done",
    Standing.PLACED: "done",
}


@dataclass(frozen=True)
class Filters:
    query: str = ""
    kind: str = ""
    # Codes: what it shows, and what it shows as well.
    shows: str = ""
    also: str = ""
    state: str = ""

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Row:
    """One piece, as a line of a list. Of a hidden one there is no more than the title."""

    id: str
    title: str
    standing: Standing
    kind: str = ""
    happened_on: date | None = None
    shows: str = ""
    # What there is to look at: “2 pictures, 1 PDF”.
    files: str = ""
    # The id of a picture whose small one can be shown.
    thumbnail: str = ""
    # In place of a small picture: “PDF”, “Link”, “Text”.
    word: str = ""
    # Sentences with their addresses.
    todo: tuple[tuple[str, str], ...] = ()
    restricted: bool = False

    @property
    def shape(self) -> str:
        return SHAPES[self.standing]


def of_organisation(organisation: Organisation, *, eyes: Eyes = NO_EYES) -> EvidenceQuerySet:
    """As far as these eyes may see it."""
    return EvidenceItem.objects.kept().filter(organisation=organisation).open_to(eyes)


def withheld_count(organisation: Organisation, eyes: Eyes) -> int:
    """How many are restricted, and not shown to these eyes. No query where nothing ever is."""
    if eyes.everything:
        return 0
    rows = EvidenceItem.objects.kept().filter(organisation=organisation)
    return rows.withheld_from(eyes).count()


def tray(organisation: Organisation, *, on: date, eyes: Eyes = NO_EYES) -> EvidenceQuerySet:
    """What nobody has placed yet, nor chosen for a statement."""
    return of_organisation(organisation, eyes=eyes).waiting().shown(on)


def next_in_tray(item: EvidenceItem, *, on: date, eyes: Eyes = NO_EYES) -> str:
    """Another piece that waits; empty when there is none."""
    rows = tray(item.organisation, on=on, eyes=eyes).exclude(pk=item.pk)
    found: UUID | None = rows.values_list("uuid", flat=True).first()
    return str(found or "")


def library(
    organisation: Organisation, filters: Filters, *, names: Names, on: date, eyes: Eyes = NO_EYES
) -> EvidenceQuerySet:
    """What is asked for; without filters everything that the tray does not show already."""
    rows = of_organisation(organisation, eyes=eyes)
    if not filters.any:
        waiting = tray(organisation, on=on, eyes=eyes)
        return rows.exclude(pk__in=waiting.order_by().values("pk"))
    if filters.query:
        rows = rows.filter(_matches(filters.query, on))
    if filters.kind:
        rows = rows.shown(on).filter(kind=filters.kind)
    for code in filter(None, (filters.shows, filters.also)):
        rows = rows.shown(on).showing(code, names.scheme)
    return _standing(rows, filters.state, on) if filters.state else rows


def rows_of(items: Sequence[EvidenceItem], *, names: Names, on: date) -> list[Row]:
    """For one page of a list, rows with their consents: four queries."""
    records = records_of(items, on=on)
    keys = [item.pk for item in items]
    pictures, chosen = _thumbnails(keys), _chosen_among(keys)
    return [
        _row(
            item,
            record,
            pictures.get(item.pk, ""),
            chosen=item.pk in chosen,
            names=names,
            on=on,
        )
        for item, record in zip(items, records, strict=True)
    ]


def standing_of(item: EvidenceItem, record: ItemRecord, *, chosen: bool) -> Standing:
    """`chosen`: a statement has it, so somebody has said what it shows."""
    states = {file.state for file in record.files}
    if record.hidden:
        return Standing.HIDDEN if item.consent.disputed_at is None else Standing.DISPUTED
    if item.left_out:
        return Standing.LEFT_OUT
    if REFUSED in states:
        return Standing.REFUSED
    if WAITING in states:
        return Standing.CHECKING
    if not record.shows and not chosen:
        return Standing.TRAY
    if not _consent_is_said(record):
        return Standing.CONSENT
    return Standing.PLACED if record.shows else Standing.CHOSEN


def _consent_is_said(record: ItemRecord) -> bool:
    """Nobody is in it; or who is, who holds the forms and when they agreed (`gaps.consent`)."""
    if record.shows_people != ShowsPeople.PEOPLE:
        return bool(record.shows_people)
    return bool(record.people and record.holder and record.consent_given_on)


def kind_of_file(name: str, content_type: str) -> str:
    """A word for what it is: “Picture”, or the ending people know it by."""
    if content_type.startswith("image/"):
        return "Picture"
    return name.rpartition(".")[2].upper() if "." in name else "File"


def _matches(query: str, on: date) -> Q:
    """Every character as it is typed (T-87). A hidden piece is found by its title alone."""
    files = EvidenceFile.objects.filter(
        item=OuterRef("pk"), removed_at=None, file__display_name__icontains=query
    )
    told = Q(about__icontains=query) | Q(who__icontains=query) | Q(Exists(files))
    shown = Q(pk__in=EvidenceItem.objects.shown(on).order_by().values("pk"))
    return Q(title__icontains=query) | (shown & told)


_CONSENT_OPEN = Q(consent__shows_people="") | Q(consent__shows_people=ShowsPeople.PEOPLE) & (
    Q(consent__children=False, consent__young_people=False, consent__adults=False)
    | Q(consent__holder="")
    | Q(consent__given_on=None)
)


def _standing(rows: EvidenceQuerySet, state: str, on: date) -> EvidenceQuerySet:
    match Standing(state):
        case Standing.DISPUTED:
            return rows.filter(consent__disputed_at__isnull=False)
        case Standing.HIDDEN:
            return rows.hidden(on)
        case Standing.LEFT_OUT:
            return rows.filter(left_out=True)
        case Standing.REFUSED:
            return rows.shown(on).filter(_file_that_is(REFUSED))
        case Standing.CHECKING:
            return rows.shown(on).filter(_file_that_is(WAITING))
        case Standing.TRAY:
            return rows.shown(on).waiting()
        case Standing.CONSENT:
            return rows.shown(on).filter(_CONSENT_OPEN)
        case Standing.CHOSEN:
            return rows.shown(on).in_statement_alone()
        case Standing.PLACED:
            return rows.shown(on).in_portfolio()


def _file_that_is(state: str) -> Exists:
    return Exists(
        EvidenceFile.objects.filter(item=OuterRef("pk"), removed_at=None, file__state=state)
    )


def _chosen_among(keys: Sequence[int]) -> frozenset[int]:
    rows = AffirmedItem.objects.filter(item__in=keys)
    return frozenset(rows.values_list("item", flat=True))


def _thumbnails(keys: Sequence[int]) -> dict[int, str]:
    """Of each piece the first picture that has a small one."""
    found: dict[int, str] = {}
    rows = EvidenceFile.objects.filter(item__in=keys, removed_at=None, file__state=CLEAN)
    rows = rows.exclude(file__thumbnail_key="").order_by("pk")
    for item, uuid in rows.values_list("item", "uuid"):
        found.setdefault(item, str(uuid))
    return found


def _row(
    item: EvidenceItem,
    record: ItemRecord,
    thumbnail: str,
    *,
    chosen: bool,
    names: Names,
    on: date,
) -> Row:
    standing = standing_of(item, record, chosen=chosen)
    row = Row(record.id, str(item), standing, restricted=record.restricted)
    if record.restricted:
        # To see more than what it is called is a look, and has a page of its own.
        thumbnail = ""
    if record.hidden:
        return row
    return replace(
        row,
        kind=EvidenceKind(record.kind).label if record.kind else "",
        happened_on=record.happened_on,
        shows=names.in_short(record.shows),
        files=_files_in_words(record),
        thumbnail=thumbnail,
        word="" if thumbnail else _word(record),
        todo=tuple(todo_of(record, chosen=chosen, scheme=names.scheme, on=on)),
    )


def _files_in_words(record: ItemRecord) -> str:
    counts: dict[str, int] = defaultdict(int)
    for file in record.files:
        counts[kind_of_file(file.name, file.content_type)] += 1
    parts = [
        f"{count} {'pictures' if count > 1 else 'picture'}"
        if word == "Picture"
        else f"{count} {word}"
        for word, count in counts.items()
    ]
    return ", ".join([*parts, *(["a link"] if record.url else [])])


def _word(record: ItemRecord) -> str:
    if record.files:
        return kind_of_file(record.files[0].name, record.files[0].content_type)
    return "Link" if record.url else "Text"

"""Privacy requests as officers' pages show them. Queries are constant, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from foundation.dates import london_date
from foundation.forms import show_date
from foundation.models import PrivateFile
from portfolios.models import EvidenceFile, EvidenceItem
from reports.choices import RequestKind
from reports.models import PrivacyRequest, RequestItem
from reports.records.clock import clock_of, extended_to

SOON = timedelta(days=7)
OPEN, LATE, CLOSED = "open", "late", "closed"


@dataclass(frozen=True)
class Standing:
    """Where one stands: a shape and a word (`_status.html`), whose turn it is, and what is next."""

    shape: str
    word: str
    turn: str
    sentence: str


@dataclass(frozen=True)
class Row:
    request: PrivacyRequest
    who: str
    standing: Standing


@dataclass(frozen=True)
class Piece:
    """A piece of evidence to choose from. Of a hidden one there is no more than the title."""

    item: EvidenceItem
    thumbnail: str
    # Why nobody sees it, if nobody does.
    hidden: str
    is_chosen: bool

    @property
    def word(self) -> str:
        """In place of a small picture."""
        if self.thumbnail:
            return ""
        if self.hidden:
            return "Hidden"
        return "Restricted" if self.item.restricted_at else "No picture"


def requests(*, on: date, kind: str = "", state: str = OPEN) -> QuerySet[PrivacyRequest]:
    """Open ones first, the nearest date on top; then the closed ones, the latest on top."""
    rows = PrivacyRequest.objects.defer("what").prefetch_related("items")
    if state in (OPEN, CLOSED):
        rows = rows.filter(closed_at__isnull=state == OPEN)
    if state == LATE:
        rows = rows.filter(closed_at=None, due_on__lt=on)
    if kind in RequestKind.values:
        rows = rows.filter(kind=kind)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "due_on", "pk")


def rows_of(page: Sequence[PrivacyRequest], *, on: date) -> list[Row]:
    return [
        Row(each, who_asks(each), standing_of(each, list(each.items.all()), on=on)) for each in page
    ]


def who_asks(request: PrivacyRequest) -> str:
    said = request.get_asked_as_display()
    return f"{request.name}: {said}" if request.name else said


def standing_of(request: PrivacyRequest, items: Sequence[RequestItem], *, on: date) -> Standing:
    if request.closed_at is not None:
        closed = show_date(london_date(request.closed_at))
        return Standing(
            "done", f"Closed: {request.get_outcome_display()}", "Nobody", f"Closed on {closed}."
        )
    shape, word = _urgency(request.due_on, on)
    return Standing(shape, word, "SEND officers", next_step(request, items))


def next_step(request: PrivacyRequest, items: Sequence[RequestItem]) -> str:
    """The one thing to do now."""
    until = f"by {show_date(request.due_on)}"
    waiting = sum(item.decided_at is None for item in items)
    if request.kind == RequestKind.TAKE_DOWN and not items:
        return f"Find what it is about and hide it, {until}."
    if waiting:
        pieces = "the piece that is hidden" if waiting == 1 else f"{waiting} pieces that are hidden"
        return f"Decide about {pieces}, {until}."
    if items:
        return f"Everything is decided. Close it with an answer, {until}."
    if request.acknowledged_at is None:
        return f"Tell them that it is here. Answer it {until}."
    return f"Answer it {until}."


def log_of(request: PrivacyRequest) -> list[dict[str, object]]:
    """Newest first, as `_timeline.html` shows it."""
    return [
        {
            "title": entry.get_kind_display(),
            "when": entry.at,
            "by": str(entry.actor) if entry.actor else "",
            "text": entry.text,
        }
        for entry in request.entries.select_related("actor").order_by("-at", "-pk")
    ]


def items_of(request: PrivacyRequest) -> list[RequestItem]:
    rows = request.items.select_related("item__organisation", "item__consent", "decided_by")
    return list(rows)


def more_time(request: PrivacyRequest, *, on: date) -> date | None:
    """The later date that an officer may give today, if any."""
    if not request.is_open or request.extended_at is not None or on > request.due_on:
        return None
    return extended_to(request.kind, london_date(request.received_at))


def source_of(request: PrivacyRequest) -> str:
    return clock_of(request.kind).source


def pieces(*, organisation: str, title: str) -> QuerySet[EvidenceItem]:
    """Of all organisations, also what one has removed, as long as there is something left to hide."""
    rows = EvidenceItem.objects.filter(consent__forgotten_at=None)
    if organisation:
        named = Q(organisation__name__icontains=organisation)
        rows = rows.filter(named | Q(organisation__printed_name__icontains=organisation))
    if title:
        rows = rows.filter(title__icontains=title)
    return rows.select_related("organisation", "consent").order_by("-created_at", "-pk")


def pieces_of(page: Sequence[EvidenceItem], request: PrivacyRequest, *, on: date) -> list[Piece]:
    """For one page of a list: two queries."""
    here = [item for item in page if item.removed_at is None and not item.is_unshown]
    shown = [item for item in here if not _why_hidden(item, on)]
    pictures = _thumbnails([item.pk for item in shown if item.restricted_at is None])
    chosen = set(
        RequestItem.objects.filter(request=request, item__in=page).values_list("item", flat=True)
    )
    return [
        Piece(item, pictures.get(item.pk, ""), _why_hidden(item, on), item.pk in chosen)
        for item in page
    ]


def _thumbnails(keys: Sequence[int]) -> dict[int, str]:
    """Of each piece the first picture that has a small one."""
    rows = EvidenceFile.objects.filter(
        item__in=keys, removed_at=None, file__state=PrivateFile.State.CLEAN
    ).exclude(file__thumbnail_key="")
    found: dict[int, str] = {}
    for item, uuid in rows.order_by("pk").values_list("item", "uuid"):
        found.setdefault(item, str(uuid))
    return found


def _why_hidden(item: EvidenceItem, on: date) -> str:
    if item.consent.disputed_at is not None:
        return "Hidden while we look into a request"
    return "Hidden: consent has ended" if item.consent.is_hidden(on) else ""


def _urgency(due_on: date, on: date) -> tuple[str, str]:
    days = (due_on - on).days
    if days < 0:
        return "attention", "Late"
    if days == 0:
        return "attention", "Due today"
    return ("waiting", "Due soon") if days <= SOON.days else ("now", "Open")

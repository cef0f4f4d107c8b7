"""Ticking in the whole library which evidence shows one thing, for a portfolio or for a statement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from awards.models import Application
from awards.views.person import person
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.pagination import page_of, querystring_without_page
from foundation.text import clean_text
from portfolios.choices import UNNAMED, EvidenceKind
from portfolios.forms.portfolio.choosing import NEXT, ChooseEvidenceForm
from portfolios.models import EvidenceItem
from portfolios.models.evidence import EvidenceQuerySet

PER_PAGE = 50


@dataclass(frozen=True)
class Choice:
    """What is chosen for, as its own view knows it."""

    application: Application
    # What the evidence is to show.
    title: str
    caption: str
    # Whether a piece is chosen already.
    ticked: Exists
    # The page where that thing is told, and where new evidence for it is added.
    back: str
    add: str


def choose(
    request: HttpRequest, choice: Choice, save: Callable[[ChooseEvidenceForm], int]
) -> HttpResponse:
    """`save` takes what was ticked and what was not any more, and says how many pieces changed."""
    search = clean_text(request.GET.get("q", ""))[:100]
    page = page_of(_rows(request, choice, search), request, per_page=PER_PAGE)
    items = list(page.object_list)
    ticked = [str(item.uuid) for item in items if item.is_ticked]  # type: ignore[attr-defined]
    form = ChooseEvidenceForm(
        request.POST if request.method == "POST" else None,
        offered=_offered([*items, *_posted(request, choice, items)]),
        more=page.has_next(),
        initial={"items": ticked, "was": ",".join(ticked)},
    )
    back = with_from(request, choice.back)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _said(save(form)))
        if request.POST.get("action") == NEXT and page.has_next():
            onward = request.GET.copy()
            onward["page"] = str(page.next_page_number())
            return redirect(f"{request.path}?{onward.urlencode()}")
        return redirect(back)
    context = {
        "application": choice.application,
        "title": choice.title,
        "caption": choice.caption,
        "form": form,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "search": search,
        "from": "check" if request.GET.get("from") == "check" else "",
        "back": back,
        "add": choice.add,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_evidence.html", context, status=status)


def with_from(request: HttpRequest, address: str) -> str:
    """The way back to the check page stays open."""
    suffix = "?from=check" if request.GET.get("from") == "check" else ""
    return f"{address}{suffix}"


def _rows(request: HttpRequest, choice: Choice, search: str) -> EvidenceQuerySet:
    """All that may be seen and shown, the latest first; also what is left out or not placed yet."""
    rows = (
        EvidenceItem.objects.visible_to(person(request))
        .kept()
        .shown(london_date(timezone.now()))
        .filter(organisation=choice.application.organisation_id)
        .with_place()
        .annotate(is_ticked=choice.ticked)
    )
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(about__icontains=search))
    return rows


def _posted(
    request: HttpRequest, choice: Choice, items: Iterable[EvidenceItem]
) -> list[EvidenceItem]:
    """What was on the page when it was opened, and has moved to another since."""
    ids = _uuids(request.POST) - {item.uuid for item in items}
    return list(_rows(request, choice, "").filter(uuid__in=ids)) if ids else []


def _uuids(posted: QueryDict) -> set[UUID]:
    found = set()
    for text in posted.getlist("items")[: 2 * PER_PAGE]:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _offered(items: Iterable[EvidenceItem]) -> list[tuple[str, str, str]]:
    return [(str(item.uuid), item.title or UNNAMED, _hint(item)) for item in items]


def _hint(item: EvidenceItem) -> str:
    placed = item.is_placed or item.is_chosen  # type: ignore[attr-defined]
    words = [
        str(EvidenceKind(item.kind).label) if item.kind else "",
        show_date(item.happened_on) if item.happened_on else "",
        "says what changed" if item.changed.strip() else "",
        "" if placed else "waits to be placed",
        "left out" if item.left_out else "",
    ]
    return ", ".join(filter(None, words))


def _said(changed: int) -> str:
    if not changed:
        return "Nothing was changed."
    return "Saved." if changed == 1 else f"Saved: {changed} pieces of evidence changed."

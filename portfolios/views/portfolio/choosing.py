"""Which evidence shows one thing, ticked where that thing is told: the tags of a whole list at once."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import Organisation, User
from awards.views.person import person
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.pagination import page_of, querystring_without_page
from foundation.text import clean_text
from portfolios.choices import UNNAMED, EvidenceKind
from portfolios.forms.portfolio.choosing import NEXT, ChooseEvidenceForm
from portfolios.models import EvidenceItem, EvidenceTag
from portfolios.services.evidence import tag_items
from portfolios.views.portfolio.answers import question_or_404
from portfolios.views.portfolio.evidence import subject_of, takes_evidence
from portfolios.views.portfolio.loading import Writing, caption, load_for_writing

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence(request: HttpRequest, application: UUID, code: str) -> HttpResponse:
    """It writes nothing of the application: evidence is the organisation's own, and always open."""
    writing = load_for_writing(request, application)
    found = writing.application
    title, back = _subject(writing, code)
    search = clean_text(request.GET.get("q", ""))[:100]
    page = page_of(
        _rows(person(request), found.organisation, code, search), request, per_page=PER_PAGE
    )
    items = list(page.object_list)
    ticked = [str(item.uuid) for item in items if item.is_ticked]  # type: ignore[attr-defined]
    form = ChooseEvidenceForm(
        request.POST if request.method == "POST" else None,
        offered=offered([*items, *_posted(request, found.organisation, code, items)]),
        more=page.has_next(),
        initial={"items": ticked, "was": ",".join(ticked)},
    )
    if request.method == "POST" and form.is_valid():
        changed = tag_items(
            organisation=found.organisation,
            code=code,
            add=form.add,
            remove=form.remove,
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, said(changed))
        if request.POST.get("action") == NEXT and page.has_next():
            onward = request.GET.copy()
            onward["page"] = str(page.next_page_number())
            return redirect(f"{request.path}?{onward.urlencode()}")
        return redirect(with_from(request, back))
    context = {
        "application": found,
        "title": title,
        "caption": caption(writing),
        "form": form,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "search": search,
        "from": request.GET.get("from", "") if request.GET.get("from") == "check" else "",
        "back": with_from(request, back),
        "code": code,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_evidence.html", context, status=status)


def _subject(writing: Writing, code: str) -> tuple[str, str]:
    """What the evidence is to show, and the page where that is told; 404 for anything else."""
    uuid = writing.application.uuid
    name = subject_of(writing, code)
    if name is not None:
        kind, _, id = code.partition(":")
        return name, reverse(f"portfolio-{kind}", args=[uuid, id])
    asked = question_or_404(writing, code)
    if not takes_evidence(asked):
        raise Http404
    return asked.title, reverse("portfolio-answer", args=[uuid, code])


def _rows(user: User, organisation: Organisation, code: str, search: str) -> QuerySet[EvidenceItem]:
    """All that may be seen; what is left out or not placed yet is there as well."""
    tags = EvidenceTag.objects.filter(item=OuterRef("pk"))
    rows = (
        EvidenceItem.objects.visible_to(user)
        .kept()
        .shown(london_date(timezone.now()))
        .filter(organisation=organisation)
        .annotate(is_ticked=Exists(tags.filter(code=code)), is_placed=Exists(tags))
    )
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(about__icontains=search))
    return rows


def _posted(
    request: HttpRequest, organisation: Organisation, code: str, items: Iterable[EvidenceItem]
) -> list[EvidenceItem]:
    """What was on the page when it was opened, and has moved to another since."""
    ids = uuids(request.POST) - {item.uuid for item in items}
    return list(_rows(person(request), organisation, code, "").filter(uuid__in=ids)) if ids else []


def uuids(posted: QueryDict) -> set[UUID]:
    found = set()
    for text in posted.getlist("items")[: 2 * PER_PAGE]:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def offered(items: Iterable[EvidenceItem]) -> list[tuple[str, str, str]]:
    return [(str(item.uuid), item.title or UNNAMED, _hint(item)) for item in items]


def _hint(item: EvidenceItem) -> str:
    words = [
        str(EvidenceKind(item.kind).label) if item.kind else "",
        show_date(item.happened_on) if item.happened_on else "",
        "says what changed" if item.changed.strip() else "",
        "" if item.is_placed else "waits to be placed",  # type: ignore[attr-defined]
        "left out" if item.left_out else "",
    ]
    return ", ".join(filter(None, words))


def said(changed: int) -> str:
    if not changed:
        return "Nothing was changed."
    return "Saved." if changed == 1 else f"Saved: {changed} pieces of evidence changed."


def with_from(request: HttpRequest, address: str) -> str:
    """The way back to the check page stays open."""
    suffix = "?from=check" if request.GET.get("from") == "check" else ""
    return f"{address}{suffix}"

"""Which evidence shows a criterion today, ticked in a list of the whole library."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from foundation.dates import london_date
from foundation.pagination import page_of, querystring_without_page
from foundation.text import clean_text
from portfolios.choices import StatementSection
from portfolios.forms.portfolio.choosing import NEXT, ChooseEvidenceForm
from portfolios.models import AffirmedItem, EvidenceItem, EvidenceTag
from portfolios.selectors.statement.gaps import Place
from portfolios.services.statement import choose_evidence
from portfolios.views.portfolio.choosing import PER_PAGE, offered, said, uuids, with_from
from portfolios.views.statement.loading import (
    Writing,
    caption,
    criterion_or_404,
    load_for_writing,
    need_place,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence(request: HttpRequest, application: UUID, code: str) -> HttpResponse:
    writing = load_for_writing(request, application)
    found, asked = writing.application, criterion_or_404(writing, code)
    need_place(writing, Place(StatementSection.CRITERIA, code=code))
    back = with_from(request, reverse("statement-criterion", args=[found.uuid, code]))
    search = clean_text(request.GET.get("q", ""))[:100]
    page = page_of(_rows(request, writing, code, search), request, per_page=PER_PAGE)
    items = list(page.object_list)
    ticked = [str(item.uuid) for item in items if item.is_ticked]  # type: ignore[attr-defined]
    form = ChooseEvidenceForm(
        request.POST if request.method == "POST" else None,
        offered=offered([*items, *_posted(request, writing, code, items)]),
        more=page.has_next(),
        initial={"items": ticked, "was": ",".join(ticked)},
    )
    if request.method == "POST" and form.is_valid():
        changed = choose_evidence(
            application=found,
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
        return redirect(back)
    context = {
        "application": found,
        "title": asked.name,
        "caption": caption(writing),
        "form": form,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "search": search,
        "from": "check" if request.GET.get("from") == "check" else "",
        "back": back,
        "code": code,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_evidence.html", context, status=status)


def _rows(request: HttpRequest, writing: Writing, code: str, search: str) -> QuerySet[EvidenceItem]:
    """All that may be seen and shown, the latest first."""
    chosen = AffirmedItem.objects.filter(
        item=OuterRef("pk"),
        affirmation__application=writing.application,
        affirmation__code=code,
    )
    rows = (
        EvidenceItem.objects.visible_to(person(request))
        .kept()
        .shown(london_date(timezone.now()))
        .filter(organisation=writing.application.organisation_id)
        .annotate(
            is_ticked=Exists(chosen),
            is_placed=Exists(EvidenceTag.objects.filter(item=OuterRef("pk"))),
        )
    )
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(about__icontains=search))
    return rows


def _posted(
    request: HttpRequest, writing: Writing, code: str, items: list[EvidenceItem]
) -> list[EvidenceItem]:
    """What was on the page when it was opened, and has moved to another since."""
    ids = uuids(request.POST) - {item.uuid for item in items}
    return list(_rows(request, writing, code, "").filter(uuid__in=ids)) if ids else []

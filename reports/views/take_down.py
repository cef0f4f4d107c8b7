"""Officers: finding what somebody wants taken down, hiding it at once, deciding about it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Refused
from portfolios.models import EvidenceItem
from reports.choices import RequestKind
from reports.forms.officers_requests import TAKE_DOWN, DecideForm, PiecesForm
from reports.selectors import requests as selectors
from reports.services import take_down as services
from reports.views.requests import load

AT_A_TIME = 20


@require_safe
@login_required
def pieces(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    """Evidence to choose from, by its organisation and its title."""
    _, found = load(request, privacy_request)
    if found.kind != RequestKind.TAKE_DOWN or not found.is_open:
        raise Refused("There is nothing to hide for this request.")
    linked = found.organisation.name if found.organisation else ""
    form = PiecesForm(request.GET, organisation=linked)
    rows = selectors.pieces(**form.initial) if form.asks else EvidenceItem.objects.none()
    page = page_of(rows, request, per_page=AT_A_TIME)
    today = london_date(timezone.now())
    context = {
        "asked": found,
        "form": form,
        "page_obj": page,
        "rows": selectors.pieces_of(list(page.object_list), found, on=today),
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/privacy/take_down_pieces.html", context)


@require_POST
@login_required
def hide(request: HttpRequest, privacy_request: UUID, item: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    piece = _piece(item)
    services.hide(request=found, item=piece, actor=actor, at=timezone.now())
    messages.success(request, f"“{piece}” is hidden. Nobody sees more than its title now.")
    return redirect("officers-request", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: HttpRequest, privacy_request: UUID, item: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    piece = _piece(item)
    row = get_object_or_404(found.items, item=piece)
    if row.decided_at is not None or not found.is_open:
        raise Refused("This was decided already.")
    form = DecideForm(typed(request), back=reverse("officers-request", args=[found.uuid]))
    if request.method == "POST" and form.is_valid():
        upheld = form.cleaned_data["decision"] == TAKE_DOWN
        services.decide(
            request=found,
            item=piece,
            upheld=upheld,
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(
            request,
            f"“{piece}” is taken down for good."
            if upheld
            else f"“{piece}” is decided. It is shown again, unless something else hides it.",
        )
        return redirect("officers-request", found.uuid)
    status = 422 if request.method == "POST" else 200
    context = {"asked": found, "piece": piece, "form": form}
    return render(request, "reports/privacy/take_down_decide.html", context, status=status)


def _piece(item: UUID) -> EvidenceItem:
    return get_object_or_404(EvidenceItem.objects.select_related("organisation"), uuid=item)

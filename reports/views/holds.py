"""Officers: what must not be deleted, whatever its date."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Hold
from awards.permissions import need_officer
from awards.services.holds import end_hold, place_hold
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from reports.forms.holds import HoldForm


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Those that hold now come first."""
    need_officer(person(request))
    rows = Hold.objects.select_related("organisation", "person", "placed_by", "ended_by")
    rows = rows.order_by(F("ended_at").desc(nulls_first=True), "-placed_at", "-pk")
    is_narrowed = request.GET.get("show") == "active"
    if is_narrowed:
        rows = rows.filter(ended_at=None)
    context = {
        "page_obj": page_of(rows, request),
        "is_narrowed": is_narrowed,
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/privacy/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    form = HoldForm(typed(request))
    if request.method == "POST" and form.is_valid():
        hold = place_hold(
            organisation=form.cleaned_data["organisation"],
            person=form.cleaned_data["email"],
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=timezone.now(),
        )
        about = hold.organisation or hold.person
        messages.success(request, f"Nothing about {about} is deleted from now on.")
        return redirect("officers-holds")
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/privacy/hold_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, hold: UUID) -> HttpResponse:
    """Asked once more, as what is past its date goes soon after."""
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(
        Hold.objects.select_related("organisation", "person", "placed_by"), uuid=hold
    )
    if request.method == "POST":
        end_hold(hold=found, actor=actor, at=timezone.now())
        messages.success(request, "The hold has ended.")
        return redirect("officers-holds")
    return render(request, "reports/privacy/hold_end.html", {"hold": found})

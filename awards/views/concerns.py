"""Telling us of a concern, and officers dealing with it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.choices import ConcernAbout
from awards.forms.concerns import CloseConcernForm, ConcernForm, ConcernOrganisationForm
from awards.models import Concern, User
from awards.permissions import need_officer
from awards.services.concerns import close_concern, report_concern, say_whom_it_is_about
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.throttling import hit_from


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Open to everybody, signed in or not; slowed down only for a machine that floods it."""
    form = ConcernForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            now = timezone.now()
            hit_from(request, "concern", limit=10, seconds=3600)
            report_concern(
                about=ConcernAbout(form.cleaned_data["about"]),
                what=form.cleaned_data["what"],
                where=form.cleaned_data["where"],
                name=form.cleaned_data["name"],
                contact=form.cleaned_data["contact"],
                reported_by=request.user if isinstance(request.user, User) else None,
                at=now,
            )
            return redirect("concern-received")
        return render(request, "awards/concern.html", {"form": form}, status=422)
    return render(request, "awards/concern.html", {"form": form})


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    return render(request, "awards/concern_received.html")


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    concerns = (
        Concern.objects.visible_to(actor)
        .order_by(F("handled_at").desc(nulls_first=True), "-reported_at", "-pk")
        .only("uuid", "about", "reported_at", "handled_at")
    )
    context = {
        "page_obj": page_of(concerns, request),
        "querystring": querystring_without_page(request),
    }
    return render(request, "awards/concerns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, concern: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = _concern(actor, concern)
    form = CloseConcernForm(typed(request))
    if request.method == "POST" and form.is_valid():
        close_concern(
            concern=found, outcome=form.cleaned_data["outcome"], actor=actor, at=timezone.now()
        )
        messages.success(request, "The concern is closed.")
        return redirect("concerns")
    status = 422 if request.method == "POST" else 200
    return _page(request, found, form, _organisation_form(found), status=status)


@require_POST
@login_required
def organisation(request: HttpRequest, concern: UUID) -> HttpResponse:
    """An officer who read it says whom it is about."""
    actor = person(request)
    need_officer(actor)
    found = _concern(actor, concern)
    form = ConcernOrganisationForm(request.POST)
    if not form.is_valid():
        return _page(request, found, CloseConcernForm(), form, status=422)
    say_whom_it_is_about(
        concern=found,
        organisation=form.cleaned_data["organisation"],
        actor=actor,
        at=timezone.now(),
    )
    messages.success(request, "Saved.")
    return redirect("concern-detail", concern)


def _concern(actor: User, uuid: UUID) -> Concern:
    rows = Concern.objects.visible_to(actor).select_related("handled_by", "organisation")
    return get_object_or_404(rows, uuid=uuid)


def _organisation_form(concern: Concern) -> ConcernOrganisationForm:
    return ConcernOrganisationForm(initial={"organisation": concern.organisation})


def _page(
    request: HttpRequest,
    concern: Concern,
    form: CloseConcernForm,
    about: ConcernOrganisationForm,
    *,
    status: int,
) -> HttpResponse:
    context = {"concern": concern, "form": form, "about": about}
    return render(request, "awards/concern_detail.html", context, status=status)

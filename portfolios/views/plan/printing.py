"""The plan as a file to take along. A job makes it; these pages ask for it and hand it out."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Application
from awards.views.person import person
from foundation.files import serve
from foundation.refusals import Link, Refused
from foundation.throttling import hit
from portfolios.choices import PLAN_STAGE
from portfolios.forms.plan.printing import PrintForm
from portfolios.models import Printout
from portfolios.selectors.sent import last_sent
from portfolios.services.plan.printing import ask_for_plan, note_opened, progress_of
from portfolios.views.loading import load, role_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def print_plan(request: HttpRequest, application: UUID) -> HttpResponse:
    found = load(request, application, stage=PLAN_STAGE)
    form = PrintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        # Each changed word is a new file, which takes a worker some seconds.
        hit(f"print:{person(request).pk}", limit=30, seconds=3600, now=now)
        hit(f"print-plan:{found.pk}", limit=40, seconds=3600, now=now)
        made = ask_for_plan(
            application=found, format=form.cleaned_data["format"], actor=person(request), at=now
        )
        return redirect("plan-printout", found.uuid, made.uuid)
    context = {
        "application": found,
        "form": form,
        "sent": None if found.can_be_edited else last_sent(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_print.html", context, status=status)


@require_safe
@login_required
def printout(request: HttpRequest, application: UUID, printout: UUID) -> HttpResponse:
    """Being made, ready, or failed for good."""
    found = load(request, application, stage=PLAN_STAGE)
    asked = _printout(found, printout)
    context = {
        "application": found,
        "printout": asked,
        "far": progress_of(asked, at=timezone.now()),
    }
    return render(request, "portfolios/plan_printout.html", context)


@require_safe
@login_required
def printout_file(request: HttpRequest, application: UUID, printout: UUID) -> HttpResponseBase:
    found = load(request, application, stage=PLAN_STAGE)
    asked = _printout(found, printout)
    if asked.file is None:
        page = reverse("plan-printout", args=[found.uuid, asked.uuid])
        raise Refused(
            "This file is being made. It is ready in a minute or two: try again then.",
            link=Link("See how far it is", page),
        )
    role = role_for(request, found)
    note_opened(asked, actor=person(request), role=role, at=timezone.now())
    return serve(asked.file)


def _printout(application: Application, uuid: UUID) -> Printout:
    """Only of this very plan (T-25)."""
    asked = (
        Printout.objects.filter(application=application, uuid=uuid).select_related("file").first()
    )
    if asked is None:
        raise Http404
    return asked

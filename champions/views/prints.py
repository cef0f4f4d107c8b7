"""The plan that is judged, as a PDF to read on paper. Drafts are not theirs to print."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from champions.views.loading import load_open
from foundation.files import serve
from foundation.refusals import Refused
from foundation.throttling import hit
from portfolios.services.plan.printing import (
    ask_for_sent_plan,
    has_failed,
    printout_of_sent_plan,
)

FORMAT = "pdf"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def print_plan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Not asked for yet, being made, ready, or failed for good."""
    case = load_open(request, uuid)
    if request.method == "POST":
        now = timezone.now()
        hit(f"print:{case.user.pk}", limit=30, seconds=3600, now=now)
        hit(f"print-plan:{case.application.pk}", limit=40, seconds=3600, now=now)
        ask_for_sent_plan(application=case.application, format=FORMAT, actor=case.user, at=now)
        return redirect("case-print", uuid)
    asked = printout_of_sent_plan(case.application, FORMAT)
    context = {
        "case": case,
        "printout": asked,
        "failed": asked is not None and has_failed(asked),
    }
    return render(request, "champions/print.html", context)


@require_safe
@login_required
def plan_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    case = load_open(request, uuid)
    asked = printout_of_sent_plan(case.application, FORMAT)
    if asked is None or asked.file is None:
        raise Refused("This file is not there yet. Open the case and ask for it.", link=case.link)
    return serve(asked.file)

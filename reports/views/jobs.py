"""Officers: work that did not get done, in their words. They have it tried again, or give it up."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation import jobs
from foundation.kept_posts import typed
from foundation.models import DeadLetter
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Link, Refused
from reports.forms.jobs import GiveUpForm
from reports.selectors.jobs import lines_of


@require_safe
@login_required
def unfinished(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    rows = DeadLetter.objects.select_related("retried_by", "given_up_by").order_by(
        # What waits for an answer first: on PostgreSQL an empty moment would come last.
        F("given_up_at").desc(nulls_first=True),
        F("retried_at").desc(nulls_first=True),
        "-died_at",
        "-pk",
    )
    page = page_of(rows, request)
    context = {
        "page_obj": page,
        "lines": lines_of(page.object_list),
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/jobs.html", context)


@require_POST
@login_required
def retry(request: HttpRequest, letter: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(DeadLetter, uuid=letter)
    jobs.retry_dead_letter(found, at=timezone.now(), actor=actor)
    messages.success(request, "It is being tried again.")
    return redirect("officers-jobs")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give_up(request: HttpRequest, letter: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(DeadLetter, uuid=letter)
    [line] = lines_of([found])
    if not line.is_open:
        raise Refused(
            "Somebody has already tried this job again, or given it up.",
            link=Link("Unfinished work", reverse("officers-jobs")),
        )
    form = GiveUpForm(typed(request))
    if request.method == "POST" and form.is_valid():
        jobs.give_up_dead_letter(
            found, why=form.cleaned_data["why"], at=timezone.now(), actor=actor
        )
        messages.success(request, "It is given up. Nothing else was changed.")
        return redirect("officers-jobs")
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/job_give_up.html", {"form": form, "line": line}, status=status)

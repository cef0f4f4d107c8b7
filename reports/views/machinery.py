"""Officers: mail that did not go out, and work that did not get done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation import jobs, outbox
from foundation.models import DeadLetter, OutboxMessage
from foundation.pagination import page_of, querystring_without_page


@require_safe
@login_required
def mail(request: HttpRequest) -> HttpResponse:
    """Every mail with its state; the text itself is not shown, because it may hold a sign-in code."""
    need_officer(person(request))
    rows = OutboxMessage.objects.defer("body_text", "body_html", "attachments").order_by(
        "-created_at", "-pk"
    )
    state = request.GET.get("state", "")
    if state in OutboxMessage.Status.values:
        rows = rows.filter(status=state)
    context = {
        "page_obj": page_of(rows, request),
        "querystring": querystring_without_page(request),
        "states": OutboxMessage.Status.choices,
        "state": state,
    }
    return render(request, "reports/mail.html", context)


@require_POST
@login_required
def retry_mail(request: HttpRequest, message: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(OutboxMessage, uuid=message)
    outbox.retry(found, at=timezone.now(), actor=actor)
    messages.success(request, f"The e-mail to {found.to} is on its way again.")
    return redirect("officers-mail")


@require_safe
@login_required
def unfinished_jobs(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    # On PostgreSQL an empty moment would come last.
    rows = DeadLetter.objects.order_by(F("retried_at").desc(nulls_first=True), "-died_at", "-pk")
    context = {
        "page_obj": page_of(rows, request),
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/jobs.html", context)


@require_POST
@login_required
def retry_job(request: HttpRequest, letter: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(DeadLetter, uuid=letter)
    jobs.retry_dead_letter(found, at=timezone.now(), actor=actor)
    messages.success(request, "It is being tried again.")
    return redirect("officers-jobs")

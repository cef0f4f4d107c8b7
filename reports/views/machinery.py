"""Officers: the e-mails, and those that did not go out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation import outbox
from foundation.models import OutboxMessage
from foundation.pagination import page_of, querystring_without_page
from reports.forms.mail import MailFilterForm
from reports.selectors.mail import days_of_them, mails, states, titles, would_be_sent_again


@require_safe
@login_required
def mail(request: HttpRequest) -> HttpResponse:
    """Every mail with its state; the text itself is not shown, because it may hold a sign-in code."""
    need_officer(person(request))
    form = MailFilterForm(request.GET)
    page, known = page_of(mails(form.filters()), request), titles()
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(row, known.get(row.message, row.message)) for row in page],
        "querystring": querystring_without_page(request),
        "states": states(),
        "state": form.filters().state,
        "away": OutboxMessage.objects.failed_while_away().count(),
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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retry_all_mail(request: HttpRequest) -> HttpResponse:
    """First what it would do, then, on the button, that."""
    actor = person(request)
    need_officer(actor)
    if request.method == "POST":
        number = outbox.retry_all_away(at=timezone.now(), actor=actor)
        messages.success(request, f"On their way again: {number}.")
        return redirect("officers-mail")
    groups = would_be_sent_again()
    context = {
        "groups": groups,
        "number": sum(group.number for group in groups),
        "days": days_of_them(),
    }
    return render(request, "reports/mail_retry_all.html", context)

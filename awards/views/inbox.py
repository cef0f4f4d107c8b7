"""Messages from us: what our e-mails said, and how often they come."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.forms.inbox import MailRhythmForm
from awards.models import User
from awards.selectors.inbox import messages_to
from awards.services.inbox import choose_mail_rhythm, mark_all_read, mark_read
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.mail_text import paragraphs
from foundation.models import OutboxMessage
from foundation.pagination import page_of, querystring_without_page

PER_PAGE = 20


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    context = {
        "page_obj": page_of(messages_to(person(request)), request, per_page=PER_PAGE),
        "querystring": querystring_without_page(request),
    }
    return render(request, "awards/inbox.html", context)


@require_safe
@login_required
def message(request: HttpRequest, message: UUID) -> HttpResponse:
    reader = person(request)
    found = get_object_or_404(OutboxMessage.objects.in_inbox_of(reader), uuid=message)
    if mark_read(found, actor=reader, at=timezone.now()):
        # The head of this very page counts it no more.
        reader.unread_messages -= 1
    context = {
        "message": found,
        "paragraphs": paragraphs(found.body_text),
        "names": [each["name"] for each in found.attachments],
    }
    return render(request, "awards/inbox_message.html", context)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    if number := mark_all_read(actor=person(request), at=timezone.now()):
        messages.success(request, f"Marked as read: {number}.")
    return redirect("inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    reader = person(request)
    form = MailRhythmForm(typed(request), initial={"rhythm": reader.mail_rhythm})
    if request.method == "POST" and form.is_valid():
        rhythm = User.MailRhythm(form.cleaned_data["rhythm"])
        waiting = choose_mail_rhythm(rhythm=rhythm, actor=reader, at=timezone.now())
        messages.success(request, _what_comes(rhythm, waiting))
        return redirect("inbox")
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/inbox_preferences.html", {"form": form}, status=status)


def _what_comes(rhythm: User.MailRhythm, waiting: int) -> str:
    if rhythm == User.MailRhythm.DAILY:
        return "You get one e-mail a day, at about 5pm, when there is anything new."
    if waiting:
        return "You get each e-mail at once. What has waited so far still comes at about 5pm."
    return "You get each e-mail at once."

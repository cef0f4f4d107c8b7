"""Officers' page: to whom the invitations go, how they read, and letting them go."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from celebrations.forms.events.planning import InviteForm
from celebrations.selectors.events.inviting import preview_of, to_invite
from celebrations.services.events.inviting import invite_all, progress_of, send_again
from celebrations.views.events.planning import load_planned
from foundation.dates import london_date
from foundation.kept_posts import typed

AGAIN = "again"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, now = load_planned(request, uuid), timezone.now()
    form = InviteForm(typed(request))
    if request.method == "POST" and request.POST.get("act") == AGAIN:
        send_again(event=event, actor=person(request), at=now)
        return redirect("event-invite", event.uuid)
    if request.method == "POST" and form.is_valid():
        count = invite_all(
            event=event, seen=form.cleaned_data["seen"], actor=person(request), at=now
        )
        many = f"{count} organisation{'' if count == 1 else 's'}"
        messages.success(request, f"The invitations to {many} are on their way.")
        return redirect("event-invite", event.uuid)
    found = to_invite(event)
    # Whoever previews it must not be able to answer for them.
    answer_at = f"{settings.BASE_URL}/recognition/their-own-link/"
    context = {
        "event": event,
        "form": form,
        "found": found,
        "preview": preview_of(found.ready[0], answer_at=answer_at) if found.ready else None,
        "invited": event.invitations.sent().count(),
        "far": progress_of(event, at=now),
        "is_late": not event.takes_answers(london_date(now)),
        "has_begun": event.has_begun(now),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/events/invite.html", context, status=status)

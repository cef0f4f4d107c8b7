"""Officers' page: who is due which emblem at an event."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from celebrations.forms.events.planning import DueForm
from celebrations.selectors.events.due import MOST, due_of
from celebrations.services.events.due import set_due
from celebrations.views.events.planning import load_planned
from foundation.dates import london_date
from foundation.kept_posts import typed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def due(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, now = load_planned(request, uuid), timezone.now()
    found = due_of(event, on=london_date(now))
    offered = [str(each.award.uuid) for each in found.emblems]
    form = DueForm(typed(request), offered=offered)
    if request.method == "POST" and form.is_valid():
        count = set_due(
            event=event,
            awards=[UUID(each) for each in form.cleaned_data["awards"]],
            seen=form.cleaned_data["seen"],
            actor=person(request),
            at=now,
        )
        said = f"{count} emblem{'' if count == 1 else 's'} on the list."
        messages.success(request, f"{said} Nobody was written to.")
        return redirect("event", event.uuid)
    ticked = set(form["awards"].value() or []) if form.is_bound else found.ticked
    context = {
        "event": event,
        "form": form,
        "found": found,
        "ticked": ticked,
        "most": MOST,
        "is_too_many": len(offered) > MOST,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/events/due.html", context, status=status)

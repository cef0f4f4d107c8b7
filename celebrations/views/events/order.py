"""Officers: the running order of a recognition event."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from celebrations.forms.events.evening import OrderForm
from celebrations.selectors.events.order import order_of
from celebrations.services.events.order import put_in_usual_order, save_order
from celebrations.views.events.evening import load_event


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, officer = load_event(request, uuid)
    found = order_of(event)
    posted = request.method == "POST"
    form = OrderForm(request.POST if posted else None, turns=found.coming)
    if posted and form.is_valid():
        said = {"event": event, "seen": form.cleaned_data["seen"], "actor": officer}
        if "usual" in request.POST:
            put_in_usual_order(**said, at=timezone.now())
            messages.success(request, "The organisations are in the usual order.")
        else:
            save_order(**said, places=form.places(), at=timezone.now())
            messages.success(request, "The running order is saved.")
        return redirect("event-order", event.uuid)
    context = {"event": event, "order": found, "form": form}
    return render(
        request, "celebrations/evening/order.html", context, status=422 if posted else 200
    )

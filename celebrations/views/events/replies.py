"""The invitation and its answer, for whoever holds the private link."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from celebrations.views.events import answering
from celebrations.views.events.by_link import by_link
from celebrations.views.events.doors import DONE, Door


@require_safe
@by_link
def reply(request: HttpRequest, door: Door) -> HttpResponse:
    """All that is known of it, the answer so far, and what is next."""
    shown = door.shown
    context = {
        "door": door,
        "shown": shown,
        "cards": door.cards(shown),
        "invitation": door.invitation,
        "event": door.invitation.event,
        "form": answering.reply_form(door),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "celebrations/replies/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answer(request: HttpRequest, door: Door) -> HttpResponse:
    return answering.answer(request, door)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def guest_add(request: HttpRequest, door: Door) -> HttpResponse:
    return answering.guest_add(request, door)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def guest_change(request: HttpRequest, door: Door, guest: UUID) -> HttpResponse:
    return answering.guest_change(request, door, guest)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def guest_remove(request: HttpRequest, door: Door, guest: UUID) -> HttpResponse:
    return answering.guest_remove(request, door, guest)

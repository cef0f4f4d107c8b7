"""The invitation and its answer, for whoever holds the private link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from celebrations.models import EventInvitation
from celebrations.views.events.by_link import by_link


@require_safe
@by_link
def reply(request: HttpRequest, invitation: EventInvitation) -> HttpResponse:
    context = {"invitation": invitation, "event": invitation.event}
    return render(request, "celebrations/replies/invitation.html", context)

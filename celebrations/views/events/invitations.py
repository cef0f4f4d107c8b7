"""One organisation's invitation, for officers; and what its own people see of theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.models import Organisation
from awards.permissions import need_member, need_officer
from awards.views.person import person
from celebrations.choices import Answer
from celebrations.models import EventInvitation
from celebrations.selectors.events.replies import invitations_of
from celebrations.services.events.guests import note_needs_opened
from celebrations.services.events.links import renew_link, reply_address
from celebrations.services.events.opened import why_not_by_link
from celebrations.services.events.reminding import send_reminder
from celebrations.views.events import answering
from celebrations.views.events.doors import Door, for_officer
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Refused

P = ParamSpec("P")


def as_officer(
    view: Callable[Concatenate[HttpRequest, Door, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets a door instead of the two ids; what is refused leads back to the invitation."""

    @wraps(view)
    @login_required
    def wrapped(
        request: HttpRequest, event: UUID, invitation: UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        actor = person(request)
        need_officer(actor)
        rows = EventInvitation.objects.select_related("event", "organisation", "answered_by")
        found = get_object_or_404(rows, uuid=invitation, event__uuid=event)
        door = for_officer(found, actor)
        try:
            return view(request, door, *args, **kwargs)
        except Refused as refusal:
            raise Refused(refusal.sentence, link=refusal.link or door.link) from refusal

    return wrapped


@require_safe
@as_officer
def invitation(request: HttpRequest, door: Door) -> HttpResponse:
    assert door.actor is not None  # noqa: S101 - an officer came in; for the type checker
    row, shown = door.invitation, door.shown
    note_needs_opened(invitation=row, guests=shown.guests, actor=door.actor, at=door.now)
    unanswered = row.invited_at is not None and row.answer == Answer.NONE
    by_link = not why_not_by_link(row.event, at=door.now)
    context = {
        "door": door,
        "shown": shown,
        "cards": door.cards(shown),
        "invitation": row,
        "event": row.event,
        "can_remind": unanswered and by_link,
        "can_renew": row.invited_at is not None and not door.closed,
    }
    return render(request, "celebrations/replies/officers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_officer
def answer(request: HttpRequest, door: Door) -> HttpResponse:
    return answering.answer(request, door)


@require_http_methods(["GET", "HEAD", "POST"])
@as_officer
def guest_add(request: HttpRequest, door: Door) -> HttpResponse:
    return answering.guest_add(request, door)


@require_http_methods(["GET", "HEAD", "POST"])
@as_officer
def guest_change(request: HttpRequest, door: Door, guest: UUID) -> HttpResponse:
    return answering.guest_change(request, door, guest)


@require_http_methods(["GET", "HEAD", "POST"])
@as_officer
def guest_remove(request: HttpRequest, door: Door, guest: UUID) -> HttpResponse:
    return answering.guest_remove(request, door, guest)


@require_POST
@as_officer
def new_link(request: HttpRequest, door: Door) -> HttpResponse:
    assert door.actor is not None  # noqa: S101 - an officer came in; for the type checker
    renew_link(invitation=door.invitation, actor=door.actor, at=door.now)
    messages.success(request, "The old link has stopped. Its leads get the new one by e-mail.")
    return redirect(door.page)


@require_POST
@as_officer
def remind(request: HttpRequest, door: Door) -> HttpResponse:
    assert door.actor is not None  # noqa: S101 - an officer came in; for the type checker
    send_reminder(invitation=door.invitation, actor=door.actor, at=door.now)
    messages.success(request, "A reminder is on its way to its leads.")
    return redirect(door.page)


@require_safe
@login_required
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """For the people of the organisation: what they were invited to, and the way to the answer."""
    user = person(request)
    organisation = get_object_or_404(Organisation.objects.visible_to(user), slug=slug)
    request.organisation = organisation  # type: ignore[attr-defined]  # for the page's header
    need_member(user, organisation)
    now = timezone.now()
    page = page_of(invitations_of(organisation), request)
    context = {
        "organisation": organisation,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "rows": [
            (row, reply_address(row), why_not_by_link(row.event, at=now))
            for row in page.object_list
        ],
    }
    return render(request, "celebrations/replies/listing.html", context)

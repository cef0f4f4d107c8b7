"""Officers' pages: the yearly events, planning one, changing it, calling it off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from celebrations.forms.events.planning import (
    CallOffForm,
    ChangeEventForm,
    EventForm,
    initial_of,
)
from celebrations.models import RecognitionEvent
from celebrations.selectors.events.due import usual_counts_from
from celebrations.selectors.events.tasks import listed_events, next_of, numbers_of, tasks_of
from celebrations.services.events.inviting import progress_of
from celebrations.services.events.locking import need_planned
from celebrations.services.events.planning import (
    call_off_event,
    change_event,
    draft_key,
    need_not_begun,
    plan_event,
)
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.pagination import page_of, querystring_without_page


def load_event(request: HttpRequest, uuid: UUID) -> RecognitionEvent:
    """For officers alone."""
    need_officer(person(request))
    return get_object_or_404(RecognitionEvent, uuid=uuid)


def load_planned(request: HttpRequest, uuid: UUID) -> RecognitionEvent:
    """Says at once that it is too late, and not after typing."""
    event = load_event(request, uuid)
    need_planned(event)
    return event


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    context = {
        "page_obj": page_of(listed_events(), request),
        "querystring": querystring_without_page(request),
        "now": timezone.now(),
    }
    return render(request, "celebrations/events/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    actor, now = person(request), timezone.now()
    need_officer(actor)
    opening = opening_for(request, key=draft_key(None))
    usual = {"counts_from": usual_counts_from(on=london_date(now)), "most_guests": 4}
    form = EventForm(opening.data, initial=usual, now=now)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        event = plan_event(details=form.details(), actor=actor, at=now)
        messages.success(request, "The event is planned. Nobody was written to.")
        return redirect("event", event.uuid)
    context = {"form": form, "opening": opening}
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/events/form.html", context, status=status)


@require_safe
@login_required
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where it stands, whose turn it is, and what is next."""
    event, now = load_event(request, uuid), timezone.now()
    numbers = numbers_of(event)
    context = {
        "event": event,
        "numbers": numbers,
        "has_begun": event.has_begun(now),
        "tasks": tasks_of(event, numbers, at=now),
        "next": next_of(event, numbers, at=now),
        "far": progress_of(event, at=now) if numbers.let_go else None,
    }
    return render(request, "celebrations/events/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, now = load_planned(request, uuid), timezone.now()
    opening = opening_for(request, key=draft_key(event))
    form = ChangeEventForm(opening.data, initial=initial_of(event), now=now, before=event)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        change_event(
            event=event,
            details=form.details(),
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=now,
        )
        messages.success(request, "The event is changed.")
        return redirect("event", event.uuid)
    context = {
        "form": form,
        "opening": opening,
        "event": event,
        "invited": event.invitations.sent().count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/events/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call_off(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, now = load_planned(request, uuid), timezone.now()
    need_not_begun(event, at=now)
    form = CallOffForm(typed(request))
    if request.method == "POST" and form.is_valid():
        call_off_event(
            event=event,
            why=form.cleaned_data["why"],
            actor=person(request),
            at=now,
        )
        messages.success(request, "The event is called off.")
        return redirect("event", event.uuid)
    context = {"form": form, "event": event, "invited": event.invitations.sent().count()}
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/events/call_off.html", context, status=status)

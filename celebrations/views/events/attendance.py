"""Officers: at the door, on a phone; afterwards, closing; and what became of the evening."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Role
from celebrations.choices import Answer
from celebrations.forms.events.evening import AttendanceForm, DoorForm
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.attendance import (
    PER_PAGE,
    at_the_door,
    not_handed_over,
    summary_of,
    table_of,
)
from celebrations.selectors.events.evening import emblems_of
from celebrations.services.events.attendance import need_begun, save_attendance
from celebrations.services.events.closing import close_event
from celebrations.views.events.evening import load_event
from foundation import audit
from foundation.csv_export import stream_csv
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Link, Refused
from foundation.throttling import hit


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, officer = load_event(request, uuid)
    _need_open(event)
    door = DoorForm(request.GET)
    if request.method == "POST":
        form = AttendanceForm(request.POST)
        if form.is_valid():
            save_attendance(
                event=event,
                shown=form.cleaned_data["shown"],
                was=form.cleaned_data["was"],
                ticked=form.ticked(),
                actor=officer,
                at=timezone.now(),
            )
            messages.success(request, "Saved.")
            return redirect(request.get_full_path())
    page = page_of(at_the_door(event, query=door.query), request, per_page=PER_PAGE)
    rows = list(page.object_list)
    context = {
        "event": event,
        "form": door,
        "page_obj": page,
        "rows": [(row, row.answer == Answer.COMING) for row in rows],
        "shown": ",".join(row.uuid.hex for row in rows),
        "was": ",".join(_ticked(rows)),
        "querystring": querystring_without_page(request),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/evening/attendance.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, officer = load_event(request, uuid)
    _need_open(event)
    if request.method == "POST":
        close_event(event=event, actor=officer, at=timezone.now())
        messages.success(request, "The event is closed.")
        return redirect("event-summary", event.uuid)
    context = {"event": event, "summary": summary_of(event), "left": _left(event)}
    return render(request, "celebrations/evening/close.html", context)


@require_safe
@login_required
def summary(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, _ = load_event(request, uuid)
    _need_closed(event)
    context = {"event": event, "summary": summary_of(event), "left": _left(event)}
    return render(request, "celebrations/evening/summary.html", context)


@require_safe
@login_required
def summary_csv(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Organisations and emblems, without the names of guests (T-68)."""
    event, officer = load_event(request, uuid)
    _need_closed(event)
    now = timezone.now()
    hit(f"event-table:{officer.pk}", limit=60, seconds=3600, now=now)
    audit.record(
        "event_attendance.exported",
        actor=officer,
        target=event,
        at=now,
        role=Role.OFFICER,
        details={"format": "csv", "rows": event.invitations.count()},
    )
    return stream_csv(table_of(event), filename=f"attendance-{event.day}.csv")


def _need_open(event: RecognitionEvent) -> None:
    """Says at once that it is too early or too late, and not after ticking."""
    if event.closed_at is not None:
        page = reverse("event-summary", args=[event.uuid])
        raise Refused("This event is closed.", link=Link("See what became of it", page))
    if event.cancelled_at is not None:
        raise Refused("This event was called off.")
    need_begun(event, at=timezone.now())


def _need_closed(event: RecognitionEvent) -> None:
    if event.closed_at is None:
        raise Refused("This event is not closed yet. Then its numbers stand here.")


def _left(event: RecognitionEvent) -> list[tuple[EventInvitation, list[str]]]:
    return [(row, [str(each) for each in emblems_of(row)]) for row in not_handed_over(event)]


def _ticked(rows: list[EventInvitation]) -> list[str]:
    guests = [guest.uuid.hex for row in rows for guest in row.people if guest.came]  # type: ignore[attr-defined]  # at_the_door
    emblems = [
        emblem.award.uuid.hex
        for row in rows
        for emblem in row.emblems  # type: ignore[attr-defined]  # at_the_door
        if emblem.handed_over_at is not None
    ]
    return guests + emblems

"""Officers: lists of a recognition event, to print. A job makes each, and it is gone a day later."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from celebrations.choices import NEEDS_LISTS, PrintKind
from celebrations.forms.events.evening import PrintForm
from celebrations.models import EventPrint, RecognitionEvent
from celebrations.selectors.events.needs import number_of_needs
from celebrations.services.events.prints import KEEP, ask_for_print, note_opened, progress_of
from celebrations.views.events.evening import load_event
from foundation.files import serve
from foundation.refusals import Link, Refused
from foundation.throttling import hit

ABOUT = {
    PrintKind.CARDS: "Ten on a sheet of A4, to cut: name, organisation, emblems. By organisation.",
    PrintKind.DOOR: "Who is expected, by organisation, with boxes to tick, and who must not be in pictures.",
    PrintKind.ORDER: "For the presenter and the stage: who is called up, how they are called, who comes up.",
    PrintKind.PICTURES: "Who must not be in pictures, and who of them comes up.",
    PrintKind.ACCESS: "What guests need to take part, by name. For the host of the place.",
    PrintKind.KITCHEN: "What guests can’t eat or drink, and how many they are. Without names.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lists(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, officer = load_event(request, uuid)
    now = timezone.now()
    form = PrintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        # Each is a file that takes a worker some seconds.
        hit(f"event-print:{officer.pk}", limit=60, seconds=3600, now=now)
        kind = PrintKind(form.cleaned_data["kind"])
        made = ask_for_print(event=event, kind=kind, actor=officer, at=now)
        return redirect("event-list", event.uuid, made.uuid)
    asked = event.prints.filter(asked_at__gte=now - KEEP).select_related("asked_by", "file")
    access, kitchen = number_of_needs(event)
    context = {
        "event": event,
        "kinds": [(kind, about, kind in NEEDS_LISTS) for kind, about in ABOUT.items()],
        "asked": asked,
        "access": access,
        "kitchen": kitchen,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/evening/lists.html", context, status=status)


@require_safe
@login_required
def one(request: HttpRequest, uuid: UUID, print: UUID) -> HttpResponse:
    """Being made, ready, or failed for good."""
    event, _ = load_event(request, uuid)
    asked = _print(event, print)
    now = timezone.now()
    context = {
        "event": event,
        "asked": asked,
        "needs": asked.kind in NEEDS_LISTS,
        "gone_at": asked.asked_at + KEEP,
        "far": progress_of(asked, at=now),
    }
    return render(request, "celebrations/evening/list.html", context)


@require_safe
@login_required
def file(request: HttpRequest, uuid: UUID, print: UUID) -> HttpResponseBase:
    event, officer = load_event(request, uuid)
    asked = _print(event, print)
    if asked.file is None:
        page = reverse("event-list", args=[event.uuid, asked.uuid])
        raise Refused(
            "This list is being made. It is ready in a minute: try again then.",
            link=Link("See how far it is", page),
        )
    note_opened(asked, actor=officer, at=timezone.now())
    return serve(asked.file)


def _print(event: RecognitionEvent, uuid: UUID) -> EventPrint:
    """Only of this very event (T-25)."""
    return get_object_or_404(
        EventPrint.objects.select_related("event", "file"), event=event, uuid=uuid
    )

"""The organisation's side of a meeting. It shows nothing of the panel's own work."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import Application
from awards.permissions import need_writer
from awards.views.person import person
from champions.choices import AppointmentState, Side
from champions.forms.meetings import ChooseTimeForm, MoveForm
from champions.selectors import CaseFacts, facts_of
from champions.services import meetings
from champions.views.other_times import offer_other_times, other_times_form
from foundation.kept_posts import typed
from foundation.refusals import Link, Refused


def _load(request: HttpRequest, uuid: UUID) -> CaseFacts:
    application = get_object_or_404(
        Application.objects.visible_to(person(request)).select_related("organisation"), uuid=uuid
    )
    request.organisation = application.organisation  # type: ignore[attr-defined]  # read by the page's header
    facts = facts_of(application)
    if not facts.needs_meeting:
        raise Http404
    if request.method == "POST":
        need_writer(person(request), application)
    return facts


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Times to choose from, the agreed time, or what was said when it was held."""
    facts = _load(request, uuid)
    now = timezone.now()
    coming = [o for o in facts.offers if o.side == Side.PANEL and o.starts_at > now]
    access = facts.meeting.access_needs if facts.meeting else ""
    form = (
        ChooseTimeForm(
            typed(request), offers=coming, asks_access=True, initial={"access_needs": access}
        )
        if coming
        else None
    )
    if request.method == "POST":
        if form is None:
            link = Link("Look at the meeting", reverse("meeting", args=[uuid]))
            raise Refused("There is no time to choose now.", link=link)
        if form.is_valid():
            meetings.accept_time(
                offered=form.offered,
                access_needs=form.cleaned_data["access_needs"],
                actor=person(request),
                at=timezone.now(),
            )
            messages.success(request, "The meeting is agreed. We have written to everybody.")
            return redirect("meeting", uuid)
    context = {
        "application": facts.application,
        "title": facts.title,
        "meeting": facts.meeting,
        "offers": [offer for offer in facts.offers if offer.starts_at > now],
        "form": form,
        "topics": facts.scheme.meeting.topics,
        "ahead": bool(facts.meeting and facts.meeting.starts_at and facts.meeting.starts_at > now),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/meeting.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def other_times(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """None suits, or the agreed one no longer does: the organisation offers its own."""
    facts = _load(request, uuid)
    appointment = facts.meeting
    if appointment is None or appointment.state == AppointmentState.HELD:
        link = Link("Look at the meeting", reverse("meeting", args=[uuid]))
        raise Refused("There is no meeting to arrange now.", link=link)
    appointment.application = facts.application
    now = timezone.now()
    form = other_times_form(request, appointment, noun="meeting", now=now)
    if request.method == "POST" and form.is_valid():
        offer_other_times(form, appointment, actor=person(request), at=now)
        messages.success(request, "Your times are offered. The champions choose one.")
        return redirect("meeting", uuid)
    context = {"application": facts.application, "form": form, "moves": isinstance(form, MoveForm)}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/meeting_other.html", context, status=status)

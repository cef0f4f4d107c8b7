"""The organisation's side of visits and interviews. What was found is there once the chair shows it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Status
from awards.models import Application
from awards.permissions import may_write, need_writer, role_in
from awards.selectors.kinds import title_of
from awards.views.person import person
from champions.forms.meetings import ChooseTimeForm, MoveForm
from champions.models import Appointment
from champions.selectors.photos import Photo, photos_shown
from champions.selectors.visit_states import Listed, listed
from champions.selectors.visits import findings_of, takes_visits
from champions.services import meetings
from champions.views.other_times import offer_other_times, other_times_form
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.refusals import Link, Refused
from portfolios.selectors.evidence.access import eyes_in


def _enter(request: HttpRequest, application: Application) -> None:
    """For the page's header; a POST needs somebody who writes for this organisation."""
    request.organisation = application.organisation  # type: ignore[attr-defined]  # read by the page's header
    if request.method == "POST":
        need_writer(person(request), application)


def _load(request: HttpRequest, uuid: UUID) -> Listed:
    rows = Appointment.objects.visits().filter(
        application__in=Application.objects.visible_to(person(request))
    )
    found = get_object_or_404(rows.select_related("application__organisation"), uuid=uuid)
    _enter(request, found.application)
    (each,) = listed([found], at=timezone.now())
    return each


def _writes(request: HttpRequest, application: Application) -> bool:
    open_for = (Status.IN_REVIEW, Status.CHANGES_REQUESTED)
    role = role_in(person(request), application.organisation)
    return may_write(role, application) and application.status in open_for


@require_safe
@login_required
def visits(request: HttpRequest, uuid: UUID) -> HttpResponse:
    application = get_object_or_404(
        Application.objects.visible_to(person(request)).select_related("organisation"), uuid=uuid
    )
    if not takes_visits(application):
        raise Http404
    _enter(request, application)
    rows = Appointment.objects.visits().filter(application=application)
    context = {
        "application": application,
        "title": title_of(application),
        "visits": listed(rows, at=timezone.now()),
    }
    return render(request, "champions/visits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visit(request: HttpRequest, appointment: UUID) -> HttpResponse:
    """Times to choose from, the agreed time, or what the champions wrote."""
    each = _load(request, appointment)
    found = each.appointment
    writes = _writes(request, found.application)
    form = None
    if writes and each.offered_by_panel:
        form = ChooseTimeForm(
            typed(request),
            offers=each.offered_by_panel,
            asks_access=True,
            initial={"access_needs": found.access_needs},
        )
    if request.method == "POST":
        if form is None:
            raise Refused("There is no time to choose now.", link=_back(each))
        if form.is_valid():
            meetings.accept_time(
                offered=form.offered,
                access_needs=form.cleaned_data["access_needs"],
                actor=person(request),
                at=timezone.now(),
            )
            messages.success(request, "The time is agreed. We have written to everybody.")
            return redirect("visit", appointment)
    context = {
        "application": found.application,
        "title": title_of(found.application),
        "each": each,
        "form": form,
        "moves": writes and each.is_open,
        "findings": findings_of(found) if found.shown_at is not None else [],
        "photos": _photos(request, found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/visit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def other_times(request: HttpRequest, appointment: UUID) -> HttpResponse:
    """None suits, or the agreed one no longer does: the organisation offers its own."""
    each = _load(request, appointment)
    found = each.appointment
    if not each.is_open:
        raise Refused(f"There is no {each.noun} to arrange now.", link=_back(each))
    now = timezone.now()
    form = other_times_form(request, found, noun=each.noun, now=now)
    if request.method == "POST" and form.is_valid():
        offer_other_times(form, found, actor=person(request), at=now)
        messages.success(request, "Your times are offered. The champions choose one.")
        return redirect("visit", appointment)
    context = {"each": each, "form": form, "moves": isinstance(form, MoveForm)}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/visit_other.html", context, status=status)


def _photos(request: HttpRequest, appointment: Appointment) -> list[Photo]:
    if appointment.shown_at is None:
        return []
    eyes = eyes_in(person(request), appointment.application.organisation)
    return photos_shown(appointment, on=london_date(timezone.now()), eyes=eyes)


def _back(each: Listed) -> Link:
    return Link(f"Look at the {each.noun}", reverse("visit", args=[each.appointment.uuid]))

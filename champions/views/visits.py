"""The panel's side of visits and interviews: asking, arranging, moving and calling off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Status
from champions.calendars import hides_place
from champions.checklists import CHECKLISTS
from champions.choices import AppointmentState, PlaceKind, Purpose, Side
from champions.forms.meetings import CancelForm, ChooseTimeForm, MoveForm, NewTimesForm, PlaceForm
from champions.forms.visits import VisitOfferForm
from champions.selectors.naming import names_in_case
from champions.selectors.photos import photos_of
from champions.selectors.visit_states import Listed, listed
from champions.selectors.visits import findings_of, takes_visits, visits_for_panel
from champions.services import meetings
from champions.services.photos import refuses_photos
from champions.views.loading import Case, load_open
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.refusals import Link, Refused

MINUTES = {Purpose.VISIT: 120, Purpose.INTERVIEW: 45}


def _case(request: HttpRequest, uuid: UUID) -> Case:
    case = load_open(request, uuid)
    if not takes_visits(case.application):
        raise Http404
    return case


def load_visit(
    request: HttpRequest, uuid: UUID, appointment: UUID, *states: AppointmentState
) -> tuple[Case, Listed]:
    """With the states in which this page makes sense."""
    case = _case(request, uuid)
    rows = visits_for_panel(case.application, case.user)
    found = get_object_or_404(rows.select_related("minuted_by", "shown_by"), uuid=appointment)
    found.application = case.application
    (each,) = listed([found], at=case.now)
    if states and found.state not in states:
        raise Refused(f"The {each.noun} is no longer at this point.", link=link_to(case, each))
    return case, each


def link_to(case: Case, each: Listed) -> Link:
    place = reverse("case-visit", args=[case.application.uuid, each.appointment.uuid])
    return Link(f"Open the {each.noun}", place)


def may_arrange(case: Case) -> bool:
    open_for = (Status.IN_REVIEW, Status.CHANGES_REQUESTED)
    return case.facts.panel is not None and case.application.status in open_for


@require_safe
@login_required
def visits(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = _case(request, uuid)
    context = {
        "case": case,
        "visits": listed(visits_for_panel(case.application, case.user), at=case.now),
        "arranges": may_arrange(case),
    }
    return render(request, "champions/visits_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def offer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`?purpose=interview`; a visit otherwise."""
    case = _case(request, uuid)
    said = request.GET.get("purpose", Purpose.VISIT.value)
    purpose = next((each for each in MINUTES if each.value == said), None)
    if purpose is None:
        raise Http404
    if not may_arrange(case):
        raise Refused("This application is not with the champions.", link=case.link)
    form = VisitOfferForm(
        typed(request),
        now=case.now,
        purpose=purpose,
        names=names_in_case(case.application) if purpose is Purpose.INTERVIEW else (),
        initial={"minutes": MINUTES[purpose]},
    )
    form.renew()
    if request.method == "POST" and form.is_valid():
        made = meetings.offer_visit(
            application=case.application,
            purpose=purpose,
            group=form.chosen_group,
            about=form.cleaned_data["about"],
            times=form.times,
            place_kind=PlaceKind(form.cleaned_data["place_kind"]),
            place=form.place,
            minutes=form.cleaned_data["minutes"],
            key=form.cleaned_data["key"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The times are offered. The organisation chooses one.")
        return redirect("case-visit", uuid, made.uuid)
    title = "Ask for an interview" if purpose is Purpose.INTERVIEW else "Ask for a monitoring visit"
    return visit_form_page(request, case, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visit(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    """Where it stands; and, when the organisation offered times, the choice."""
    case, each = load_visit(request, uuid, appointment)
    found = each.appointment
    form = None
    if each.offered_by_organisation and may_arrange(case):
        offers = each.offered_by_organisation
        form = ChooseTimeForm(typed(request), offers=offers, asks_access=False)
    if request.method == "POST":
        if form is None:
            raise Refused("There is no time to choose now.", link=link_to(case, each))
        if form.is_valid():
            meetings.agree(offered=form.offered, actor=case.user, at=timezone.now())
            messages.success(request, "The time is agreed. We have written to everybody.")
            return redirect("case-visit", uuid, appointment)
    held = found.state == AppointmentState.HELD
    context = {
        "case": case,
        "each": each,
        "form": form,
        "arranges": may_arrange(case) and each.is_open,
        "writes": each.has_begun and each.is_open and may_arrange(case),
        "shows": held and found.shown_at is None and case.is_chair,
        "place_hidden": case.hides_contacts and hides_place(found),
        "checklist": [
            (item, item.code in found.checked) for item in CHECKLISTS[Purpose(found.purpose)]
        ],
        "findings": findings_of(found) if held else [],
        "attendances": found.attendances.all() if held else [],
        "photos": photos_of(found, on=london_date(case.now), eyes=case.eyes),
        "adds_photos": may_arrange(case) and not refuses_photos(found, at=case.now),
        "removes_photos": may_arrange(case),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/visit_case.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    """Other times: with a reason for everybody once one was agreed."""
    case, each = load_visit(
        request, uuid, appointment, AppointmentState.OFFERED, AppointmentState.AGREED
    )
    agreed = each.appointment.state == AppointmentState.AGREED
    form = (
        MoveForm(typed(request), now=case.now, noun=each.noun)
        if agreed
        else NewTimesForm(typed(request), now=case.now)
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if agreed:
            meetings.move(
                appointment=each.appointment,
                side=Side.PANEL,
                times=form.times,
                reason=form.cleaned_data["reason"],
                actor=case.user,
                at=now,
            )
        else:
            meetings.offer_again(
                appointment=each.appointment, times=form.times, actor=case.user, at=now
            )
        messages.success(request, "The times are offered. The organisation chooses one.")
        return redirect("case-visit", uuid, appointment)
    title = f"Move the {each.noun}" if agreed else "Offer other times"
    return visit_form_page(request, case, form, title, each=each)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def place(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    case, each = load_visit(request, uuid, appointment, AppointmentState.AGREED)
    found = each.appointment
    initial: dict[str, object] = {"place_kind": found.place_kind}
    if not (case.hides_contacts and hides_place(found)):
        initial[found.place_kind] = found.place
    form = PlaceForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        meetings.change_place(
            appointment=found,
            place_kind=PlaceKind(form.cleaned_data["place_kind"]),
            place=form.place,
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The place is changed. We have written to everybody.")
        return redirect("case-visit", uuid, appointment)
    return visit_form_page(request, case, form, "Change the place or link", each=each)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    case, each = load_visit(
        request, uuid, appointment, AppointmentState.OFFERED, AppointmentState.AGREED
    )
    form = CancelForm(typed(request), noun=each.noun)
    if request.method == "POST" and form.is_valid():
        meetings.cancel(
            appointment=each.appointment,
            reason=form.cleaned_data["reason"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, f"The {each.noun} is called off. We have written to everybody.")
        return redirect("case-visits", uuid)
    return visit_form_page(request, case, form, f"Call the {each.noun} off", each=each)


def visit_form_page(
    request: HttpRequest,
    case: Case,
    form: object,
    title: str,
    *,
    each: Listed | None = None,
    **more: object,
) -> HttpResponse:
    context = {"case": case, "form": form, "title": title, "each": each, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/visit_form.html", context, status=status)

"""Getting ready for a visit or an interview, writing it up, and showing it to the organisation."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import User
from champions.checklists import CHECKLISTS
from champions.choices import AppointmentState, Purpose
from champions.forms.visits import ChecklistForm, VisitNotesForm
from champions.permissions import need_chair
from champions.selectors.naming import names_in_case
from champions.selectors.photos import photos_of
from champions.selectors.visits import findings_of
from champions.services.visits import show as show_visit
from champions.services.visits import tick, write_up
from champions.views.visits import link_to, load_visit, may_arrange, visit_form_page
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def checklist(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    case, each = load_visit(
        request, uuid, appointment, AppointmentState.OFFERED, AppointmentState.AGREED
    )
    found = each.appointment
    form = ChecklistForm(
        typed(request), items=CHECKLISTS[Purpose(found.purpose)], checked=found.checked
    )
    if request.method == "POST" and form.is_valid():
        tick(
            appointment=found,
            seen=form.cleaned_data["seen"],
            ticked=form.cleaned_data["done"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The checklist is saved.")
        return redirect("case-visit", uuid, appointment)
    return visit_form_page(request, case, form, f"Get ready for the {each.noun}", each=each)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notes(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    """What was seen and heard; what is typed is kept as a draft until it is saved."""
    case, each = load_visit(request, uuid, appointment, AppointmentState.AGREED)
    found = each.appointment
    if not may_arrange(case):
        sentence = "This application is not with the champions."
        raise Refused(sentence, link=link_to(case, each))
    if found.starts_at is None or not each.has_begun:
        sentence = f"The {each.noun} has not begun yet. Write it up afterwards."
        raise Refused(sentence, link=link_to(case, each))
    opening = opening_for(request, key=f"visit:{found.uuid}")
    day = london_date(found.starts_at)
    form = VisitNotesForm(
        opening.data,
        earliest=day,
        latest=london_date(case.now),
        champions=[seat.champion.user for seat in case.facts.seats if seat.counts],
        people=list(User.objects.filter(memberships__organisation=case.application.organisation)),
        asked=case.facts.asked,
        purpose=Purpose(found.purpose),
        names=names_in_case(case.application) if found.group else (),
        initial={"held_on": day},
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        write_up(
            appointment=found,
            held_on=form.cleaned_data["held_on"],
            attendance=form.attendance,
            people_count=form.cleaned_data.get("people_count"),
            summary=form.cleaned_data["summary"],
            findings=form.findings,
            actor=case.user,
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, "The notes are saved. The panel and SEND officers can read them.")
        return redirect("case-visit", uuid, appointment)
    title = f"Write up the {each.noun}"
    left = [i.text for i in CHECKLISTS[Purpose(found.purpose)] if i.code not in found.checked]
    return visit_form_page(request, case, form, title, each=each, opening=opening, left=left)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    """The chair reads once more what the organisation will read, and shows it."""
    case, each = load_visit(request, uuid, appointment)
    need_chair(case.user, case.panel)
    if each.appointment.state != AppointmentState.HELD:
        raise Refused(f"The {each.noun} has not been written up yet.", link=link_to(case, each))
    if each.appointment.shown_at is not None:
        raise Refused("The organisation can read this already.", link=link_to(case, each))
    if request.method == "POST":
        show_visit(
            appointment=each.appointment,
            seen=_ids(request.POST.getlist("photo")),
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The organisation can read it now. We have written to its leads.")
        return redirect("case-visit", uuid, appointment)
    context = {
        "case": case,
        "each": each,
        "findings": findings_of(each.appointment),
        "photos": photos_of(each.appointment, on=london_date(case.now)),
    }
    return render(request, "champions/visit_show.html", context)


def _ids(typed: list[str]) -> list[UUID]:
    """What is no id was on no page."""
    found = []
    for each in typed:
        with suppress(ValueError):
            found.append(UUID(each))
    return found

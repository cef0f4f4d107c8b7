"""Officers' pages about champions: all of them, and the service of one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.selectors import scheme_in_force
from awards.views.person import person
from champions.choices import Course, Perspective
from champions.forms.people import ChampionForm, ChampionsForm, ChangeChampionForm, InviteForm
from champions.forms.profile import TrainingForm
from champions.models import Champion, Panel
from champions.selectors.service import facts_about, listed, seen_by, service_of
from champions.services.people import (
    appoint_champion,
    change_champion,
    end_service,
    invite_champion,
)
from champions.services.training import record_training
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page


@require_safe
@login_required
def champions(request: HttpRequest) -> HttpResponse:
    """Everybody who serves, or who served, with how many cases are open."""
    need_officer(person(request))
    today = london_date(timezone.now())
    form = ChampionsForm(request.GET)
    found = listed(
        past=form.past, perspective=form.perspective_asked, with_room=form.with_room, on=today
    )
    context = {
        "form": form,
        "page_obj": page_of(found, request),
        "past": form.past,
        "courses": len(Course),
        "today": today,
        "querystring": querystring_without_page(request),
    }
    return render(request, "champions/officers_champions.html", context)


@require_safe
@login_required
def champion(request: HttpRequest, champion: UUID) -> HttpResponse:
    """All about one champion's service, and the way to what officers do with it."""
    officer = person(request)
    need_officer(officer)
    found = _found(champion)
    today = london_date(timezone.now())
    service = service_of(found, on=today)
    context = {
        "champion": found,
        "service": service,
        "facts": list(facts_about(service, on=today)),
        "seen": seen_by(officer, found),
        "serves": found.served_until is None,
        "today": today,
    }
    return render(request, "champions/officers_champion.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, champion: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = _found(champion)
    now = timezone.now()
    today = london_date(now)
    form = ChangeChampionForm(
        typed(request),
        champion=found,
        cancel=_page(found),
        scheme=scheme_in_force(on=today),
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        change_champion(
            champion=found,
            perspective=Perspective(form.cleaned_data["perspective"]),
            sector=form.chosen_sector,
            turns_18_on=form.young_until,
            actor=actor,
            at=now,
        )
        messages.success(request, "The change is saved.")
        return redirect("officers-champion", found.uuid)
    context = {"champion": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/officers_champion_change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def training(request: HttpRequest, champion: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = _found(champion)
    now = timezone.now()
    done = {row.course: row.done_on for row in found.training.all()}
    form = TrainingForm(typed(request), done=done, today=london_date(now))
    if request.method == "POST" and form.is_valid():
        record_training(
            champion=found,
            done=form.done,
            seen=form.cleaned_data["seen"],
            actor=actor,
            at=now,
        )
        messages.success(request, "The training is saved.")
        return redirect("officers-champion", found.uuid)
    context = {"champion": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/officers_champion_training.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appoint(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    now = timezone.now()
    today = london_date(now)
    form = ChampionForm(typed(request), scheme=scheme_in_force(on=today), today=today)
    if request.method == "POST":
        if "invite" in request.POST:
            asked = InviteForm(request.POST)
            if asked.is_valid():
                address = asked.cleaned_data["email"]
                invite_champion(email=address, actor=actor, at=now)
                messages.success(request, f"We have sent a link to sign up to {address}.")
                return redirect("officers-champions")
            form.errors.clear()
            for problem in asked.errors["email"]:
                form.add_error("email", problem)
        elif form.is_valid() and form.person is not None:
            made = appoint_champion(
                person=form.person,
                perspective=Perspective(form.cleaned_data["perspective"]),
                sector=form.chosen_sector,
                turns_18_on=form.young_until,
                actor=actor,
                at=now,
            )
            messages.success(request, f"{made.user} is now a champion.")
            return redirect("officers-champions")
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/officers_appoint.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, champion: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = _found(champion)
    if request.method == "POST":
        end_service(champion=found, actor=actor, at=timezone.now())
        messages.success(request, f"{found.user} is no longer a champion.")
        return redirect("officers-champions")
    open_cases = found.assignments.filter(ended_at=None, panel__in=Panel.objects.open()).count()
    context = {"champion": found, "open_cases": open_cases}
    return render(request, "champions/officers_end.html", context)


def _found(champion: UUID) -> Champion:
    return get_object_or_404(Champion.objects.select_related("user"), uuid=champion)


def _page(champion: Champion) -> str:
    return reverse("officers-champion", args=[champion.uuid])

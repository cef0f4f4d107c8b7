"""Officers' pages about champions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.selectors import scheme_in_force
from awards.views.person import person
from champions.choices import Perspective
from champions.forms.people import ChampionForm, InviteForm
from champions.models import Champion, Panel
from champions.services.people import appoint_champion, end_service, invite_champion
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page


@require_safe
@login_required
def champions(request: HttpRequest) -> HttpResponse:
    """Everybody who serves, or who served, with how many cases are open."""
    need_officer(person(request))
    past = request.GET.get("show") == "past"
    mine = Q(assignments__ended_at=None, assignments__panel__in=Panel.objects.open())
    found = (
        Champion.objects.filter(served_until__isnull=not past)
        .select_related("user")
        .annotate(load=Count("assignments", filter=mine))
        .order_by("user__name", "pk")
    )
    context = {
        "page_obj": page_of(found, request),
        "past": past,
        "querystring": querystring_without_page(request),
    }
    return render(request, "champions/officers_champions.html", context)


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
    found = get_object_or_404(Champion.objects.select_related("user"), uuid=champion)
    if request.method == "POST":
        end_service(champion=found, actor=actor, at=timezone.now())
        messages.success(request, f"{found.user} is no longer a champion.")
        return redirect("officers-champions")
    open_cases = found.assignments.filter(ended_at=None, panel__in=Panel.objects.open()).count()
    context = {"champion": found, "open_cases": open_cases}
    return render(request, "champions/officers_end.html", context)

"""Leaving a panel: because of a link, by stepping back, or taken off by an officer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Interest
from awards.permissions import need_officer
from champions.forms.panels import LateInterestForm, StepBackForm, TakeOffForm
from champions.models import Assignment
from champions.permissions import SITS_TOO
from champions.services.panels import (
    OPEN_FOR_PANELS,
    declare_interest,
    need_other_officer,
    step_back,
    take_off,
)
from champions.views.loading import Case, load, load_open
from foundation.kept_posts import typed
from foundation.refusals import NotAllowed, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def late_interest(request: HttpRequest, uuid: UUID, champion: UUID) -> HttpResponse:
    """A link that came up later: one's own, or recorded by an officer (T-37)."""
    found = load_open(request, uuid)
    seat = _seat(found, champion)
    own = seat.champion.user_id == found.user.pk
    if not own and not found.user.is_officer:
        raise Http404
    if not own and found.why_not_settle:
        raise NotAllowed(SITS_TOO if found.seat is not None else found.why_not_settle)
    form = LateInterestForm(typed(request), own=own)
    if request.method == "POST" and form.is_valid():
        declare_interest(
            assignment=seat,
            nature=Interest(form.cleaned_data["nature"]),
            details=form.cleaned_data["details"],
            actor=found.user,
            at=timezone.now(),
        )
        if own:
            messages.success(request, "Thank you for telling us. Somebody else looks at this case.")
            return redirect("champions")
        messages.success(request, f"{seat.champion.user} no longer sits on this panel.")
        return redirect("case-panel", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"case": found, "form": form, "seat": seat, "own": own}
    return render(request, "champions/late_interest.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A champion steps back, also before they said if they have a link: only the name shows then."""
    found = load(request, uuid)
    if found.seat is None:
        raise Http404
    _need_open(found)
    form = StepBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        step_back(
            panel=found.panel,
            reason=form.cleaned_data["reason"],
            actor=found.user,
            at=timezone.now(),
        )
        messages.success(request, "You have stepped back. Thank you for telling us.")
        return redirect("champions")
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/step_back.html", {"case": found, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recuse(request: HttpRequest, uuid: UUID, champion: UUID) -> HttpResponse:
    """An officer takes a champion off; the case is never theirs again (T-36)."""
    found = load(request, uuid)
    need_officer(found.user)
    _need_open(found)
    need_other_officer(found.user, found.application)
    seat = _seat(found, champion)
    form = TakeOffForm(typed(request))
    if request.method == "POST" and form.is_valid():
        take_off(
            panel=found.panel,
            champion=seat.champion,
            reason=form.cleaned_data["reason"],
            actor=found.user,
            at=timezone.now(),
        )
        messages.success(request, f"{seat.champion.user} no longer sits on this panel.")
        return redirect("case-panel", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"case": found, "form": form, "seat": seat}
    return render(request, "champions/recuse.html", context, status=status)


def _seat(found: Case, champion: UUID) -> Assignment:
    return get_object_or_404(
        Assignment.objects.active().select_related("champion__user", "panel__application"),
        panel=found.panel,
        champion__uuid=champion,
    )


def _need_open(found: Case) -> None:
    if found.application.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended, so its panel cannot change.", link=found.link)

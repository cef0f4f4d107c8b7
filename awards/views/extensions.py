"""Officers give an organisation more time for a stage, or to renew an award (scheme.md 10, 22)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.forms.extensions import ExtendForm
from awards.models import Award, Organisation
from awards.permissions import need_officer, need_officer_from_outside
from awards.scheme import UnknownCodeError
from awards.selectors import scheme_in_force
from awards.services.extensions import (
    DateNotAccepted,
    extend_due_date,
    last_date,
    movable_deadline,
)
from awards.services.renewals import give_time_to_renew, last_day_to_give, renewal_to_move
from awards.views.person import person
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.kept_posts import typed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    organisation = get_object_or_404(Organisation, slug=slug)
    need_officer_from_outside(actor, organisation)
    now = timezone.now()
    today = london_date(now)
    try:
        scheme_in_force(on=today).stage(stage)
    except UnknownCodeError as error:
        raise Http404 from error
    form = ExtendForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = extend_due_date(
                organisation=organisation,
                stage=stage,
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
                actor=actor,
                at=now,
            )
        except DateNotAccepted as refusal:
            form.add_error("due_on", refusal.sentence)
        else:
            told = f"{organisation} has time until {show_date(made.due_on)}. We tell its leads."
            messages.success(request, told)
            return redirect("officers-organisation", slug)
    deadline = movable_deadline(organisation, stage, on=today)
    context = {
        "organisation": organisation,
        "deadline": deadline,
        "is_late": deadline.is_past(today),
        "last_date": last_date(deadline, on=today),
        "extensions": organisation.extensions.filter(stage=stage).select_related("granted_by"),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/officers_extend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend_renewal(request: HttpRequest, slug: str, award: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    organisation = get_object_or_404(Organisation, slug=slug)
    need_officer_from_outside(actor, organisation)
    found = get_object_or_404(Award, uuid=award, organisation=organisation)
    now = timezone.now()
    form = ExtendForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = give_time_to_renew(
                award=found,
                until=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
                actor=actor,
                at=now,
            )
        except DateNotAccepted as refusal:
            form.add_error("due_on", refusal.sentence)
        else:
            told = f"{organisation} has time until {show_date(made.due_on)}. We tell its leads."
            messages.success(request, told)
            return redirect("officers-organisation", slug)
    renewal = renewal_to_move(organisation, found, on=london_date(now))
    context = {
        "organisation": organisation,
        "renewal": renewal,
        "is_over": renewal.due_on < london_date(now),
        "last_date": last_day_to_give(renewal),
        "extensions": found.extensions.select_related("granted_by"),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/officers_extend_renewal.html", context, status=status)

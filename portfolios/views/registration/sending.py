"""Signing, checking and sending."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Role
from awards.emails import leads_of
from awards.models import Application
from awards.permissions import need_sender
from awards.views.person import person
from foundation.dates import london_date
from foundation.openings import opening_for
from foundation.refusals import Link, Refused
from portfolios.choices import SectionCode
from portfolios.forms.registration.sending import SendForm, SignForm
from portfolios.selectors.nudges import nudges_of
from portfolios.selectors.points import point_problems, points_asked, points_unanswered
from portfolios.selectors.registration.problems import problems_of
from portfolios.selectors.registration.reading import (
    can_sign,
    whole_registration,
)
from portfolios.selectors.registration.snapshots import snapshot_of_registration
from portfolios.services import registration as services
from portfolios.views.loading import need_open, role_for, sends_now
from portfolios.views.registration.loading import load, next_page


def sign(request: HttpRequest, application: Application) -> HttpResponse:
    """The wording in full. Members read it; a lead signs, or an officer for a paper signature."""
    registration = whole_registration(application)
    if not can_sign({problem.section for problem in problems_of(registration)}):
        link = Link("Go to your task list", reverse("registration", args=[application.uuid]))
        raise Refused("Finish the organisation details and who you involve first.", link=link)
    role = role_for(request, application)
    if request.method == "POST":
        need_sender(person(request), application)
    on_paper, now = role is Role.OFFICER, timezone.now()
    opening = opening_for(request, key=services.draft_key(application, SectionCode.SIGN))
    form = SignForm(
        opening.data,
        scheme=registration.scheme,
        on_paper=on_paper,
        today=london_date(now),
        initial={} if on_paper else {"signed_name": person(request).name},
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        services.sign_commitment(
            application=application,
            signed_name=form.cleaned_data["signed_name"],
            signed_role=form.cleaned_data["signed_role"],
            levels=form.cleaned_data["levels"],
            signed_on=form.cleaned_data.get("signed_on"),
            actor=person(request),
            at=now,
        )
        messages.success(request, "The commitment is signed.")
        return redirect(next_page(request, application, SectionCode.SIGN))
    context = {
        "application": application,
        "registration": registration,
        "scheme": registration.scheme,
        "signed": snapshot_of_registration(registration)["commitment"],
        "form": form,
        "opening": opening,
        "may_send": sends_now(application, role),
        "leads": [] if sends_now(application, role) else leads_of(application.organisation),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/sign.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, application: UUID) -> HttpResponse:
    """All answers, what is missing, and the button. A second click finds the first one's receipt."""
    found = load(request, application)
    role = role_for(request, found)
    if request.method == "POST":
        role = need_sender(person(request), found)
        posted = SendForm(request.POST)
        if posted.is_valid() and not (found.can_be_edited and _is_unfinished(found)):
            services.submit_registration(
                application=found,
                actor=person(request),
                role=role,
                at=timezone.now(),
                key=posted.cleaned_data["key"],
                checked_version=posted.cleaned_data["version"],
            )
            return redirect("application-sent", found.uuid)
    need_open(request, found)
    registration = whole_registration(found)
    points = points_asked(found)
    missing = [(each.sentence, each.address(found)) for each in problems_of(registration)]
    missing += [(each.sentence, each.url) for each in points_unanswered(points)]
    context = {
        "application": found,
        "registration": registration,
        "snapshot": snapshot_of_registration(registration),
        "problems": missing,
        "nudges": nudges_of(registration),
        "form": SendForm(initial={"version": registration.form.version}),
        "may_send": sends_now(found, role),
        "points": points,
        "posted": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/check.html", context, status=status)


def _is_unfinished(application: Application) -> bool:
    return bool(problems_of(whole_registration(application)) or point_problems(application))

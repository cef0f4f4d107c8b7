"""Signing, checking, sending; what was sent; and taking it back."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Role
from awards.emails import leads_of
from awards.models import Application
from awards.permissions import need_lead, need_sender
from awards.scheme import edition
from awards.services.applications import withdraw as withdraw_application
from awards.views.person import person
from awards.workflow import open_transitions
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Link, Refused
from portfolios import services
from portfolios.choices import SectionCode
from portfolios.forms.sending import SendForm, SignForm, WithdrawForm
from portfolios.selectors.nudges import nudges_of
from portfolios.selectors.problems import problems_of
from portfolios.selectors.registrations import (
    can_sign,
    last_sent,
    points_asked,
    whole_registration,
)
from portfolios.selectors.snapshots import snapshot_of_registration
from portfolios.views.loading import load, may_send, need_open, next_page, role_for

# When nothing was heard by then, something has gone wrong and people should ask.
ASK_AFTER = timedelta(days=14)


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
        "may_send": may_send(application, role),
        "leads": [] if may_send(application, role) else leads_of(application.organisation),
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
        if posted.is_valid() and not (found.can_be_edited and _problems(found)):
            services.submit_registration(
                application=found,
                actor=person(request),
                role=role,
                at=timezone.now(),
                key=posted.cleaned_data["key"],
                checked_version=posted.cleaned_data["version"],
            )
            return redirect("registration-sent", found.uuid)
    need_open(request, found)
    registration = whole_registration(found)
    problems = problems_of(registration)
    context = {
        "application": found,
        "registration": registration,
        "snapshot": snapshot_of_registration(registration),
        "problems": [(problem, problem.address(found)) for problem in problems],
        "nudges": nudges_of(registration),
        "form": SendForm(initial={"version": registration.form.version}),
        "may_send": may_send(found, role),
        "points": points_asked(found),
        "posted": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/check.html", context, status=status)


def _problems(application: Application) -> bool:
    return bool(problems_of(whole_registration(application)))


@require_safe
@login_required
def sent(request: HttpRequest, application: UUID) -> HttpResponse:
    found = load(request, application)
    change = last_sent(found)
    if change is None:
        raise Http404
    context = {
        "application": found,
        "change": change,
        "stage": edition(found.edition).stage(found.stage),
        "ask_after": change.at + ASK_AFTER,
    }
    return render(request, "portfolios/sent.html", context)


@require_safe
@login_required
def copy(request: HttpRequest, application: UUID) -> HttpResponse:
    """What was sent, as it was sent: from the snapshot, whatever was changed since."""
    found = load(request, application)
    change = last_sent(found)
    if change is None:
        raise Http404
    context = {"application": found, "change": change, "snapshot": change.snapshot}
    return render(request, "portfolios/copy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, application: UUID) -> HttpResponse:
    """For every stage: the form says what it means, the workflow whether it is possible."""
    found = get_object_or_404(
        Application.objects.visible_to(person(request)).select_related("organisation"),
        uuid=application,
    )
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    role = need_lead(person(request), found.organisation)
    if not any(row.name == "withdraw" for row in open_transitions(found.status_enum, role)):
        raise Refused(
            f"This application can’t be withdrawn any more: {found.status_enum.label.lower()}."
        )
    home = reverse("organisation", args=[found.organisation.slug])
    form = WithdrawForm(typed(request), cancel=home)
    if request.method == "POST" and form.is_valid():
        withdraw_application(
            application=found,
            actor=person(request),
            role=role,
            note=form.cleaned_data["reason"],
            at=timezone.now(),
        )
        messages.success(request, "You have withdrawn your application.")
        return redirect(home)
    context = {
        "application": found,
        "stage": edition(found.edition).stage(found.stage),
        "form": form,
        "home": home,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/withdraw.html", context, status=status)

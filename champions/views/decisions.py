"""The chair records, an officer who did not sit releases (T-39, T-40)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from champions.choices import Outcome
from champions.forms.decisions import DecisionForm, GiveBackForm, LetterForm, ReleaseForm
from champions.models import Decision
from champions.permissions import need_chair, need_releaser
from champions.selectors import (
    open_challenges,
    questions_of,
    readiness_problems,
    subjects_judged,
)
from champions.services.decisions import (
    cancel_decision,
    edit_letter,
    record_decision,
    release_decision,
    release_problems,
)
from champions.views.loading import Case, load, load_open
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Findings side by side, and what the panel agreed; not before everything is in (T-40)."""
    case = load_open(request, uuid)
    need_chair(case.user, case.panel)
    if case.facts.decision is not None:
        raise Refused("The panel's decision has already been recorded.", link=case.link)
    problems = readiness_problems(case.facts)
    if problems or not case.application.is_open:
        sentence = " ".join(problems) or "This application has ended."
        raise Refused(sentence, link=case.link)
    opening = opening_for(request, key=f"decision:{case.application.uuid}")
    form = DecisionForm(
        opening.data,
        asked=case.facts.asked,
        subjects=subjects_judged(case.application),
        challenges=open_challenges(case.application),
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        record_decision(
            panel=case.panel,
            outcome=Outcome(form.cleaned_data["outcome"]),
            feedback=form.cleaned_data["feedback"],
            agreed=form.agreed,
            points=form.agreed_points,
            actor=case.user,
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, "The decision is recorded. An officer reads and releases it.")
        return redirect("case", uuid)
    context = {
        "case": case,
        "form": form,
        "opening": opening,
        "questions": questions_of(case.facts),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/decision.html", context, status=status)


def _waiting(request: HttpRequest, uuid: UUID) -> tuple[Case, Decision]:
    """The decision that waits, for an officer who did not sit."""
    case = load(request, uuid)
    need_releaser(case.user, case.panel)
    found = case.facts.decision
    if found is None:
        raise Refused("There is no decision to release.", link=case.link)
    if found.released_at is not None:
        raise Refused("This decision has already been released.", link=case.link)
    found.panel = case.panel
    found.panel.application = case.application
    return case, found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read the letter as it will go out, and let it go. Nothing is told before this."""
    case, found = _waiting(request, uuid)
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, initial={"version": found.version}
    )
    problems = release_problems(case.application, found)
    if request.method == "POST" and form.is_valid():
        release_decision(
            decision=found,
            expected_version=form.cleaned_data["version"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "Released. The letter is on its way.")
        return redirect("case", uuid)
    context = {
        "case": case,
        "decision": found,
        "form": form,
        "problems": problems,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/release.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case, found = _waiting(request, uuid)
    initial = {"letter": found.letter, "version": found.version}
    form = LetterForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        edit_letter(
            decision=found,
            letter=form.cleaned_data["letter"],
            expected_version=form.cleaned_data["version"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The letter is saved. It has not gone out yet.")
        return redirect("case-release", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"case": case, "form": form}
    return render(request, "champions/letter.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case, found = _waiting(request, uuid)
    form = GiveBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        cancel_decision(
            decision=found,
            reason=form.cleaned_data["reason"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The decision is with the panel again.")
        return redirect("case", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"case": case, "form": form}
    return render(request, "champions/give_back.html", context, status=status)

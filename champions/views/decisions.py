"""The chair records, an officer who did not sit releases (T-39, T-40)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from champions.choices import Outcome
from champions.forms.assessments import field_name
from champions.forms.decision_start import begin_with
from champions.forms.decisions import DecisionForm, SureForm
from champions.forms.releasing import GiveBackForm, LetterForm, ReleaseForm
from champions.letter import draft_letter
from champions.models import Decision
from champions.permissions import need_chair, need_releaser
from champions.selectors import (
    open_challenges,
    questions_of,
    readiness_problems,
    subjects_judged,
)
from champions.selectors.appeals import is_appealed
from champions.selectors.deciding import against_all, apart, given_back
from champions.selectors.visits import findings_by_code
from champions.services.decisions import (
    LONGEST_LETTER,
    cancel_decision,
    edit_letter,
    record_decision,
    release_decision,
    release_problems,
)
from champions.views.loading import Case, load, load_open
from foundation.dates import london_date
from foundation.drafts import discard_draft, draft_for, save_draft
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Link, Refused


def _deciding(request: HttpRequest, uuid: UUID) -> Case:
    """For the chair, once everything is in (T-40)."""
    case = load_open(request, uuid)
    need_chair(case.user, case.panel)
    if case.facts.decision is not None:
        raise Refused("The panel's decision has already been recorded.", link=case.link)
    problems = readiness_problems(case.facts)
    if problems or not case.application.is_open:
        sentence = " ".join(problems) or "This application has ended."
        raise Refused(sentence, link=case.link)
    return case


def _draft_key(case: Case) -> str:
    """Of one version: what was typed on the version before is none for this one."""
    judged = case.facts.judged
    return f"decision:{case.application.uuid}:{judged.pk if judged else 0}"


def _letter_of(case: Case, form: DecisionForm) -> str:
    """As it would be drafted from what the form says. It has to be valid."""
    return draft_letter(
        case.application,
        outcome=Outcome(form.cleaned_data["outcome"]),
        feedback=form.cleaned_data["feedback"],
        agreed=form.agreed,
        points=form.agreed_points,
        appealed=is_appealed(case.facts),
        on=london_date(case.now),
        renewal=case.facts.visit.known if case.facts.visit is not None else None,
    )


def _opens_all(form: DecisionForm) -> list[int]:
    """The numbers of the points that are about all of it, as the letter counts them."""
    return [number for number, point in enumerate(form.agreed_points, 1) if not point.code]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Findings side by side, and what the panel agreed. What is typed is kept, and read on the next page."""
    case = _deciding(request, uuid)
    opening = opening_for(request, key=_draft_key(case))
    found = questions_of(case.facts)
    challenges = open_challenges(case.application)
    subjects = subjects_judged(case.application)
    before = given_back(case.facts)
    form = DecisionForm(
        opening.data,
        asked=case.facts.asked,
        subjects=subjects,
        challenges=challenges,
        found=found,
        visits=findings_by_code(case.application),
        initial=begin_with(found, before=before, subjects=subjects, challenges=challenges),
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        if len(_letter_of(case, form)) > LONGEST_LETTER:
            form.add_error(None, "The letter would be too long to read. Shorten what you wrote.")
        else:
            save_draft(
                owner=case.user,
                key=opening.key,
                data=form.as_typed(request.POST),
                at=timezone.now(),
            )
            return redirect("case-decision-check", uuid)
    context = {
        "case": case,
        "form": form,
        "opening": opening,
        "before": before,
        "differ": [each.asked.name for each in found if each.disagree],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/decision.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The letter as it would go out, before anything is recorded; and what stays with the panel.

    What no champion had found so is asked once more: it may be right, and it may be a slip.
    """
    case = _deciding(request, uuid)
    draft = draft_for(case.user, _draft_key(case))
    form = DecisionForm(
        draft.typed if draft is not None else None,
        asked=case.facts.asked,
        subjects=subjects_judged(case.application),
        challenges=open_challenges(case.application),
    )
    if not form.is_valid():
        return redirect("case-decision", uuid)
    posted = request.method == "POST"
    if posted and request.POST.get("read_token") != form.fingerprint:
        raise Refused(
            "This was changed in another window after you read it. Nothing is recorded yet.",
            link=Link("Read it again", reverse("case-decision-check", args=[uuid])),
        )
    found = questions_of(case.facts)
    agreed = {each.code: each.met for each in form.agreed}
    against = against_all(found, agreed)
    sure = SureForm(request.POST if posted else None) if against else None
    if posted and (sure is None or sure.is_valid()):
        record_decision(
            panel=case.panel,
            outcome=Outcome(form.cleaned_data["outcome"]),
            feedback=form.cleaned_data["feedback"],
            agreed=form.agreed,
            points=form.agreed_points,
            actor=case.user,
            at=timezone.now(),
        )
        discard_draft(case.user, _draft_key(case))
        messages.success(request, "The decision is recorded. A SEND officer reads and releases it.")
        return redirect("case", uuid)
    outcome = Outcome(form.cleaned_data["outcome"])
    context = {
        "case": case,
        "outcome": outcome,
        "apart": [
            (each, field_name("dissent", each.code))
            for each in apart(found, agreed, {each.code: each.dissent for each in form.agreed})
        ],
        "opens_all": _opens_all(form) if outcome is Outcome.CHANGES else [],
        "letter": _letter_of(case, form),
        "read": form.fingerprint,
        "against": against,
        "sure": sure,
    }
    return render(request, "champions/decision_check.html", context, status=422 if posted else 200)


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
        "appealed": is_appealed(case.facts),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/release.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case, found = _waiting(request, uuid)
    opening = opening_for(request, key=f"letter:{found.uuid}")
    form = LetterForm(opening.data, initial={"letter": found.letter, "version": found.version})
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        edit_letter(
            decision=found,
            letter=form.cleaned_data["letter"],
            expected_version=form.cleaned_data["version"],
            actor=case.user,
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, "The letter is saved. It has not gone out yet.")
        return redirect("case-release", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"case": case, "form": form, "opening": opening}
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

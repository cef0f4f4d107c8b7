"""Support and challenge on the panel's side: ask, talk it over, show it to them, close it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Audience, Status
from awards.models import Challenge
from champions.forms.challenges import CloseForm, RaiseForm, RemarkForm
from champions.permissions import may_steer, need_challenger, need_steerer, need_voice
from champions.selectors import (
    challenges_read_by,
    evidence_subject,
    subjects_judged,
    thread_for_panel,
)
from champions.services.challenges import (
    close_challenge,
    raise_challenge,
    remark,
    show_to_organisation,
)
from champions.views.loading import Case, load_open
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Link, Refused
from portfolios.selectors.evidence.restricted import name_restricted

OPEN_FOR_CHALLENGES = (Status.IN_REVIEW, Status.CHANGES_REQUESTED)


def _challenge(request: HttpRequest, uuid: UUID, challenge: UUID) -> tuple[Case, Challenge]:
    """One of this very case: another one's is not there (T-25), nor what is kept from them (T-38)."""
    case = load_open(request, uuid)
    found = get_object_or_404(challenges_read_by(case.facts, case.user), uuid=challenge)
    found.application = case.application
    name_restricted([found])
    return case, found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def challenges(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything that was asked and said, and who can see it."""
    case = load_open(request, uuid)
    answer = _talk(request, case, None)
    if isinstance(answer, HttpResponse):
        return answer
    context = answer | {
        "case": case,
        "thread": thread_for_panel(case.facts, case.user),
        "asks": case.seat is not None and case.application.status in OPEN_FOR_CHALLENGES,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/case_challenges.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def challenge(request: HttpRequest, uuid: UUID, challenge: UUID) -> HttpResponse:
    case, found = _challenge(request, uuid, challenge)
    answer = _talk(request, case, found)
    if isinstance(answer, HttpResponse):
        return answer
    rows = Challenge.objects.filter(pk=found.pk)
    (shown,) = thread_for_panel(case.facts, case.user, challenges=rows).challenges
    context = answer | {
        "case": case,
        "each": shown,
        "steers": shown.takes_replies and may_steer(case.user, case.panel, found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/case_challenge.html", context, status=status)


def _talk(
    request: HttpRequest, case: Case, challenge: Challenge | None
) -> HttpResponse | dict[str, object]:
    """The form for a message: sent, or what its page needs to show it."""
    place = f"challenge:{challenge.uuid}" if challenge else f"challenges:{case.application.uuid}"
    opening = opening_for(request, key=f"case-{place}")
    form = RemarkForm(opening.data, may_show=challenge is None or challenge.is_shown)
    opening.fill(form)
    form.renew()
    if request.method == "POST":
        need_voice(case.user, case.panel)
        if form.is_valid():
            remark(
                panel=case.panel,
                challenge=challenge,
                text=form.cleaned_data["text"],
                audience=form.chosen_audience,
                key=form.cleaned_data["key"],
                actor=case.user,
                at=timezone.now(),
            )
            opening.done()
            messages.success(request, f"Your message is there. {form.chosen_audience.label}.")
            return redirect(request.path)
    writes = case.facts.panel is not None and case.application.is_open
    return {"form": form, "opening": opening, "writes": writes}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def raise_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = load_open(request, uuid)
    need_challenger(case.user, case.panel)
    thread = reverse("case-challenges", args=[uuid])
    if case.application.status not in OPEN_FOR_CHALLENGES:
        link = Link("Read what was asked", thread)
        raise Refused("This application is not with the champions now.", link=link)
    about = evidence_subject(
        case.application, request.GET.get("about", ""), on=london_date(case.now), eyes=case.eyes
    )
    place = f":{about.code}" if about else ""
    opening = opening_for(request, key=f"case-challenge-raise:{case.application.uuid}{place}")
    form = RaiseForm(
        opening.data, subjects=subjects_judged(case.application), about=about, cancel=thread
    )
    opening.fill(form)
    form.renew()
    if request.method == "POST" and form.is_valid():
        raised = raise_challenge(
            panel=case.panel,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            audience=Audience(form.cleaned_data["audience"]),
            key=form.cleaned_data["key"],
            actor=case.user,
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, f"Your challenge is there. {raised.get_audience_display()}.")
        return redirect(thread)
    context = {"case": case, "form": form, "opening": opening}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/case_challenge_raise.html", context, status=status)


def _need_standing(case: Case, challenge: Challenge) -> Link:
    """Who may steer it, while there is something to steer; the way back."""
    need_steerer(case.user, case.panel, challenge)
    place = reverse("case-challenge", args=[case.application.uuid, challenge.uuid])
    back = Link("Go to the challenge", place)
    if challenge.closed_at is not None or not case.application.is_open:
        raise Refused("This challenge has already been closed.", link=back)
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, uuid: UUID, challenge: UUID) -> HttpResponse:
    """A page to think once more: what was shown cannot be taken back."""
    case, found = _challenge(request, uuid, challenge)
    back = _need_standing(case, found)
    if found.is_shown:
        raise Refused("The organisation already sees this.", link=back)
    if request.method == "POST":
        show_to_organisation(panel=case.panel, challenge=found, actor=case.user, at=timezone.now())
        messages.success(request, "The organisation sees it now. We have written to its leads.")
        return redirect(back.url)
    return render(request, "champions/case_challenge_show.html", {"case": case, "challenge": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, uuid: UUID, challenge: UUID) -> HttpResponse:
    case, found = _challenge(request, uuid, challenge)
    back = _need_standing(case, found)
    form = CloseForm(typed(request), is_shown=found.is_shown, cancel=back.url)
    if request.method == "POST" and form.is_valid():
        close_challenge(
            panel=case.panel,
            challenge=found,
            note=form.cleaned_data["note"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The challenge is closed.")
        return redirect(back.url)
    context = {"case": case, "challenge": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/case_challenge_close.html", context, status=status)

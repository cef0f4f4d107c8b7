"""One case: where it stands, what was sent, who sits, what happened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Interest, Status
from awards.models import StatusChange
from champions.forms.panels import InterestForm
from champions.models import Assignment
from champions.permissions import why_not_rule
from champions.selectors import (
    count_challenges,
    history_of,
    may_read_findings,
    questions_of,
    readiness_problems,
    strategies_found,
)
from champions.selectors.case_page import parts_of, then_of, timeline_of
from champions.selectors.difference import difference_of
from champions.selectors.evidence import Judged, judged_from
from champions.selectors.letters import appeal_on
from champions.selectors.mix import mix_of_case
from champions.selectors.visit_states import visits_on_case
from champions.services.panels import declare_interest
from champions.views.loading import Case, load, load_open
from champions.views.ways import way_back
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.refusals import Link, Refused
from portfolios.selectors.titles import for_others


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The case; before a declaration only the organisation's name and the question (T-36)."""
    found = load(request, uuid)
    if found.seat is not None and not found.seat.cleared:
        return _declare(request, found, found.seat.assignment)
    if request.method == "POST":
        # The declaration was sent twice, or by somebody who sits nowhere.
        return redirect("case", uuid)
    snapshot = _snapshot(found)
    reads = may_read_findings(found.facts, found.user)
    sees = found.is_chair or found.user.is_officer
    appeal = appeal_on(found.facts, found.user)
    context = {
        "case": found,
        "snapshot": snapshot,
        "sections": _sections(snapshot),
        "judged": _portfolio(found, snapshot),
        "difference": difference_of(
            found.application, snapshot, on=london_date(found.now), eyes=found.eyes
        ),
        "reads_findings": reads,
        "challenges": count_challenges(found.facts, found.user),
        "problems": readiness_problems(found.facts),
        "on_case": appeal,
        "parts": parts_of(found.facts, found.step, appeal),
        "then": then_of(found.facts, found.step),
        "mix": mix_of_case(found.facts),
        "visits": visits_on_case(found.application, found.user, at=found.now),
        "timeline": timeline_of(history_of(found.facts, sees_interests=sees, reads_findings=reads)),
        "opens_all": request.GET.get("open") == "sent",
        "way": way_back(request, found),
        "may_rule": _may_rule(found),
    }
    return render(request, "champions/case.html", context)


def _may_rule(found: Case) -> bool:
    """Whether to offer an officer to say otherwise than the rule for visits."""
    return (
        found.facts.visit is not None
        and found.application.status in (Status.SUBMITTED, Status.IN_REVIEW)
        and found.facts.decision is None
        and why_not_rule(found.user, found.application) is None
    )


def _snapshot(found: Case) -> object:
    """What was sent, as it was judged."""
    if found.facts.judged is None:
        return None
    row = StatusChange.objects.filter(pk=found.facts.judged.pk)
    return row.values_list("snapshot", flat=True).get()


def _sections(snapshot: object) -> list[dict[str, Any]]:
    """Of a form or a plan; a portfolio is read through what may be shown of it."""
    return (
        for_others(snapshot["sections"])
        if isinstance(snapshot, dict) and "sections" in snapshot
        else []
    )


def _portfolio(found: Case, snapshot: object) -> Judged | None:
    """Of Gold and Platinum; never as it was sent, but as it may be shown today."""
    if found.facts.judged is None:
        return None
    return judged_from(found.facts.judged, snapshot, on=london_date(found.now), eyes=found.eyes)


def _declare(request: HttpRequest, found: Case, seat: Assignment) -> HttpResponse:
    form = InterestForm(typed(request))
    if request.method == "POST" and form.is_valid():
        nature = Interest(form.cleaned_data["nature"])
        declare_interest(
            assignment=seat,
            nature=nature,
            details=form.cleaned_data["details"],
            actor=found.user,
            at=timezone.now(),
        )
        if nature is Interest.NONE:
            messages.success(request, "Thank you. The case is open to you now.")
            return redirect("case", found.application.uuid)
        messages.success(request, "Thank you for telling us. Somebody else looks at this case.")
        return redirect("champions")
    status = 422 if request.method == "POST" else 200
    context = {"case": found, "form": form}
    return render(request, "champions/declare.html", context, status=status)


@require_safe
@login_required
def findings(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Side by side, once one's own are in (T-38); a champion who comes too early is told so."""
    found = load_open(request, uuid)
    if not may_read_findings(found.facts, found.user):
        raise Refused(
            "You can see what the others found when your own assessment is in. "
            "Each champion looks at it alone first.",
            link=_own_assessment(found),
        )
    context = {
        "case": found,
        "questions": questions_of(found.facts),
        "strategies": strategies_found(found.facts),
    }
    return render(request, "champions/findings.html", context)


def _own_assessment(found: Case) -> Link:
    if not found.can_assess:
        return found.link
    return Link("Go to your assessment", reverse("assessment", args=[found.application.uuid]))

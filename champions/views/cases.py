"""One case: where it stands, what was sent, who sits, what happened."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Interest
from awards.models import StatusChange
from champions.forms.panels import InterestForm
from champions.models import Assignment
from champions.selectors import (
    count_challenges,
    history_of,
    may_read_findings,
    questions_of,
    readiness_problems,
    strategies_found,
)
from champions.selectors.evidence import Judged, judged_from
from champions.selectors.letters import appeal_on
from champions.selectors.mix import mix_of_case
from champions.selectors.visit_states import visits_on_case
from champions.services.panels import declare_interest
from champions.views.loading import Case, load, load_open
from foundation.dates import london_date
from foundation.kept_posts import typed


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
    context = {
        "case": found,
        "snapshot": snapshot,
        "judged": _portfolio(found, snapshot),
        "sees_interests": sees,
        "reads_findings": reads,
        "challenges": count_challenges(found.application),
        "problems": readiness_problems(found.facts),
        "appeal": appeal_on(found.facts, found.user),
        "mix": mix_of_case(found.facts),
        "visits": visits_on_case(found.application, found.user, at=found.now),
        "events": history_of(found.facts, sees_interests=sees, reads_findings=reads),
    }
    return render(request, "champions/case.html", context)


def _snapshot(found: Case) -> object:
    """What was sent, as it was judged."""
    if found.facts.judged is None:
        return None
    row = StatusChange.objects.filter(pk=found.facts.judged.pk)
    return row.values_list("snapshot", flat=True).get()


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
    """Side by side, once one's own are in; until then this page is not there (T-38)."""
    found = load_open(request, uuid)
    if not may_read_findings(found.facts, found.user):
        raise Http404
    context = {
        "case": found,
        "questions": questions_of(found.facts),
        "strategies": strategies_found(found.facts),
    }
    return render(request, "champions/findings.html", context)

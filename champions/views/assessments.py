"""A champion's own assessment: saved as they go, checked, sent."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Status
from champions.choices import AssessmentState
from champions.forms.assessments import AssessmentForm
from champions.models import Assessment
from champions.services.assessments import save_assessment, submit_assessment
from champions.views.loading import Case, load_open
from foundation.openings import opening_for
from foundation.refusals import Clash, ClashField, Refused
from foundation.versions import Stale
from portfolios.choices import PORTFOLIO_STAGES


def _load(request: HttpRequest, uuid: UUID) -> tuple[Case, Assessment | None]:
    """For champions of the panel only: an officer who does not sit has no assessment (T-38)."""
    case = load_open(request, uuid)
    if case.seat is None or case.facts.judged is None:
        raise Http404
    mine = Assessment.objects.filter(
        assignment=case.seat.assignment, change=case.facts.judged
    ).first()
    return case, mine


def _form(case: Case, mine: Assessment | None, data: object, *, final: bool) -> AssessmentForm:
    return AssessmentForm(
        data,
        asked=case.facts.asked,
        final=final,
        findings=mine.findings.all() if mine else (),
        can_send=case.facts.meeting_done or not case.facts.needs_meeting,
        evidence=_evidence(case),
        initial={"version": mine.version if mine else 0},
    )


def _evidence(case: Case) -> str:
    """Where the evidence for each criterion is; stages before Gold have none."""
    if case.stage.code not in PORTFOLIO_STAGES:
        return ""
    return reverse("case-evidence", args=[case.application.uuid])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def assessment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case, mine = _load(request, uuid)
    if mine is not None and mine.state == AssessmentState.SUBMITTED:
        if request.method == "POST":
            raise Refused("You have already sent your assessment.", link=case.link)
        context = {"case": case, "mine": mine, "rows": _rows(case, mine)}
        return render(request, "champions/assessment_sent.html", context)
    if case.application.status != Status.IN_REVIEW:
        raise Refused("This application is not being assessed now.", link=case.link)
    checking = request.method == "POST" and "save" not in request.POST
    opening = opening_for(request, key=f"assessment:{uuid}")
    form = _form(case, mine, opening.data, final=checking)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        if "send" in request.POST:
            return _send(request, case, form)
        saved = _save(case, form)
        opening.done()
        if not checking:
            messages.success(request, "Your answers are saved. You can come back at any time.")
            return redirect("case", uuid)
        context = {"case": case, "mine": saved, "rows": _rows(case, saved)}
        context["form"] = _form(case, saved, None, final=True)
        return render(request, "champions/assessment_check.html", context)
    context = {"case": case, "form": form, "opening": opening}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/assessment.html", context, status=status)


def _save(case: Case, form: AssessmentForm) -> Assessment:
    try:
        return save_assessment(
            panel=case.panel,
            findings=form.findings,
            expected_version=form.cleaned_data["version"],
            actor=case.user,
            at=timezone.now(),
        )
    except Stale:
        raise _clash(case, form) from None


def _send(request: HttpRequest, case: Case, form: AssessmentForm) -> HttpResponse:
    try:
        submit_assessment(
            panel=case.panel,
            findings=form.findings,
            expected_version=form.cleaned_data["version"],
            actor=case.user,
            at=timezone.now(),
        )
    except Stale:
        raise _clash(case, form) from None
    messages.success(request, "Thank you. Your assessment is in.")
    return redirect("case", case.application.uuid)


def _clash(case: Case, form: AssessmentForm) -> Clash:
    """The same champion wrote in another window: both texts, neither lost (T-44)."""
    _, theirs = _findings(case)
    rows = [
        ClashField(
            asked.name,
            _in_words(form.findings[asked.code].level, form.findings[asked.code].note),
            theirs.get(asked.code, ""),
        )
        for asked in case.facts.asked
    ]
    return Clash("You saved this page in another window meanwhile.", fields=rows)


def _findings(case: Case) -> tuple[Assessment | None, dict[str, str]]:
    if case.seat is None:
        return None, {}
    saved = Assessment.objects.filter(
        assignment=case.seat.assignment, change=case.facts.judged
    ).first()
    rows = saved.findings.all() if saved else []
    return saved, {row.code: _in_words(row.get_level_display(), row.note) for row in rows}


def _in_words(level: object, note: str) -> str:
    label = getattr(level, "label", level) or "No answer yet"
    return f"{label}\n{note}".strip()


def _rows(case: Case, saved: Assessment) -> list[dict[str, str]]:
    found = {row.code: row for row in saved.findings.all()}
    return [
        {
            "label": asked.name,
            "value": f"{found[asked.code].get_level_display()}\n{found[asked.code].note}".strip()
            if asked.code in found
            else "",
        }
        for asked in case.facts.asked
    ]

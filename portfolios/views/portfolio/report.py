"""What became of the approved plan: a page for each action and each measure (scheme.md 13)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from foundation.dates import london_date
from foundation.openings import opening_for
from portfolios.choices import (
    ActionState,
    MilestoneState,
    PortfolioSection,
    action_code,
    measure_code,
)
from portfolios.forms.portfolio.report import ActionReportForm, MeasureReportForm
from portfolios.forms.saving import LATER
from portfolios.models import Action, Measure
from portfolios.records import ActionOutcomeRecord, MeasureOutcomeRecord, MilestoneOutcome
from portfolios.selectors.points import points_asked
from portfolios.selectors.portfolio.gaps import Place
from portfolios.selectors.portfolio.opened import section_of
from portfolios.selectors.portfolio.questions import NARRATIVES, questions_of
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services import portfolio as services
from portfolios.views.loading import back_to_check, meanwhile
from portfolios.views.plan.progress import KINDS as MILESTONE_SHAPES
from portfolios.views.portfolio.evidence import shown_by
from portfolios.views.portfolio.loading import (
    Writing,
    caption,
    load_for_writing,
)

REPORT = PortfolioSection.REPORT


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def action(request: HttpRequest, application: UUID, action: UUID) -> HttpResponse:
    writing = load_for_writing(request, application)
    record = next((a for a in writing.record.actions if a.id == str(action)), None)
    plan = approved_plan(writing.application.organisation) if record else None
    if record is None or plan is None:
        raise Http404
    row = Action.objects.get(application=plan, uuid=action)
    found, today = writing.application, london_date(timezone.now())
    place = Place(REPORT, action=record.id)
    writing.need(place)
    opening = opening_for(request, key=services.draft_key(found, "action", action))
    suggested = suggestion(record)
    form = ActionReportForm(
        opening.data,
        scheme=writing.scheme,
        stage=writing.record.stage,
        today=today,
        initial={
            "version": writing.whole.version(section_of(place)),
            "state": record.state,
            "done_on": record.done_on,
            "text": record.text,
            "why": record.why,
        }
        | suggested,
    )
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.report_action(
            application=found,
            action=row,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        return _saved(request, writing, place)
    context = _context(writing, place, request.path) | {
        "title": record.title,
        "action": row,
        "plan": plan,
        "milestones": [
            (each, MILESTONE_SHAPES[_state(each)], _state(each).label) for each in record.milestones
        ],
        "suggested": bool(suggested) and opening.draft is None,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "shown": shown_by(writing, action_code(record.id)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_report_action.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def measure(request: HttpRequest, application: UUID, measure: UUID) -> HttpResponse:
    writing = load_for_writing(request, application)
    record = next((m for m in writing.record.measures if m.id == str(measure)), None)
    plan = approved_plan(writing.application.organisation) if record else None
    if record is None or plan is None:
        raise Http404
    row = Measure.objects.get(application=plan, uuid=measure)
    found = writing.application
    place = Place(REPORT, measure=record.id)
    writing.need(place)
    opening = opening_for(request, key=services.draft_key(found, "measure", measure))
    form = MeasureReportForm(
        opening.data,
        scheme=writing.scheme,
        stage=writing.record.stage,
        initial={
            "version": writing.whole.version(section_of(place)),
            "result": record.result,
            "state": record.state,
            "why": record.why,
        },
    )
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.report_measure(
            application=found,
            measure=row,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        return _saved(request, writing, place)
    context = _context(writing, place, request.path) | {
        "title": record.name,
        "measure": row,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "shown": shown_by(writing, measure_code(record.id)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_report_measure.html", context, status=status)


def suggestion(record: ActionOutcomeRecord) -> dict[str, Any]:
    """What an action says of itself once all its milestones are done; only shown, never stored by itself."""
    if record.state or record.text or not record.milestones:
        return {}
    days = [each.done_on for each in record.milestones if _state(each) is MilestoneState.DONE]
    last = max((day for day in days if day is not None), default=None)
    if last is None or len(days) < len(record.milestones):
        return {}
    return {"state": _on_time(last, record.ends_on).value, "done_on": record.done_on or last}


def _on_time(done: date, due: date | None) -> ActionState:
    return ActionState.LATE if due is not None and done > due else ActionState.DONE


def _state(milestone: MilestoneOutcome) -> MilestoneState:
    return MilestoneState(milestone.state)


def report_places(writing: Writing) -> list[tuple[Place, str]]:
    """Every page of the report with its address, in its order."""
    uuid = writing.application.uuid
    places = [
        (Place(REPORT, action=each.id), reverse("portfolio-action", args=[uuid, each.id]))
        for each in writing.record.actions
    ]
    return places + [
        (Place(REPORT, measure=each.id), reverse("portfolio-measure", args=[uuid, each.id]))
        for each in writing.record.measures
    ]


def codes_of(writing: Writing, section: PortfolioSection) -> list[str]:
    """What is asked in one part."""
    asked = questions_of(writing.record.edition, writing.record.stage)
    return [each.code for each in asked if each.section is section]


def is_open(writing: Writing, section: PortfolioSection) -> bool:
    """Whether any page of this part can be written in now."""
    if section is REPORT:
        places = [place for place, _ in report_places(writing)]
    elif section in NARRATIVES:
        places = [Place(section, code=code) for code in codes_of(writing, section)]
    else:
        places = [Place(section)]
    return any(writing.writes(place) for place in places)


def is_begun(outcome: ActionOutcomeRecord | MeasureOutcomeRecord) -> bool:
    """Whether anybody has written something on its page."""
    told = outcome.text if isinstance(outcome, ActionOutcomeRecord) else outcome.result
    return bool(outcome.state or told or outcome.why)


def _context(writing: Writing, place: Place, here: str) -> dict[str, Any]:
    found = writing.application
    return {
        "application": found,
        "caption": f"{caption(writing)}: {REPORT.label}",
        "gaps": writing.lines(writing.gaps_at(place), here=here),
        "back": reverse("portfolio-section", args=[found.uuid, REPORT.value]),
        "points": points_asked(found),
    }


def _saved(request: HttpRequest, writing: Writing, place: Place) -> HttpResponse:
    """Back to the check, on to the next page of the report that is open, or to the list."""
    uuid = writing.application.uuid
    if request.POST.get("action") == LATER:
        messages.success(request, "Saved. You can come back at any time.")
        return redirect("portfolio-section", uuid, REPORT.value)
    check = back_to_check(request, writing.application)
    if check:
        return redirect(check)
    places = report_places(writing)
    index = next(i for i, (each, _) in enumerate(places) if each == place)
    for following, address in places[index + 1 :]:
        if writing.writes(following):
            return redirect(address)
    return redirect("portfolio-section", uuid, REPORT.value)

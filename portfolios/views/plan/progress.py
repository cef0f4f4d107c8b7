"""After Silver: what became of each milestone (scheme.md 13)."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import ApplicationKind, Status
from awards.models import Application
from awards.permissions import may_write, need_writer
from awards.views.person import person
from foundation.dates import london_date
from foundation.openings import opening_for
from foundation.refusals import Link, Refused
from portfolios.choices import PLAN_STAGE, PORTFOLIO_STAGES, MilestoneState
from portfolios.forms.plan.progress import ProgressForm
from portfolios.models import Action
from portfolios.selectors.plan.progress import MilestoneProgress, progress_of
from portfolios.services.plan import draft_key, report_milestone
from portfolios.views.loading import load, role_for

KINDS = {
    MilestoneState.PLANNED: "todo",
    MilestoneState.DONE: "done",
    MilestoneState.LATE: "attention",
    MilestoneState.CHANGED: "now",
    MilestoneState.DROPPED: "stopped",
}


def _load(request: HttpRequest, application: UUID) -> Application:
    """The plan once it has the award; before that there is nothing to report on (T-42)."""
    found = load(request, application, stage=PLAN_STAGE)
    if found.status != Status.APPROVED:
        link = Link("See where it stands", reverse("plan", args=[found.uuid]))
        raise Refused("You can report on milestones once the plan has the award.", link=link)
    return found


@require_safe
@login_required
def progress(request: HttpRequest, application: UUID) -> HttpResponse:
    found, today = _load(request, application), london_date(timezone.now())
    read = progress_of(found)
    context = {
        "application": found,
        "may_write": may_write(role_for(request, found), found),
        "counts": [(state.label, KINDS[state], read.count(state)) for state in MilestoneState],
        "overdue": len(read.overdue(today)),
        "next": read.next_due(today),
        "actions": [
            (action, [(each, *_status(each, today)) for each in action.milestones])
            for action in read.actions
        ],
    }
    return render(request, "portfolios/plan_progress.html", context)


def _back(request: HttpRequest, plan: Application, action: Action) -> Link:
    """To all milestones; to the action's page of the portfolio when one came from there.

    Only to a portfolio of the same organisation: any other id leads to the milestones (T-25).
    """
    try:
        asked = UUID(request.GET.get("portfolio", ""))
    except ValueError:
        return Link("Back to all milestones", reverse("plan-progress", args=[plan.uuid]))
    same = Application.objects.filter(
        uuid=asked,
        organisation=plan.organisation_id,
        stage__in=PORTFOLIO_STAGES,
        kind=ApplicationKind.STAGE,
    )
    if not same.exists():
        return Link("Back to all milestones", reverse("plan-progress", args=[plan.uuid]))
    page = reverse("portfolio-action", args=[asked, action.uuid])
    return Link("Back to your portfolio", page)


def _status(each: MilestoneProgress, today: date) -> tuple[str, str]:
    if each.is_overdue(today):
        if each.state is MilestoneState.PLANNED:
            return "attention", "Its day has passed"
        new = "new " if each.expected_on != each.milestone.due_on else ""
        return "attention", f"{each.state.label}, its {new}day has passed"
    return KINDS[each.state], each.state.label


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, application: UUID, milestone: UUID) -> HttpResponse:
    found = _load(request, application)
    need_writer(person(request), found)
    each = next((e for e in progress_of(found).milestones if e.milestone.uuid == milestone), None)
    if each is None:
        raise Http404
    now, back = timezone.now(), _back(request, found, each.milestone.action)
    opening = opening_for(request, key=draft_key(found, "progress", milestone))
    form = ProgressForm(opening.data, today=london_date(now), cancel=back.url)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        report_milestone(
            application=found,
            milestone=each.milestone,
            state=MilestoneState(said["state"]),
            done_on=said["done_on"],
            new_due_on=form.new_day,
            why=said["why"],
            key=said["key"],
            actor=person(request),
            at=now,
        )
        opening.done()
        messages.success(request, "Saved.")
        return redirect(f"{back.url}#milestone-{milestone}")
    context = {
        "application": found,
        "each": each,
        "form": form,
        "opening": opening,
        "back": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_progress_report.html", context, status=status)

"""The milestones of one action, in the order of their dates."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from foundation.openings import opening_for
from portfolios.choices import ActionPart
from portfolios.forms.plan.items import MilestoneForm
from portfolios.forms.saving import LATER
from portfolios.models import Action, Milestone
from portfolios.records import ActionRecord
from portfolios.selectors.plan.wording import section as words
from portfolios.selectors.points import points_asked
from portfolios.services import plan as services
from portfolios.services.plan.milestones import TYPED
from portfolios.views.loading import meanwhile
from portfolios.views.plan.loading import (
    Writing,
    action_or_404,
    load_for_writing,
    need_part,
)


def milestone_list(
    request: HttpRequest, writing: Writing, action: ActionRecord, *, place: str, onward: str
) -> HttpResponse:
    if request.method == "POST":
        return redirect(request.get_full_path())
    gaps = writing.gaps_at(ActionPart.MILESTONES, action=action.id)
    context = {
        "application": writing.application,
        "action": action,
        "place": place,
        "intro": words(writing.plan.scheme, ActionPart.MILESTONES.value).intro,
        "gaps": [
            *writing.lines([gap for gap in gaps if not gap.about.milestone]),
            *writing.lines([gap for gap in gaps if gap.about.milestone], named=True),
        ],
        "unfinished": {gap.about.milestone for gap in gaps if gap.is_missing},
        "onward": onward,
        "points": points_asked(writing.application),
    }
    return render(request, "portfolios/plan_milestones.html", context)


def _load(request: HttpRequest, application: UUID, action: UUID) -> tuple[Writing, Action]:
    writing = load_for_writing(request, application)
    row, record = action_or_404(writing, action)
    need_part(writing, ActionPart.MILESTONES, record)
    return writing, row


def _milestone_or_404(action: Action, uuid: UUID) -> Milestone:
    """Only from this very action: another one's milestone is not there (T-25)."""
    found = Milestone.objects.filter(action=action, uuid=uuid).first()
    if found is None:
        raise Http404
    found.action = action
    return found


def _list(writing: Writing, action: Action) -> str:
    return reverse(
        "plan-action-part",
        args=[writing.application.uuid, action.uuid, ActionPart.MILESTONES.value],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, application: UUID, action: UUID) -> HttpResponse:
    writing, row = _load(request, application, action)
    found = writing.application
    opening = opening_for(request, key=services.draft_key(found, action, "milestone", "new"))
    later = request.POST.get("action") == LATER
    form = MilestoneForm(opening.data, plan=writing.plan, lenient=later, initial={"version": 0})
    opening.fill(form)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        services.add_milestone(
            application=found,
            action=row,
            key=form.cleaned_data["key"],
            values=form.values,
            actor=person(request),
            at=timezone.now(),
        )
        return _onward(request, writing, row, later=later)
    context = {
        "application": found,
        "title": "Add a milestone",
        "caption": str(row),
        "form": form,
        "opening": opening,
        "back": _list(writing, row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, application: UUID, action: UUID, milestone: UUID) -> HttpResponse:
    writing, row = _load(request, application, action)
    found, item = writing.application, _milestone_or_404(row, milestone)
    opening = opening_for(request, key=services.draft_key(found, action, "milestone", milestone))
    later = request.POST.get("action") == LATER
    initial = {name: getattr(item, name) for name in TYPED} | {"version": item.version}
    form = MilestoneForm(opening.data, plan=writing.plan, lenient=later, initial=initial)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.change_milestone(
            application=found,
            milestone=item,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        return _onward(request, writing, row, later=later)
    gaps = [gap for gap in writing.gaps if gap.about.milestone == str(milestone)]
    context = {
        "application": found,
        "title": "Change a milestone",
        "caption": str(row),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "gaps": writing.lines(gaps, here=request.path),
        "back": _list(writing, row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, application: UUID, action: UUID, milestone: UUID) -> HttpResponse:
    writing, row = _load(request, application, action)
    item = _milestone_or_404(row, milestone)
    if request.method == "POST":
        services.remove_milestone(
            application=writing.application,
            milestone=item,
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, f"You removed {item}.")
        return redirect(_list(writing, row))
    context = {
        "application": writing.application,
        "name": str(item),
        "caption": str(row),
        "goes": "Its date goes as well.",
        "back": _list(writing, row),
    }
    return render(request, "portfolios/plan_remove.html", context)


def _onward(request: HttpRequest, writing: Writing, action: Action, *, later: bool) -> HttpResponse:
    if later:
        messages.success(request, "Saved. You can come back at any time.")
        return redirect("plan-action", writing.application.uuid, action.uuid)
    return redirect(_list(writing, action))

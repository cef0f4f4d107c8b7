"""The gap check of a page as it is being typed. Nothing is saved here; without JavaScript nobody comes."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.dates import london_date
from foundation.forms import DateField
from portfolios.choices import ActionPart, PlanSection
from portfolios.forms.levels import LevelsForm
from portfolios.forms.plan.items import MilestoneForm, item_form
from portfolios.forms.plan.parts import PARTS, WhatForm
from portfolios.forms.plan.sections import PoliciesForm
from portfolios.forms.saving import SectionForm
from portfolios.records import PlanRecord
from portfolios.selectors.plan import trying
from portfolios.selectors.plan.gaps import anchor, gaps_of
from portfolios.views.plan.loading import (
    Writing,
    load_for_writing,
    part_or_404,
    section_or_404,
)
from portfolios.views.writing import GapLine


@require_POST
@login_required
def typed(request: HttpRequest, application: UUID) -> HttpResponse:
    """`page` is the path of the form that was posted here; its own address tells what it is about."""
    writing = load_for_writing(request, application)
    try:
        match = resolve(request.GET.get("page", ""))
    except Resolver404:
        raise Http404 from None
    kwargs = dict(match.kwargs)
    if kwargs.pop("application", None) != application or match.url_name not in READERS:
        raise Http404
    record, page, place = READERS[match.url_name](
        request, writing, {name: str(value) for name, value in kwargs.items()}
    )
    found = [
        gap
        for gap in gaps_of(record, on=london_date(timezone.now()))
        if gap.about.is_at(page, **place)
    ]
    # What a page asks of each level would read alike without the level's name.
    named = page is PlanSection.LEVELS
    lines = [
        GapLine(gap.full if named else gap.sentence, anchor(gap), gap.is_missing)
        for gap in sorted(found, key=lambda gap: not gap.is_missing)
    ]
    context = {"gaps": lines, "typing": True}
    return render(request, "portfolios/_gaps_beside.html", context)


Found = tuple[PlanRecord, ActionPart | PlanSection, Mapping[str, str]]


def _values(form: SectionForm) -> dict[str, Any]:
    """What could be read; a date that is half typed is no date yet."""
    form.is_valid()
    half = {name: None for name in form.errors if isinstance(form.fields[name], DateField)}
    return half | {
        name: value for name, value in form.cleaned_data.items() if name not in ("version", "key")
    }


def _action(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    part = part_or_404(kwargs.get("part", ActionPart.WHAT.value))
    if part not in PARTS:
        raise Http404
    id = kwargs.get("action", trying.NEW)
    if "action" in kwargs and writing.plan.record.action(id) is None:
        raise Http404
    form = (PARTS[part] if "part" in kwargs else WhatForm)(request.POST, plan=writing.plan)
    record = trying.with_action(writing.plan.record, id, _values(form))
    return record, part, {"action": id}


def _milestone(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    if writing.plan.record.action(kwargs["action"]) is None:
        raise Http404
    id = kwargs.get("milestone", trying.NEW)
    form = MilestoneForm(request.POST, plan=writing.plan)
    record = trying.with_milestone(writing.plan.record, kwargs["action"], id, _values(form))
    return record, ActionPart.MILESTONES, {"action": kwargs["action"], "milestone": id}


def _item(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    section = section_or_404(kwargs["section"])
    if section not in trying.KINDS:
        raise Http404
    id = kwargs.get("item", trying.NEW)
    form = item_form(section, writing.plan, request.POST)
    record = trying.with_item(writing.plan.record, section, id, _values(form))
    return record, section, {"item": id}


def _section(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    section, scheme = section_or_404(kwargs["section"]), writing.plan.scheme
    if section is PlanSection.LEVELS:
        levels = LevelsForm(request.POST, scheme=scheme)
        levels.is_valid()
        return trying.with_levels(writing.plan.record, levels.answers), section, {}
    if section is PlanSection.POLICIES:
        policies = PoliciesForm(request.POST, scheme=scheme)
        policies.is_valid()
        return trying.with_policies(writing.plan.record, policies.answers), section, {}
    raise Http404


Reader = Callable[[HttpRequest, Writing, Mapping[str, str]], Found]
READERS: dict[str, Reader] = {
    "plan-action-add": _action,
    "plan-action-part": _action,
    "plan-milestone-add": _milestone,
    "plan-milestone": _milestone,
    "plan-item-add": _item,
    "plan-item": _item,
    "plan-section": _section,
}

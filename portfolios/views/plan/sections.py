"""The sections of the whole plan: lists of barriers, measures and partners; levels and policies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from foundation.openings import Opening, opening_for
from portfolios.choices import PlanSection, field_of
from portfolios.forms.levels import LevelsForm
from portfolios.forms.plan.sections import PoliciesForm
from portfolios.forms.saving import LATER
from portfolios.selectors.plan.wording import section as words
from portfolios.selectors.points import points_asked
from portfolios.services import plan as services
from portfolios.services.plan.items import MODELS
from portfolios.views.loading import back_to_check, meanwhile
from portfolios.views.plan.items import item_list
from portfolios.views.plan.loading import (
    Writing,
    load_for_writing,
    need_section,
    section_or_404,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, application: UUID, section: str) -> HttpResponse:
    code = section_or_404(section)
    if code is PlanSection.ACTIONS:
        return redirect("plan-actions", application)
    writing = load_for_writing(request, application)
    need_section(writing, code)
    onward = next_section(request, writing, code)
    if code in MODELS:
        return item_list(request, writing, code, onward=onward)
    found = writing.application
    opening = opening_for(request, key=services.draft_key(found, code))
    later = request.POST.get("action") == LATER
    form = _form(writing, code, opening)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        _save(request, writing, form)
        if later:
            messages.success(request, "Saved. You can come back at any time.")
            return redirect("plan", found.uuid)
        return redirect(onward)
    context = {
        "application": found,
        "title": code.label,
        "caption": "Your delivery plan",
        "intro": words(writing.plan.scheme, code.value).intro,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        # What it asks of each level would read alike without the level's name.
        "gaps": writing.lines(writing.gaps_at(code), named=True, here=request.path),
        "back": reverse("plan", args=[found.uuid]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


def _form(writing: Writing, code: PlanSection, opening: Opening) -> LevelsForm | PoliciesForm:
    record, scheme = writing.plan.record, writing.plan.scheme
    version = {"version": writing.plan.version(code)}
    if code is PlanSection.LEVELS:
        answers = {level.code: (level.engagement, level.text) for level in record.levels}
        return LevelsForm(
            opening.data, scheme=scheme, initial=LevelsForm.initial_of(answers) | version
        )
    saved: dict[str, Any] = {field_of("policy", fit.code): fit.text for fit in record.policies}
    return PoliciesForm(opening.data, scheme=scheme, initial=saved | version)


def _save(request: HttpRequest, writing: Writing, form: LevelsForm | PoliciesForm) -> None:
    actor, now, version = person(request), timezone.now(), form.cleaned_data["version"]
    if isinstance(form, LevelsForm):
        services.save_levels(
            application=writing.application,
            answers=form.answers,
            expected_version=version,
            actor=actor,
            at=now,
        )
    else:
        services.save_policies(
            application=writing.application,
            answers=form.answers,
            expected_version=version,
            actor=actor,
            at=now,
        )


def next_section(request: HttpRequest, writing: Writing, section: PlanSection) -> str:
    """Where "Save and continue" leads: back to the check, or to the next part that is open."""
    check = back_to_check(request, writing.application)
    if check:
        return check
    order = list(PlanSection)
    for following in order[order.index(section) + 1 :]:
        if writing.writes_section(following):
            return reverse("plan-section", args=[writing.application.uuid, following.value])
    return reverse("plan", args=[writing.application.uuid])

"""The task list and the sections of one page each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Application
from awards.views.person import person
from foundation.openings import Opening, opening_for
from portfolios.choices import SectionCode, SectionState
from portfolios.forms.levels import LevelsForm
from portfolios.forms.registration.items import ITEMS
from portfolios.forms.registration.sections import PAGES
from portfolios.forms.saving import LATER, SectionForm
from portfolios.selectors.points import points_asked, points_unanswered
from portfolios.selectors.registration.problems import problems_of, tasks_of
from portfolios.selectors.registration.reading import (
    Registration,
    Task,
    whole_registration,
)
from portfolios.selectors.registration.wording import intro
from portfolios.selectors.sent import last_sent
from portfolios.services import registration as services
from portfolios.services.registration.sections import FIELDS
from portfolios.views.loading import meanwhile, role_for, sends_now, withdraws_now, writes_now
from portfolios.views.registration.items import item_list
from portfolios.views.registration.loading import load, load_for_writing, next_page, section_or_404
from portfolios.views.registration.sending import sign

KINDS = {
    SectionState.NOT_STARTED: "todo",
    SectionState.IN_PROGRESS: "now",
    SectionState.DONE: "done",
    SectionState.CANNOT_START: "stopped",
}
# Which section of the edition's form introduces ours.
INTROS = {
    SectionCode.ORGANISATION: "registration.organisation",
    SectionCode.LEVELS: "registration.engagement",
}


@require_safe
@login_required
def task_list(request: HttpRequest, application: UUID) -> HttpResponse:
    found = load(request, application)
    role = role_for(request, found)
    writes = writes_now(found, role)
    registration = whole_registration(found)
    problems = problems_of(registration)
    tasks = tasks_of(registration, problems)
    points = points_asked(found)
    missing = len(problems) + len(points_unanswered(points))
    context = {
        "application": found,
        "stage": registration.scheme.stage(found.stage),
        "tasks": [_row(found, task, writes=writes) for task in tasks],
        "check": _check_row(found, missing, writes=writes),
        "done": sum(task.state is SectionState.DONE for task in tasks),
        "total": len(tasks),
        "may_write": writes,
        "may_send": sends_now(found, role),
        "may_withdraw": withdraws_now(found, role),
        "points": points,
        "sent": None if found.can_be_edited else last_sent(found),
    }
    return render(request, "portfolios/task_list.html", context)


def _row(application: Application, task: Task, *, writes: bool) -> dict[str, str]:
    hint = ""
    if task.edit is not None:
        when = timezone.localtime(task.edit.updated_at)
        hint = f"Last changed by {task.edit.updated_by}, {when:%-d %B %Y at %H:%M}"
    elif task.state is SectionState.CANNOT_START:
        hint = "Finish the organisation details and who you involve first."
    page = reverse("registration-section", args=[application.uuid, task.section.value])
    return {
        "title": task.title,
        "url": page if writes and task.can_open else "",
        "hint": hint,
        "kind": KINDS[task.state],
        "text": task.state.label,
    }


def _check_row(application: Application, missing: int, *, writes: bool) -> dict[str, str]:
    state = SectionState.CANNOT_START if missing else SectionState.NOT_STARTED
    answers = f"{missing} answer{'' if missing == 1 else 's'}"
    return {
        "title": "Check and send",
        "url": reverse("registration-check", args=[application.uuid]) if writes else "",
        "hint": f"{answers} still missing. Open this to see which." if missing else "",
        "kind": KINDS[state],
        "text": state.label,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, application: UUID, section: str) -> HttpResponse:
    code = section_or_404(section)
    found = load_for_writing(request, application)
    if code is SectionCode.SIGN:
        return sign(request, found)
    if code in ITEMS:
        return item_list(request, found, code)
    registration = whole_registration(found)
    opening = opening_for(request, key=services.draft_key(found, code))
    later = request.POST.get("action") == LATER
    form = _form(registration, code, opening, lenient=later)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        _save(request, found, code, form)
        return _onward(request, found, code, later=later)
    context = {
        "application": found,
        "section": code,
        "intro": intro(registration.scheme, INTROS.get(code, "")),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/section.html", context, status=status)


def _form(
    registration: Registration, code: SectionCode, opening: Opening, *, lenient: bool
) -> SectionForm:
    initial = _saved(registration, code) | {"version": registration.version(code)}
    if code is SectionCode.LEVELS:
        return LevelsForm(opening.data, scheme=registration.scheme, initial=initial)
    return PAGES[code](opening.data, registration=registration, lenient=lenient, initial=initial)


def _saved(registration: Registration, code: SectionCode) -> dict[str, Any]:
    if code is SectionCode.LEVELS:
        answers = {c: (row.engagement, row.text) for c, row in registration.levels.items()}
        return dict(LevelsForm.initial_of(answers))
    saved = {name: getattr(registration.form, name) for name in FIELDS[code]}
    if code is SectionCode.CERTIFICATE and not saved["printed_name"]:
        # To be looked at and said yes to, so it is filled in but not saved (WCAG 3.3.7).
        saved["printed_name"] = registration.form.organisation_name
    return saved


def _save(
    request: HttpRequest, application: Application, code: SectionCode, form: SectionForm
) -> None:
    actor, now, version = person(request), timezone.now(), form.cleaned_data["version"]
    if isinstance(form, LevelsForm):
        services.save_levels(
            application=application,
            answers=form.answers,
            expected_version=version,
            actor=actor,
            at=now,
        )
    else:
        services.save_section(
            application=application,
            section=code,
            values=form.values,
            expected_version=version,
            actor=actor,
            at=now,
        )


def _onward(
    request: HttpRequest, application: Application, code: SectionCode, *, later: bool
) -> HttpResponse:
    if later:
        messages.success(request, "Saved. You can come back at any time.")
        return redirect("registration", application.uuid)
    if code is SectionCode.ORGANISATION:
        registration = whole_registration(application)
        if registration.outside_area and not registration.form.outside_area_note:
            messages.info(request, "Saved. There is one more question about where you are.")
            return redirect("registration-section", application.uuid, code.value)
    return redirect(next_page(request, application, code))

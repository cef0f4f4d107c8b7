"""The actions of a plan: their list, one action, and each of its pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.views.person import person
from foundation.openings import opening_for
from portfolios.choices import ActionPart, action_section
from portfolios.forms.plan.parts import PARTS, WhatForm
from portfolios.forms.saving import LATER
from portfolios.records import ActionRecord
from portfolios.selectors.plan.display import action_rows
from portfolios.selectors.plan.gaps import smart_of
from portfolios.selectors.plan.wording import section as words
from portfolios.selectors.points import points_asked
from portfolios.services import plan as services
from portfolios.services.editing import not_challenged
from portfolios.services.plan.actions import COLUMNS, TICKED
from portfolios.views.loading import back_to_check, meanwhile
from portfolios.views.plan.loading import (
    Writing,
    action_or_404,
    load,
    load_for_writing,
    need_part,
    part_or_404,
)
from portfolios.views.plan.milestones import milestone_list

ORDER = tuple(ActionPart)


@require_safe
@login_required
def actions(request: HttpRequest, application: UUID) -> HttpResponse:
    """Every action under its C, in order, with what is missing in each."""
    writing = load(request, application)
    record, scheme = writing.plan.record, writing.plan.scheme
    groups = [
        (four_c, [_line(writing, action) for action in record.actions_of(four_c.code)])
        for four_c in scheme.four_cs
    ]
    known = {four_c.code for four_c in scheme.four_cs}
    context = {
        "application": writing.application,
        "groups": groups,
        "loose": [_line(writing, a) for a in record.actions if a.four_c not in known],
        "may_write": writing.may_write,
        "adds": writing.adds(),
        "points": points_asked(writing.application),
    }
    return render(request, "portfolios/plan_actions.html", context)


def _line(writing: Writing, action: ActionRecord) -> dict[str, Any]:
    gaps = [gap for gap in writing.gaps if gap.about.action == action.id]
    missing = sum(gap.is_missing for gap in gaps)
    return {
        "action": action,
        "kind": "now" if missing else "done",
        "text": f"{missing} missing" if missing else "Complete",
        "stronger": len(gaps) - missing,
        "removes": writing.may_write and writing.opened.action(action.id),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load_for_writing(request, application)
    found = writing.application
    opening = opening_for(request, key=services.draft_key(found, "new"))
    later = request.POST.get("action") == LATER
    initial = {"version": 0, "four_c": request.GET.get("four_c", "")}
    form = WhatForm(opening.data, plan=writing.plan, lenient=later, initial=initial)
    opening.fill(form)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        row = services.add_action(
            application=found,
            key=form.cleaned_data["key"],
            values=form.values,
            actor=person(request),
            at=timezone.now(),
        )
        if later:
            messages.success(request, "Saved. You can come back at any time.")
            return redirect("plan", found.uuid)
        return redirect("plan-action-part", found.uuid, row.uuid, ActionPart.WHO.value)
    # Not before: a second click finds what the first one made, and so closed (T-43).
    if not writing.adds():
        raise not_challenged(found)
    context = {
        "application": found,
        "title": "Add an action",
        "caption": "Actions",
        "place": _place(ActionPart.WHAT),
        "intro": words(writing.plan.scheme, ActionPart.WHAT.value).intro,
        "form": form,
        "opening": opening,
        "back": reverse("plan-actions", args=[found.uuid]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


@require_safe
@login_required
def action(request: HttpRequest, application: UUID, action: UUID) -> HttpResponse:
    """One action: its pages with what is done, SMART, and everything that is written."""
    writing = load(request, application)
    _, record = action_or_404(writing, action)
    letters = smart_of(record, writing.gaps)
    rows = action_rows(writing.plan.record, writing.plan.scheme, record)
    tasks = [_part_row(writing, record, part) for part in ORDER]
    context = {
        "application": writing.application,
        "action": record,
        "four_c": next(
            (c.name for c in writing.plan.scheme.four_cs if c.code == record.four_c), ""
        ),
        "tasks": tasks,
        "next": next((row for row in tasks if row["url"] and row["kind"] != "done"), None),
        "letters": [(letter, writing.lines(letter.gaps)) for letter in letters],
        "parts": [
            (part.label, [row for row in rows if row["part"] == part.value]) for part in ORDER
        ],
        "may_write": writing.may_write,
        "removes": writing.may_write and writing.opened.action(record.id),
        "points": points_asked(writing.application),
    }
    return render(request, "portfolios/plan_action.html", context)


def _part_row(writing: Writing, action: ActionRecord, part: ActionPart) -> dict[str, str]:
    gaps = writing.gaps_at(part, action=action.id)
    missing, stronger = sum(g.is_missing for g in gaps), sum(not g.is_missing for g in gaps)
    begun = action_section(action.id, part) in writing.plan.edits
    kind, text = ("now" if begun else "todo"), ("In progress" if begun else "Not started")
    if not missing:
        kind, text = "done", "Done"
    hint = f"{missing} missing" if missing else ""
    if stronger:
        hint = f"{hint}, {stronger} could be stronger" if hint else f"{stronger} could be stronger"
    page = reverse("plan-action-part", args=[writing.application.uuid, action.id, part.value])
    writes = writing.writes_part(part, action)
    if writing.may_write and not writes:
        hint = "Stays as you sent it"
    return {
        "title": part.label,
        "url": page if writes else "",
        "hint": hint,
        "kind": kind,
        "text": text,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def part(request: HttpRequest, application: UUID, action: UUID, part: str) -> HttpResponse:
    """One page of one action; the milestones are a list of their own."""
    code = part_or_404(part)
    writing = load_for_writing(request, application)
    row, record = action_or_404(writing, action)
    need_part(writing, code, record)
    if code is ActionPart.MILESTONES:
        return milestone_list(
            request,
            writing,
            record,
            place=_place(code),
            onward=_next(request, writing, record, code),
        )
    found = writing.application
    opening = opening_for(request, key=services.draft_key(found, action, code))
    later = request.POST.get("action") == LATER
    names = (*COLUMNS[code], TICKED.get(code, ""))
    initial = {name: getattr(record, name) for name in names if name}
    initial["version"] = writing.plan.version(action_section(action, code))
    form = PARTS[code](opening.data, plan=writing.plan, lenient=later, initial=initial)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.save_part(
            application=found,
            action=row,
            part=code,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        if later:
            messages.success(request, "Saved. You can come back at any time.")
            return redirect("plan-action", found.uuid, action)
        return redirect(_next(request, writing, record, code))
    context = {
        "application": found,
        "title": code.label,
        "caption": record.title or "Action without a name",
        "place": _place(code),
        "intro": words(writing.plan.scheme, code.value).intro,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "gaps": writing.lines(writing.gaps_at(code, action=record.id), here=request.path),
        "back": reverse("plan-action", args=[found.uuid, action]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


def _place(part: ActionPart) -> str:
    return f"Page {ORDER.index(part) + 1} of {len(ORDER)} about this action"


def _next(request: HttpRequest, writing: Writing, action: ActionRecord, part: ActionPart) -> str:
    """One page on among those that are open; after the last one the action as a whole."""
    check = back_to_check(request, writing.application)
    if check:
        return check
    for following in ORDER[ORDER.index(part) + 1 :]:
        if writing.writes_part(following, action):
            return reverse(
                "plan-action-part", args=[writing.application.uuid, action.id, following.value]
            )
    return reverse("plan-action", args=[writing.application.uuid, action.id])


@require_POST
@login_required
def move(request: HttpRequest, application: UUID, action: UUID) -> HttpResponse:
    """One place up or down; the page comes back to the same action, so that one can go on."""
    writing = load_for_writing(request, application)
    row, record = action_or_404(writing, action)
    services.move_action(
        application=writing.application,
        action=row,
        up=request.POST.get("direction") == "up",
        actor=person(request),
        at=timezone.now(),
    )
    return redirect(reverse("plan-actions", args=[application]) + f"#action-{record.id}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, application: UUID, action: UUID) -> HttpResponse:
    writing = load_for_writing(request, application)
    row, record = action_or_404(writing, action)
    if not writing.opened.action(record.id):
        raise not_challenged(writing.application)
    back = reverse("plan-actions", args=[application])
    if request.method == "POST":
        services.remove_action(
            application=writing.application,
            action=row,
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, f"You removed {row}.")
        return redirect(back)
    answered = [b.name for b in writing.plan.record.barriers if b.action == record.id]
    context = {
        "application": writing.application,
        "name": str(row),
        "caption": "Actions",
        "goes": "Everything you wrote about this action goes as well, with its milestones.",
        "barriers": answered,
        "back": back,
    }
    return render(request, "portfolios/plan_remove.html", context)

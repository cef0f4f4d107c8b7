"""The lists of the whole plan: plain pages to add, change, move and remove one row."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards.models import Application
from awards.views.person import person
from foundation.openings import opening_for
from portfolios.choices import PlanSection
from portfolios.forms.plan.items import item_form
from portfolios.forms.saving import LATER
from portfolios.selectors.plan.wording import section as words
from portfolios.selectors.points import points_asked
from portfolios.services import plan as services
from portfolios.services.plan.items import MODELS, Item
from portfolios.views.loading import meanwhile
from portfolios.views.plan.loading import (
    Writing,
    load_for_writing,
    need_section,
    section_or_404,
)

# What one row is called.
ONE = {
    PlanSection.BARRIERS: "barrier",
    PlanSection.MEASURES: "measure",
    PlanSection.PARTNERS: "partner",
}


def item_list(
    request: HttpRequest, writing: Writing, code: PlanSection, *, onward: str
) -> HttpResponse:
    if request.method == "POST":
        return redirect("plan-section", writing.application.uuid, code.value)
    record, gaps = writing.plan.record, writing.gaps_at(code)
    missing = {gap.about.item for gap in gaps if gap.is_missing}
    rows = {
        PlanSection.BARRIERS: [
            (b.id, b.name, _action_of(writing, b.action)) for b in record.barriers
        ],
        PlanSection.MEASURES: [(m.id, m.name, m.target) for m in record.measures],
        PlanSection.PARTNERS: [(p.id, p.name, p.how) for p in record.partners],
    }[code]
    context = {
        "application": writing.application,
        "section": code,
        "query": "?from=check" if request.GET.get("from") == "check" else "",
        "one": ONE[code],
        "intro": words(writing.plan.scheme, code.value).intro,
        "items": [
            {"id": id, "name": name, "detail": detail, "missing": id in missing}
            for id, name, detail in rows
        ],
        "gaps": writing.lines(gaps, named=True),
        "onward": onward,
        "points": points_asked(writing.application),
    }
    return render(request, "portfolios/plan_items.html", context)


def _action_of(writing: Writing, id: str) -> str:
    action = writing.plan.record.action(id)
    return f"Answered by: {action.title or 'an action without a name'}" if action else ""


def _load(request: HttpRequest, application: UUID, section: str) -> tuple[Writing, PlanSection]:
    code = section_or_404(section)
    if code not in MODELS:
        raise Http404
    writing = load_for_writing(request, application)
    need_section(writing, code)
    return writing, code


def _item_or_404(application: Application, code: PlanSection, uuid: UUID) -> Item:
    """Only from this very plan: another one's barrier is not there (T-25)."""
    found: Item | None = (
        MODELS[code]._default_manager.filter(application=application, uuid=uuid).first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, application: UUID, section: str) -> HttpResponse:
    writing, code = _load(request, application, section)
    found = writing.application
    opening = opening_for(request, key=services.draft_key(found, code, "new"))
    later = request.POST.get("action") == LATER
    form = item_form(code, writing.plan, opening.data, lenient=later, initial={"version": 0})
    opening.fill(form)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        services.add_item(
            application=found,
            section=code,
            key=form.cleaned_data["key"],
            values=form.values,
            actor=person(request),
            at=timezone.now(),
        )
        return _onward(request, found, code, later=later)
    context = {
        "application": found,
        "title": f"Add a {ONE[code]}",
        "caption": code.label,
        "form": form,
        "opening": opening,
        "back": _list(request, found, code),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, application: UUID, section: str, item: UUID) -> HttpResponse:
    writing, code = _load(request, application, section)
    found = writing.application
    row = _item_or_404(found, code, item)
    opening = opening_for(request, key=services.draft_key(found, code, item))
    later = request.POST.get("action") == LATER
    form = item_form(
        code,
        writing.plan,
        opening.data,
        lenient=later,
        initial=_saved(row) | {"version": row.version},
    )
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.change_item(
            application=found,
            section=code,
            item=row,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        return _onward(request, found, code, later=later)
    context = {
        "application": found,
        "title": f"Change a {ONE[code]}",
        "caption": str(row),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "gaps": writing.lines(writing.gaps_at(code, item=str(item)), here=request.path),
        "back": _list(request, found, code),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_form.html", context, status=status)


def _saved(row: Item) -> dict[str, Any]:
    saved = {name: getattr(row, name) for name in row.TYPED}
    if "action" in saved:
        saved["action"] = str(saved["action"].uuid) if saved["action"] else ""
    return saved


@require_POST
@login_required
def move(request: HttpRequest, application: UUID, section: str, item: UUID) -> HttpResponse:
    """One place up or down; the page comes back to the same row, so that one can go on."""
    writing, code = _load(request, application, section)
    services.move_item(
        application=writing.application,
        section=code,
        item=_item_or_404(writing.application, code, item),
        up=request.POST.get("direction") == "up",
        actor=person(request),
        at=timezone.now(),
    )
    return redirect(f"{_list(request, writing.application, code)}#item-{item}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, application: UUID, section: str, item: UUID) -> HttpResponse:
    writing, code = _load(request, application, section)
    row = _item_or_404(writing.application, code, item)
    back = _list(request, writing.application, code)
    if request.method == "POST":
        services.remove_item(
            application=writing.application,
            section=code,
            item=row,
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, f"You removed {row}.")
        return redirect(back)
    context = {
        "application": writing.application,
        "name": str(row),
        "caption": code.label,
        "goes": f"What you wrote about this {ONE[code]} goes as well.",
        "back": back,
    }
    return render(request, "portfolios/plan_remove.html", context)


def _list(request: HttpRequest, application: Application, code: PlanSection) -> str:
    page = reverse("plan-section", args=[application.uuid, code.value])
    return f"{page}?from=check" if request.GET.get("from") == "check" else page


def _onward(
    request: HttpRequest, application: Application, code: PlanSection, *, later: bool
) -> HttpResponse:
    if later:
        messages.success(request, "Saved. You can come back at any time.")
        return redirect("plan", application.uuid)
    return redirect(_list(request, application, code))

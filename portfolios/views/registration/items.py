"""The lists of the form, leads and partners: plain pages to add, change and remove one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import Application
from awards.views.person import person
from foundation.openings import opening_for
from portfolios.choices import SectionCode
from portfolios.forms.registration.items import ITEMS
from portfolios.forms.saving import LATER
from portfolios.selectors.points import points_asked
from portfolios.selectors.registration.problems import problems_of
from portfolios.selectors.registration.reading import whole_registration
from portfolios.selectors.registration.wording import intro
from portfolios.services import registration as services
from portfolios.services.registration.items import MODELS, Item
from portfolios.views.loading import meanwhile
from portfolios.views.registration.loading import load_for_writing, next_page, section_or_404

ADD = {SectionCode.LEADS: "Add a lead", SectionCode.PARTNERS: "Add a partner"}
ADD_ANOTHER = {
    SectionCode.LEADS: "Add another lead",
    SectionCode.PARTNERS: "Add another partner",
}
INTROS = {
    SectionCode.LEADS: "registration.leads",
    SectionCode.PARTNERS: "registration.partners",
}


def item_list(request: HttpRequest, application: Application, code: SectionCode) -> HttpResponse:
    """Everybody in the list; for partners also the button that says there are none yet."""
    if request.method == "POST":
        if code is not SectionCode.PARTNERS:
            return redirect("registration-section", application.uuid, code.value)
        services.say_no_partners(application=application, actor=person(request), at=timezone.now())
        messages.success(request, "Saved: you do not work with partners yet.")
        return redirect(next_page(request, application, code))
    registration = whole_registration(application)
    items = registration.leads if code is SectionCode.LEADS else registration.partners
    missing = {problem.item for problem in problems_of(registration) if problem.section is code}
    context = {
        "application": application,
        "registration": registration,
        "section": code,
        "intro": intro(registration.scheme, INTROS[code]),
        "items": [(item, item.uuid in missing) for item in items],
        "add": ADD[code],
        "add_another": ADD_ANOTHER[code],
        "onward": next_page(request, application, code),
        "points": points_asked(application),
    }
    return render(request, "portfolios/items.html", context)


def _code_or_404(section: str) -> SectionCode:
    code = section_or_404(section)
    if code not in ITEMS:
        raise Http404
    return code


def _item_or_404(application: Application, code: SectionCode, item: UUID) -> Item:
    """Only from this very form: another one's lead is not there (T-25)."""
    rows = MODELS[code]._default_manager.filter(application=application)
    found: Item | None = rows.filter(uuid=item).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, application: UUID, section: str) -> HttpResponse:
    code = _code_or_404(section)
    found = load_for_writing(request, application)
    opening = opening_for(request, key=services.draft_key(found, code, "new"))
    later = request.POST.get("action") == LATER
    form = ITEMS[code](opening.data, lenient=later, initial={"version": 0})
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
    status = 422 if request.method == "POST" else 200
    context = {
        "application": found,
        "section": code,
        "title": ADD[code],
        "form": form,
        "opening": opening,
    }
    return render(request, "portfolios/item.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, application: UUID, section: str, item: UUID) -> HttpResponse:
    code = _code_or_404(section)
    found = load_for_writing(request, application)
    row = _item_or_404(found, code, item)
    opening = opening_for(request, key=services.draft_key(found, code, str(item)))
    later = request.POST.get("action") == LATER
    saved = {name: getattr(row, name) for name in row.TYPED}
    form = ITEMS[code](opening.data, lenient=later, initial=saved | {"version": row.version})
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
    status = 422 if request.method == "POST" else 200
    context = {
        "application": found,
        "section": code,
        "title": f"Change {row}",
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
    }
    return render(request, "portfolios/item.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, application: UUID, section: str, item: UUID) -> HttpResponse:
    code = _code_or_404(section)
    found = load_for_writing(request, application)
    row = _item_or_404(found, code, item)
    if request.method == "POST":
        services.remove_item(
            application=found, section=code, item=row, actor=person(request), at=timezone.now()
        )
        messages.success(request, f"You removed {row}.")
        return redirect(_list(request, found, code))
    context = {"application": found, "section": code, "item": row}
    return render(request, "portfolios/item_remove.html", context)


def _list(request: HttpRequest, application: Application, code: SectionCode) -> str:
    page = reverse("registration-section", args=[application.uuid, code.value])
    return f"{page}?from=check" if request.GET.get("from") == "check" else page


def _onward(
    request: HttpRequest, application: Application, code: SectionCode, *, later: bool
) -> HttpResponse:
    if later:
        messages.success(request, "Saved. You can come back at any time.")
        return redirect("registration", application.uuid)
    return redirect(_list(request, application, code))

"""One piece of evidence: everything about it on one page; adding and changing what it is."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.choices import Role
from awards.permissions import need_member, role_in
from awards.views.person import person
from foundation.dates import london_date
from foundation.openings import opening_for
from foundation.refusals import Refused
from portfolios.forms.evidence.items import EvidenceForm
from portfolios.forms.saving import LATER
from portfolios.models import EvidenceItem
from portfolios.selectors.evidence.access import eyes_of, scheme_for
from portfolios.selectors.evidence.display import (
    about_rows,
    chosen_for,
    consent_rows,
    ladder_rows,
    sent_with,
)
from portfolios.selectors.evidence.ending import forgotten_on
from portfolios.selectors.evidence.files import file_rows
from portfolios.selectors.evidence.library import SHAPES, next_in_tray, standing_of
from portfolios.selectors.evidence.looks import looks_at
from portfolios.selectors.evidence.names import names_for
from portfolios.selectors.evidence.reading import item_record, records_of
from portfolios.selectors.evidence.steps import (
    Step,
    gap_address,
    item_gaps,
    next_step,
    page_address,
)
from portfolios.selectors.nudges import evidence_nudges
from portfolios.services import evidence as services
from portfolios.views.evidence.loading import (
    asked_to_show,
    left_for_later,
    load_for_writing,
    load_item,
    load_organisation,
)
from portfolios.views.evidence.ways import along, way_of
from portfolios.views.loading import meanwhile

TYPED = ("title", "kind", "happened_on", "about", "who", "changed", "url", "captioned")


@require_safe
@login_required
def item(request: HttpRequest, item: UUID) -> HttpResponse:
    row = load_item(request, item)
    on = london_date(timezone.now())
    (record,) = records_of([row], on=on)
    scheme = scheme_for(row.organisation, on=on)
    chosen = row.affirmed_in.exists()
    standing = standing_of(row, record, chosen=chosen)
    user = person(request)
    role = role_in(user, row.organisation)
    may_write = role in (Role.LEAD, Role.MEMBER)
    may_restrict = role in (Role.LEAD, Role.OFFICER)
    context: dict[str, Any] = {
        "item": row,
        "organisation": row.organisation,
        "way": way_of(request),
        "record": record,
        "standing": standing,
        "shape": SHAPES[standing],
        "may_write": may_write,
        "sent": sent_with(row, scheme),
        "chosen": chosen_for(row, scheme),
        "may_restrict": may_restrict,
        "looks": looks_at(row, names_panel=role is Role.OFFICER)
        if may_restrict and row.restricted_at
        else None,
    }
    if record.hidden:
        context |= {"consent": row.consent, "until": forgotten_on(row.consent)}
        return render(request, "portfolios/evidence_hidden.html", context)
    gaps = item_gaps(record, scheme=scheme, on=on)
    names = names_for(row.organisation, scheme)
    following = next_in_tray(row, on=on, eyes=eyes_of(user, role)) if may_write else ""
    context |= {
        "files": file_rows(row),
        "about": about_rows(record, scheme),
        "shown": names.shown_by(record),
        "ladder": ladder_rows(record, scheme),
        "consent": consent_rows(record, scheme),
        "gaps": [(gap, along(request, gap_address(gap))) for gap in gaps],
        "nudges": [
            (nudge, along(request, page_address(record.id, nudge.page, nudge.field)))
            for nudge in evidence_nudges(record)
        ],
        "next": _next(request, next_step(record, gaps, chosen=chosen, then=following))
        if may_write
        else None,
    }
    return render(request, "portfolios/evidence_item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = load_organisation(request, slug)
    need_member(person(request), organisation)
    on = london_date(timezone.now())
    scheme = scheme_for(organisation, on=on)
    asked = asked_to_show(request, organisation)
    opening = opening_for(request, key=services.draft_key(organisation, "new"))
    later = request.POST.get("action") == LATER
    form = EvidenceForm(opening.data, scheme=scheme, lenient=later, initial={"version": 0})
    opening.fill(form)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        made = services.add_item(
            organisation=organisation,
            key=form.cleaned_data["key"],
            values=form.values,
            shows=asked[:1] if asked else (),
            actor=person(request),
            at=timezone.now(),
        )
        return _onward(request, made, later=later)
    context = {
        "organisation": organisation,
        "title": "Add a link, or write about something",
        "asked": asked,
        "form": form,
        "opening": opening,
        "way": way_of(request),
        "back": reverse("evidence", args=[organisation.slug]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, item: UUID) -> HttpResponse:
    row = load_for_writing(request, item)
    scheme = scheme_for(row.organisation, on=london_date(timezone.now()))
    opening = opening_for(request, key=services.draft_key(row.organisation, row.uuid, "item"))
    later = request.POST.get("action") == LATER
    saved = {name: getattr(row, name) for name in TYPED} | {"version": row.version}
    form = EvidenceForm(opening.data, scheme=scheme, lenient=later, initial=saved)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.change_item(
            item=row,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        return _onward(request, row, later=later)
    context = {
        "organisation": row.organisation,
        "title": "What it is",
        "caption": str(row),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "way": way_of(request),
        "back": along(request, reverse("evidence-item", args=[row.uuid])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_form.html", context, status=status)


@require_POST
@login_required
def leave_out(request: HttpRequest, item: UUID) -> HttpResponse:
    """Keep it and send it to nobody; or take it in again. Also of what is hidden."""
    row = load_item(request, item)
    need_member(person(request), row.organisation)
    if request.POST.get("out") not in ("yes", "no"):
        raise Refused("This page is out of date. Open it again.")
    out = request.POST["out"] == "yes"
    services.leave_out(item=row, out=out, actor=person(request), at=timezone.now())
    messages.success(
        request,
        "It is left out now. You still have it, and nobody else gets it."
        if out
        else "It is taken in again.",
    )
    return redirect(along(request, reverse("evidence-item", args=[row.uuid])))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, item: UUID) -> HttpResponse:
    row = load_item(request, item)
    need_member(person(request), row.organisation)
    if request.method == "POST":
        services.remove_item(item=row, actor=person(request), at=timezone.now())
        messages.success(request, f"You removed {row.name_for_all}.")
        return redirect("evidence", row.organisation.slug)
    on = london_date(timezone.now())
    (record,) = records_of([row], on=on)
    scheme = scheme_for(row.organisation, on=on)
    context = {
        "organisation": row.organisation,
        "item": row,
        "files": () if record.hidden else record.files,
        "count": len(record.files),
        "sent": sent_with(row, scheme),
        "chosen": chosen_for(row, scheme),
    }
    return render(request, "portfolios/evidence_remove.html", context)


def _next(request: HttpRequest, step: Step | None) -> Step | None:
    return None if step is None else replace(step, url=along(request, step.url))


def _onward(request: HttpRequest, row: EvidenceItem, *, later: bool) -> HttpResponse:
    """To the next thing that it lacks, or back to the piece when nothing on the way is missing."""
    if later:
        return left_for_later(request, row)
    on = london_date(timezone.now())
    record = item_record(row, on=on)
    gaps = item_gaps(record, scheme=scheme_for(row.organisation, on=on), on=on)
    step = next_step(record, gaps, chosen=row.affirmed_in.exists())
    here = reverse("evidence-item-change", args=[row.uuid])
    if step is None or step.url == here:
        return redirect(along(request, reverse("evidence-item", args=[row.uuid])))
    return redirect(along(request, step.url))

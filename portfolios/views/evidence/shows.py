"""What a piece of evidence shows. With the first tick it leaves the tray."""

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
from foundation.dates import london_date
from foundation.openings import opening_for
from foundation.refusals import Clash, ClashField
from portfolios.forms.evidence.shows import LADDER, RIGHTS, ShowsForm
from portfolios.forms.saving import LATER
from portfolios.models import EvidenceItem
from portfolios.selectors.evidence.access import scheme_for
from portfolios.selectors.evidence.offered import Offered, offered_for, words_of_page
from portfolios.selectors.evidence.reading import item_record
from portfolios.selectors.nudges import evidence_nudges
from portfolios.services import evidence as services
from portfolios.views.evidence.loading import left_for_later, load_for_writing
from portfolios.views.evidence.ways import along, way_of
from portfolios.views.loading import meanwhile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shows(request: HttpRequest, item: UUID) -> HttpResponse:
    row = load_for_writing(request, item)
    on = london_date(timezone.now())
    offered = offered_for(row.organisation, scheme_for(row.organisation, on=on))
    saved = _saved(row, offered)
    opening = opening_for(request, key=services.draft_key(row.organisation, row.uuid, "shows"))
    opened = request.GET.get("see", "")
    form = ShowsForm(opening.data, offered=offered, opened=opened, initial=saved)
    theirs = meanwhile(opening, form)
    if theirs or opening.draft is not None:
        # The rights that can be chosen are those of the principles in the draft.
        form = ShowsForm(None, offered=offered, opened=opened, initial=form.initial)
    if request.method == "POST" and form.is_valid():
        _save(request, row, form, offered)
        opening.done()
        return _onward(request, row)
    context = {
        "organisation": row.organisation,
        "item": row,
        "words": words_of_page(offered.scheme, "shows"),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "nudges": evidence_nudges(item_record(row, on=on)),
        "way": way_of(request),
        "back": along(request, reverse("evidence-item", args=[row.uuid])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_shows.html", context, status=status)


def _saved(row: EvidenceItem, offered: Offered) -> dict[str, Any]:
    """What is ticked, by question. Where the rights were not narrowed, all that follow are ticked."""
    codes = frozenset(row.tags.values_list("code", flat=True))
    listed = [p.code for p in offered.scheme.principles if p.code in codes]
    follow = offered.articles(listed)
    criteria = {
        stage: [c for c, _ in offered.criteria(stage) if c in codes] for stage in offered.stages
    }
    first, *others = offered.stages
    return {
        "criteria": criteria[first],
        **{f"criteria_{stage}": criteria[stage] for stage in others},
        "principles": listed,
        "listed": " ".join(listed),
        "articles": [code for code in follow if code in codes] or list(follow),
        "four_cs": [each.code for each in offered.scheme.four_cs if each.code in codes],
        "actions": [code for code, _ in offered.actions if code in codes],
        "measures": [code for code, _ in offered.measures if code in codes],
        "levels": [e.code for e in offered.scheme.engagement_levels if e.code in codes],
        "law": [code for code, _ in offered.law if code in codes],
        **{name: getattr(row, name) for name in LADDER},
        "version": row.version,
    }


def _save(request: HttpRequest, row: EvidenceItem, form: ShowsForm, offered: Offered) -> None:
    """What this page does not offer stays: criteria of another stage, the actions of a plan before."""
    there = frozenset(row.tags.values_list("code", flat=True))
    try:
        services.place_item(
            item=row,
            shows=form.shows | (there - offered.codes),
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
    except Clash as clash:
        row.refresh_from_db()
        raise Clash(clash.sentence, fields=_both(form, _saved(row, offered))) from clash


def _both(form: ShowsForm, theirs: dict[str, Any]) -> list[ClashField]:
    """Ticks in words, side by side (T-44)."""
    found = []
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            continue
        texts = [_in_words(form, name, values[name]) for values in (form.cleaned_data, theirs)]
        if texts[0] != texts[1]:
            found.append(ClashField(label=str(field.label), mine=texts[0], theirs=texts[1]))
    return found


def _in_words(form: ShowsForm, name: str, value: object) -> str:
    labels = {str(code): str(label) for code, label in getattr(form.fields[name], "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return "\n".join(labels.get(str(each), str(each)) for each in values if each)


def _onward(request: HttpRequest, row: EvidenceItem) -> HttpResponse:
    """To the people in it, while nobody has said; else to the piece as a whole."""
    action = request.POST.get("action")
    if action == RIGHTS:
        messages.success(request, "Saved. Now take away the rights that do not fit.")
        return redirect(along(request, f"{request.path}?see={RIGHTS}#id_articles_0"))
    if action == LATER:
        return left_for_later(request, row)
    if not row.tags.exists():
        messages.success(request, "Saved. Nothing is ticked, so it waits to be placed.")
    elif not row.consent.shows_people:
        return redirect(along(request, reverse("evidence-consent", args=[row.uuid])))
    return redirect(along(request, reverse("evidence-item", args=[row.uuid])))

"""The people in a piece of evidence: that they agreed, and that somebody took it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_member
from awards.views.person import person
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Link, Refused
from portfolios.choices import ConsentScope, ShowsPeople
from portfolios.forms.evidence.consent import ConsentForm, WithdrawConsentForm
from portfolios.forms.saving import LATER
from portfolios.models import Consent, EvidenceItem
from portfolios.selectors.evidence.access import scheme_for
from portfolios.selectors.evidence.ending import KEPT, forgotten_on
from portfolios.selectors.evidence.offered import words_of_page
from portfolios.selectors.evidence.reading import item_record, pictured
from portfolios.selectors.nudges import evidence_nudges
from portfolios.services import evidence as services
from portfolios.views.evidence.loading import entered, left_for_later, load_item, looked_into
from portfolios.views.evidence.ways import along, way_of
from portfolios.views.loading import meanwhile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def consent(request: HttpRequest, item: UUID) -> HttpResponse:
    """Also the way back: of a hidden piece a new agreement is asked, and nothing of the old one is shown."""
    row = load_item(request, item)
    need_member(person(request), row.organisation)
    on = london_date(timezone.now())
    held, hidden = row.consent, row.consent.is_hidden(on)
    if held.forgotten_at is not None:
        raise _forgotten(row)
    if held.disputed_at is not None:
        raise looked_into(row)
    if services.is_taken_down(held):
        raise Refused(services.FOR_GOOD, link=Link("See where it stands", _piece(row)))
    scheme = scheme_for(row.organisation, on=on)
    opening = opening_for(request, key=services.draft_key(row.organisation, row.uuid, "consent"))
    form = ConsentForm(
        opening.data,
        scheme=scheme,
        today=on,
        withdrawn_on=london_date(held.withdrawn_at) if held.withdrawn_at else None,
        must_agree_again=hidden,
        showed_people=held.shows_people == ShowsPeople.PEOPLE,
        initial=_saved(held, hidden=hidden),
    )
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.record_consent(
            item=row,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        opening.done()
        return _onward(request, row, again=hidden)
    context = {
        "organisation": row.organisation,
        "item": row,
        "words": words_of_page(scheme, "consent"),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "hidden": hidden,
        "forgotten_on": forgotten_on(held) if hidden else None,
        "nudges": [] if hidden else evidence_nudges(item_record(row, on=on)),
        "way": way_of(request),
        "back": along(request, reverse("evidence-item", args=[row.uuid])),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_consent.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, item: UUID) -> HttpResponse:
    """People of the organisation and SEND officers; also what was removed, as it may have been sent, and
    what a panel took and has shown."""
    rows = EvidenceItem.objects.visible_to(person(request))
    row = get_object_or_404(rows.select_related("organisation", "consent"), uuid=item)
    entered(request, row)
    back = (
        reverse("evidence-item", args=[row.uuid])
        if row.is_in_library
        else reverse("evidence", args=[row.organisation.slug])
    )
    now = timezone.now()
    form = WithdrawConsentForm(typed(request), cancel=back)
    if request.method == "POST" and form.is_valid():
        services.withdraw_consent(
            item=row, note=form.cleaned_data["note"], actor=person(request), at=now
        )
        messages.success(request, "It is hidden. Nobody sees more than its title now.")
        return redirect(back)
    if row.consent.withdrawn_at is not None:
        raise Refused("It is hidden already.", link=Link("See where it stands", back))
    context = {
        "organisation": row.organisation,
        "item": row,
        "form": form,
        "back": back,
        "until": _last_day(row.consent, london_date(now)),
        "sent": row.sent_in.exists(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_withdraw.html", context, status=status)


def _saved(held: Consent, *, hidden: bool) -> dict[str, Any]:
    """The narrowest scope until somebody chooses another. A new agreement begins with a blank page."""
    if hidden:
        return {"scope": ConsentScope.ASSESSORS.value, "version": held.version}
    names = ("shows_people", "holder", "form_reference", "given_on", "scope", "expires_on")
    saved = {name: getattr(held, name) for name in names}
    return saved | {"people": list(pictured(held)), "version": held.version}


def _last_day(held: Consent, today: date) -> date:
    """The day on which its files would go."""
    ended = forgotten_on(held)
    return min(ended, today + KEPT) if ended else today + KEPT


def _piece(row: EvidenceItem) -> str:
    return reverse("evidence-item", args=[row.uuid])


def _forgotten(row: EvidenceItem) -> Refused:
    return Refused(
        "Its files are gone for good. Add it again as a new piece of evidence.",
        link=Link("Add evidence", reverse("evidence-capture", args=[row.organisation.slug])),
    )


def _onward(request: HttpRequest, row: EvidenceItem, *, again: bool) -> HttpResponse:
    if again:
        messages.success(request, "Saved. It is shown again, to those who may see it.")
    elif request.POST.get("action") == LATER:
        return left_for_later(request, row)
    return redirect(along(request, _piece(row)))

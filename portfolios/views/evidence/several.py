"""Telling about many pieces at once, at the end of a long day with a phone full of pictures."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_member
from awards.views.person import person
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from portfolios.choices import UNNAMED
from portfolios.forms.evidence.several import SeveralForm
from portfolios.models import EvidenceItem
from portfolios.selectors.evidence.access import eyes_of, scheme_for
from portfolios.selectors.evidence.library import of_organisation
from portfolios.services.evidence import tell_several
from portfolios.views.evidence.loading import load_organisation

PER_PAGE = 50
LACKS = Q(kind="") | Q(happened_on=None) | Q(who="") | Q(consent__shows_people="")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def several(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that lack an answer, the latest first; what somebody has said already stays as it is."""
    organisation = load_organisation(request, slug)
    eyes = eyes_of(person(request), need_member(person(request), organisation))
    today = london_date(timezone.now())
    rows = (
        of_organisation(organisation, eyes=eyes)
        .shown(today)
        .filter(LACKS)
        .select_related("consent")
    )
    page = page_of(rows.order_by("-pk"), request, per_page=PER_PAGE)
    form = SeveralForm(
        typed(request),
        scheme=scheme_for(organisation, on=today),
        offered=[
            (str(row.uuid), row.title or UNNAMED, ", ".join(_lacks(row)))
            for row in page.object_list
        ],
    )
    if request.method == "POST" and form.is_valid():
        changed = tell_several(
            organisation=organisation,
            items=form.ticked,
            values=form.cleaned_data,
            nobody=form.cleaned_data["nobody"],
            actor=person(request),
            at=timezone.now(),
        )
        pieces = "piece" if changed == 1 else "pieces"
        messages.success(request, f"Saved for {changed} {pieces} of evidence.")
        return redirect("evidence-several", organisation.slug)
    context = {
        "organisation": organisation,
        "form": form,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "back": reverse("evidence", args=[organisation.slug]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_several.html", context, status=status)


def _lacks(row: EvidenceItem) -> Iterator[str]:
    """In words, after its title: what is still to be said."""
    if not row.kind:
        yield "not said what it is"
    if row.happened_on is None:
        yield "no date"
    if not row.who:
        yield "not said who was involved"
    if not row.consent.shows_people:
        yield "not said if people are in it"

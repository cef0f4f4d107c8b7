"""What re-validation asks, till when, and the button that begins it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import Award, Organisation
from awards.permissions import need_member
from awards.scheme import edition
from awards.selectors.renewals import renewals_of
from awards.views.person import person
from foundation.dates import london_date
from foundation.refusals import Link, Refused
from portfolios.services.statement import begin_statement
from portfolios.views.evidence.loading import writes


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew(request: HttpRequest, slug: str, award: UUID) -> HttpResponse:
    """A second click finds the statement that the first one began (T-43)."""
    user, now = person(request), timezone.now()
    organisation = get_object_or_404(Organisation.objects.visible_to(user), slug=slug)
    request.organisation = organisation  # type: ignore[attr-defined]  # for the page's header
    found = get_object_or_404(Award.objects.visible_to(user), uuid=award, organisation=organisation)
    if request.method == "POST":
        need_member(user, organisation)
        begun = begin_statement(award=found, actor=user, at=now)
        return redirect("statement", begun.uuid)
    today = london_date(now)
    renewals = renewals_of(organisation, on=today)
    renewal = next((each for each in renewals if each.award.pk == found.pk), None)
    if renewal is None:
        raise Refused(
            "There is nothing to renew for this award now.",
            link=Link("See your stages", reverse("organisation", args=[organisation.slug])),
        )
    scheme = edition(found.edition)
    context = {
        "organisation": organisation,
        "renewal": renewal,
        "scheme": scheme,
        "criteria": len(scheme.criteria_for(found.stage)),
        # The first two tell of what comes before it is sent; this page tells that in full.
        # Whoever lapsed already is not told what would happen if they did.
        "after": scheme.renewal.then[2:-1] if renewal.is_lapsed else scheme.renewal.then[2:],
        "sentence": renewal.sentence(today),
        "today": today,
        "may_write": writes(request, organisation),
    }
    return render(request, "portfolios/statement_begin.html", context)

"""The register's page of one organisation: what it holds today, and the stories that it tells of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from celebrations.selectors.spotlights import published
from certificates.register.holders import holder, papers_of
from certificates.views.register import nothing_held
from foundation.dates import london_date

MOST_STORIES = 6


@require_safe
def holder_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds nothing, or no longer, has no page (T-78).

    The rest of the register may be a minute old (T-82). A story goes in the moment in which a consent
    goes, so no cache keeps this page.
    """
    on = london_date(timezone.now())
    found = holder(slug, on=on)
    if found is None:
        return nothing_held(request)
    context = {
        "holder": found,
        "papers": papers_of(slug, on=on),
        "spotlights": published(on).filter(organisation__slug=slug)[:MOST_STORIES],
    }
    return render(request, "celebrations/register/holder.html", context)

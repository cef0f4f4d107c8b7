"""An organisation's own register of consents: who agreed to what, until when, and who relied on it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.views.person import person
from foundation.dates import london_date
from foundation.pagination import page_of, querystring_without_page
from portfolios.forms.evidence.register import RegisterForm
from portfolios.selectors.evidence.register import figures, narrowed, pieces, rows_of
from portfolios.views.evidence.loading import load_organisation, writes


@require_safe
@login_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = load_organisation(request, slug)
    on = london_date(timezone.now())
    form = RegisterForm(request.GET)
    theirs = pieces().visible_to(person(request)).filter(organisation=organisation)
    page = page_of(narrowed(theirs, form.filters(), on=on), request)
    context = {
        "organisation": organisation,
        "may_write": writes(request, organisation),
        "form": form,
        "figures": figures(theirs, on=on),
        "page_obj": page,
        "rows": rows_of(list(page.object_list), on=on),
        "querystring": querystring_without_page(request),
    }
    return render(request, "portfolios/evidence_register.html", context)

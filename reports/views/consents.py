"""Officers: who agreed to be shown in which evidence, until when, and who relied on it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation.dates import london_date
from foundation.pagination import page_of, querystring_without_page
from portfolios.selectors.evidence.register import figures, pieces, rows_of
from reports.forms.consents import ConsentsForm
from reports.selectors.consents import consents


@require_safe
@login_required
def register(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    on = london_date(timezone.now())
    form = ConsentsForm(request.GET)
    page = page_of(consents(form.filters(), query=form.query, on=on), request)
    context = {
        "form": form,
        "figures": figures(pieces(), on=on),
        "page_obj": page,
        "rows": rows_of(list(page.object_list), on=on),
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/privacy/consents.html", context)

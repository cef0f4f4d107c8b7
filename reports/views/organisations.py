"""Officers: every organisation, and one organisation whole."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.models import Organisation
from awards.permissions import need_officer
from awards.selectors import journey_of, scheme_in_force
from awards.views.person import person
from certificates.models import Certificate
from foundation.dates import london_date
from foundation.pagination import page_of, querystring_without_page
from reports import selectors
from reports.forms import FilterForm


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    now = timezone.now()
    today = london_date(now)
    scheme = scheme_in_force(on=today)
    form = FilterForm(request.GET, scheme=scheme)
    page = page_of(selectors.organisations(form.filters(), at=now, on=today), request)
    context = {
        "form": form,
        "page_obj": page,
        "rows": selectors.rows_of(list(page.object_list), scheme=scheme, at=now, on=today),
        "querystring": querystring_without_page(request),
        "waiting": list(selectors.counts(at=now).items()),
        "is_filtered": any(request.GET.get(name) for name in form.fields if name != "order"),
    }
    return render(request, "reports/organisations.html", context)


@require_safe
@login_required
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    need_officer(person(request))
    organisation = get_object_or_404(Organisation, slug=slug)
    now = timezone.now()
    scheme = scheme_in_force(on=london_date(now))
    context = {
        "organisation": organisation,
        "sector": scheme.sector(organisation.sector),
        "kind": scheme.organisation_kind(organisation.kind),
        "journey": journey_of(organisation, on=london_date(now)),
        "applications": organisation.applications.all(),
        "certificates": Certificate.objects.filter(award__organisation=organisation).select_related(
            "award"
        ),
        "memberships": organisation.memberships.select_related("user").order_by(
            "role", "joined_at"
        ),
        "history": selectors.history_of(organisation),
    }
    return render(request, "reports/organisation.html", context)

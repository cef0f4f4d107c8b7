"""Everything an organisation has gathered: what waits to be placed first, then the list."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.choices import ApplicationKind, Role, Status
from awards.models import Application, Organisation
from awards.permissions import role_in
from awards.views.person import person
from foundation.dates import london_date
from foundation.pagination import page_of, querystring_without_page
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.forms.evidence.items import FilterForm
from portfolios.selectors.evidence.access import eyes_of, scheme_for
from portfolios.selectors.evidence.library import Standing, library, rows_of, tray, withheld_count
from portfolios.selectors.evidence.names import names_for
from portfolios.services.evidence import bytes_kept
from portfolios.views.evidence.loading import load_organisation

PER_PAGE = 30
# How many of the tray are shown before the list; when there are more, placing them one by one is no help.
IN_SIGHT = 6
OPEN = (Status.DRAFT, Status.CHANGES_REQUESTED)


@require_safe
@login_required
def evidence(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = load_organisation(request, slug)
    on = london_date(timezone.now())
    user = person(request)
    role = role_in(user, organisation)
    eyes = eyes_of(user, role)
    names = names_for(organisation, scheme_for(organisation, on=on))
    form = FilterForm(request.GET, names=names)
    filters = form.filters()
    page = page_of(
        library(organisation, filters, names=names, on=on, eyes=eyes).select_related("consent"),
        request,
        per_page=PER_PAGE,
    )
    waiting = tray(organisation, on=on, eyes=eyes)
    first = [] if filters.any else list(waiting.select_related("consent")[:IN_SIGHT])
    listed = list(page.object_list)
    rows = rows_of([*first, *listed], names=names, on=on)
    count = waiting.count()
    context = {
        "organisation": organisation,
        "may_write": role in (Role.LEAD, Role.MEMBER),
        "withheld": withheld_count(organisation, eyes),
        "portfolio": _open_portfolio(organisation) if count > IN_SIGHT else None,
        "form": form,
        "narrowed": filters.any,
        "waiting": count,
        "tray": rows[: len(first)],
        "rows": rows[len(first) :],
        "tray_state": Standing.TRAY.value,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "used": in_bytes(bytes_kept(organisation)),
        "space": in_bytes(settings.EVIDENCE_QUOTA),
    }
    return render(request, "portfolios/evidence.html", context)


def _open_portfolio(organisation: Organisation) -> Application | None:
    """Where much can be placed at once: the page of each of its questions ticks many."""
    found = Application.objects.filter(
        organisation=organisation,
        stage__in=PORTFOLIO_STAGES,
        kind=ApplicationKind.STAGE,
        status__in=OPEN,
    )
    return found.order_by("-pk").first()


def in_bytes(size: int) -> str:
    """As people say it: “1.2 GB”, “340 MB”."""
    if size >= 1000**3:
        return f"{size / 1000**3:.1f}".removesuffix(".0") + " GB"
    return f"{-(-size // 1000**2)} MB"

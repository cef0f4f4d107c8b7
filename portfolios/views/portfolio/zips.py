"""All evidence of a portfolio, or of a statement, as a zip, for its own organisation."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.views.person import person
from foundation.zips import stream_zip
from portfolios.selectors.forms import PORTFOLIO
from portfolios.services.portfolio.zips import filename_of, pack_portfolio
from portfolios.views.loading import load


@require_safe
@login_required
def portfolio_zip(
    request: HttpRequest, application: UUID, form: str = PORTFOLIO
) -> HttpResponseBase:
    found = load(request, application, form=form)
    entries = pack_portfolio(application=found, actor=person(request), at=timezone.now())
    return stream_zip(entries, filename=filename_of(found))

"""All evidence that was sent, as a zip, for whoever judges it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from awards.models import StatusChange
from champions.views.evidence import role_of
from champions.views.loading import load_open
from foundation.zips import stream_zip
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.services.portfolio.zips import filename_of, pack_sent_portfolio


@require_safe
@login_required
def case_zip(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The version judged: what was added later is not theirs (T-29)."""
    case = load_open(request, uuid)
    if case.facts.judged is None or case.stage.code not in PORTFOLIO_STAGES:
        raise Http404
    entries = pack_sent_portfolio(
        application=case.application,
        # With its snapshot, which the case leaves behind.
        change=StatusChange.objects.get(pk=case.facts.judged.pk),
        actor=case.user,
        role=role_of(case),
        eyes=case.eyes,
        at=case.now,
    )
    return stream_zip(entries, filename=filename_of(case.application))

"""What is judged, as a PDF: a plan, a portfolio or a statement. Drafts are not theirs to print."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from champions.views.evidence import role_of
from champions.views.loading import Case, load_open
from champions.views.ways import way_back
from foundation.dates import london_date
from foundation.files import serve
from foundation.refusals import Refused
from foundation.throttling import hit
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.models import Printout
from portfolios.selectors.forms import form_of
from portfolios.services.plan.printing import (
    ask_for_sent_plan,
    printout_of_sent_plan,
    progress_of,
)
from portfolios.services.plan.printing import note_opened as note_plan_opened
from portfolios.services.portfolio.printing import (
    OUTDATED,
    ask_for_sent_portfolio,
    printout_of_sent_portfolio,
    take_away_outdated,
)
from portfolios.services.portfolio.printing import note_opened as note_portfolio_opened

FORMAT = "pdf"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def print_sent(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Not asked for yet, being made, ready, or failed for good."""
    case = load_open(request, uuid)
    if request.method == "POST":
        now = timezone.now()
        hit(f"print:{case.user.pk}", limit=30, seconds=3600, now=now)
        hit(f"print-plan:{case.application.pk}", limit=40, seconds=3600, now=now)
        _ask(case)
        way = way_back(request, case)
        page = reverse("case-print", args=[uuid])
        return redirect(f"{page}?{way.carried}" if way else page)
    asked = _printout(case)
    context = {
        "case": case,
        "what": form_of(case.application),
        "printout": asked,
        "far": progress_of(asked, at=case.now) if asked is not None else None,
        "way": way_back(request, case),
    }
    return render(request, "champions/print.html", context)


@require_safe
@login_required
def sent_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    case = load_open(request, uuid)
    if _is_portfolio(case) and take_away_outdated(case.application, on=london_date(case.now)):
        raise Refused(OUTDATED, link=case.link)
    asked = _printout(case)
    if asked is None or asked.file is None:
        raise Refused("This file is not there yet. Open the case and ask for it.", link=case.link)
    note_opened = note_portfolio_opened if _is_portfolio(case) else note_plan_opened
    note_opened(asked, actor=case.user, role=role_of(case), at=case.now)
    return serve(asked.file)


def _is_portfolio(case: Case) -> bool:
    """Or a statement, which is printed with its evidence as a portfolio is."""
    return case.application.stage in PORTFOLIO_STAGES


def _ask(case: Case) -> Printout:
    if _is_portfolio(case):
        return ask_for_sent_portfolio(application=case.application, actor=case.user, at=case.now)
    return ask_for_sent_plan(
        application=case.application, format=FORMAT, actor=case.user, at=case.now
    )


def _printout(case: Case) -> Printout | None:
    if _is_portfolio(case):
        return printout_of_sent_portfolio(case.application, on=london_date(case.now))
    return printout_of_sent_plan(case.application, FORMAT)

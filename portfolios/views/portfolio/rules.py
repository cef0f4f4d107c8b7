"""The rules of a portfolio's gap check, for everyone to read before they gather anything."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.selectors import scheme_in_force
from foundation.dates import london_date
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.selectors.portfolio.gaps import RULES, Kind, rules_by_section
from portfolios.selectors.portfolio.questions import words


@require_safe
def portfolio_rules(request: HttpRequest, stage: str) -> HttpResponse:
    if stage not in PORTFOLIO_STAGES:
        raise Http404
    scheme = scheme_in_force(on=london_date(timezone.now()))
    kinds = [rule.kind for rule in RULES if stage in rule.stages]
    context = {
        "scheme": scheme,
        "stage": scheme.stage(stage),
        "parts": [
            (section, words(scheme, stage, section), rules)
            for section, rules in rules_by_section(stage)
        ],
        "needed": kinds.count(Kind.MISSING),
        "stronger": kinds.count(Kind.STRONGER),
    }
    return render(request, "portfolios/portfolio_rules.html", context)

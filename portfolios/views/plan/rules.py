"""The rules of the gap check, for everyone to read before they write a plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.selectors import scheme_in_force
from foundation.dates import london_date
from portfolios.choices import PLAN_STAGE
from portfolios.selectors.plan.gaps import RULES, Kind, Smart, rules_by_criterion


@require_safe
def gap_rules(request: HttpRequest) -> HttpResponse:
    scheme = scheme_in_force(on=london_date(timezone.now()))
    context = {
        "scheme": scheme,
        "stage": scheme.stage(PLAN_STAGE),
        "parts": rules_by_criterion(scheme),
        "letters": list(Smart),
        "needed": sum(rule.kind == Kind.MISSING for rule in RULES),
        "stronger": sum(rule.kind == Kind.STRONGER for rule in RULES),
    }
    return render(request, "portfolios/gap_rules.html", context)

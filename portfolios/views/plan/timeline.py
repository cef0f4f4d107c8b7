"""The plan over time, as a picture and as a table."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.dates import london_date
from portfolios.choices import PLAN_STAGE
from portfolios.rendering.timeline import timeline
from portfolios.selectors.plan.progress import states_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.views.loading import load


@require_safe
@login_required
def plan_timeline(request: HttpRequest, application: UUID) -> HttpResponse:
    found = load(request, application, stage=PLAN_STAGE)
    states = states_of(found)
    context = {
        "application": found,
        "timeline": timeline(
            whole_plan(found).record, today=london_date(timezone.now()), states=states
        ),
        "with_states": bool(states),
    }
    return render(request, "portfolios/plan_timeline.html", context)

"""Officers: is everything running?"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.permissions import need_officer
from awards.views.person import person
from reports.selectors.jobs import queues
from reports.selectors.running import latest_failures, running


@require_safe
@login_required
def is_everything_running(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    now = timezone.now()
    context = {
        "now": now,
        "running": running(at=now),
        "queues": queues(at=now),
        "failures": latest_failures(),
    }
    return render(request, "reports/clock.html", context)

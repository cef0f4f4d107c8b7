"""Officers: everything about privacy, and what waits of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation.dates import london_date
from reports.selectors.privacy import awaited, tiles
from reports.services.retention import HOLDINGS


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    now = timezone.now()
    on = london_date(now)
    past = sum(each.count_past(now) for each in HOLDINGS)
    context = {"tiles": tiles(on=on, past=past), "awaited": awaited(on=on)}
    return render(request, "reports/privacy/home.html", context)

"""Officers: how long each kind of record is kept, and whether the clock keeps up."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation.models import DutyState
from foundation.retention import Holding
from reports.services.retention import HOLDINGS


@dataclass(frozen=True)
class Line:
    holding: Holding
    # Whether its rows have a date at all.
    is_dated: bool
    past: int
    held: int
    soon: int
    last_run_at: datetime | None


@require_safe
@login_required
def table(request: HttpRequest) -> HttpResponse:
    """Counted now, by the same rules by which the clock deletes."""
    need_officer(person(request))
    now = timezone.now()
    runs = dict(DutyState.objects.values_list("duty", "last_run_at"))
    lines = [
        Line(
            holding=each,
            is_dated=each.past is not None,
            past=each.count_past(now),
            held=each.count_held(now),
            soon=each.count_soon(now),
            last_run_at=runs.get(each.duty_name),
        )
        for each in HOLDINGS
    ]
    context = {
        "lines": lines,
        "past": sum(line.past for line in lines),
        "held": sum(line.held for line in lines),
        "soon": sum(line.soon for line in lines),
    }
    return render(request, "reports/privacy/retention.html", context)

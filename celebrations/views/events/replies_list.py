"""Officers: who answered what, as a list and as a table."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.choices import Role
from celebrations.forms.events.evening import RepliesForm
from celebrations.selectors.events.evening import emblems_of
from celebrations.selectors.events.replies_list import matching, table_of, totals_of
from celebrations.views.events.evening import load_event
from foundation import audit
from foundation.csv_export import stream_csv
from foundation.dates import london_date
from foundation.pagination import page_of, querystring_without_page
from foundation.throttling import hit


@require_safe
@login_required
def replies_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, _ = load_event(request, uuid)
    form = RepliesForm(request.GET)
    page = page_of(matching(event, form.filters()), request)
    context = {
        "event": event,
        "form": form,
        "page_obj": page,
        "rows": [(row, emblems_of(row)) for row in page.object_list],
        "totals": totals_of(event),
        "querystring": querystring_without_page(request),
    }
    return render(request, "celebrations/evening/replies.html", context)


@require_safe
@login_required
def replies_csv(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The same rows; nothing in it runs (T-68), and nothing in it tells of health."""
    event, officer = load_event(request, uuid)
    now = timezone.now()
    hit(f"event-table:{officer.pk}", limit=60, seconds=3600, now=now)
    filters = RepliesForm(request.GET).filters()
    rows = matching(event, filters)
    audit.record(
        "event_replies.exported",
        actor=officer,
        target=event,
        at=now,
        role=Role.OFFICER,
        details={
            "format": "csv",
            "rows": rows.count(),
            "answer": filters.answer,
            "searched": bool(filters.query),
        },
    )
    return stream_csv(table_of(rows), filename=f"replies-{london_date(now)}.csv")

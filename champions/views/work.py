"""A champion's work: the cases, what waits longest first."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.views.person import person
from champions.selectors import CaseFacts, Next, Step, facts_for, my_cases, next_for, step_of
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import NotAllowed


@dataclass(frozen=True)
class Row:
    facts: CaseFacts
    step: Step
    next: Next


@require_safe
@login_required
def work(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not user.is_champion:
        raise NotAllowed("This page is for champions.")
    finished = request.GET.get("show") == "finished"
    page = page_of(my_cases(user, finished=finished), request, per_page=25)
    now = timezone.now()
    rows = []
    for facts in facts_for(page.object_list).values():
        step = step_of(facts, at=now)
        rows.append(Row(facts, step, next_for(facts, step, user)))
    if not finished:
        # The page comes in the order of its cases' last change; within it, of what is waited for.
        rows.sort(key=lambda row: row.step.reviewers.since)
    context = {
        "rows": rows,
        "finished": finished,
        "mine": sum(row.next.mine for row in rows),
        "page_obj": page,
        "querystring": querystring_without_page(request),
    }
    return render(request, "champions/work.html", context)

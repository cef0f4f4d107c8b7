"""A champion's work: the cases, what waits longest first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.models import User
from awards.views.person import person
from champions.models import Champion
from champions.selectors import my_cases
from champions.selectors.offers import cases_to_offer_for, with_own_offer
from champions.selectors.queue import finished_items, queue_of
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import NotAllowed

PER_PAGE = 25


@require_safe
@login_required
def work(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not user.is_champion:
        raise NotAllowed("This page is for champions.")
    finished = request.GET.get("show") == "finished"
    context = _finished(request, user) if finished else _open(request, user)
    shared = {"finished": finished, "querystring": querystring_without_page(request)}
    return render(request, "champions/work.html", context | shared)


def _open(request: HttpRequest, user: User) -> dict[str, Any]:
    queue = queue_of(user, at=timezone.now())
    champion = get_object_or_404(Champion.objects.select_related("user"), user=user)
    page = Paginator(queue.items, PER_PAGE).get_page(request.GET.get("page"))
    cases = with_own_offer(cases_to_offer_for(champion), champion)
    offers = cases.aggregate(
        made=Count("pk", filter=Q(offered=True)), open=Count("pk", filter=Q(offered=False))
    )
    return {
        "queue": queue,
        "items": page.object_list,
        "page_obj": page,
        "offers": offers,
    }


def _finished(request: HttpRequest, user: User) -> dict[str, Any]:
    page = page_of(my_cases(user, finished=True), request, per_page=PER_PAGE)
    return {"items": finished_items(list(page.object_list), at=timezone.now()), "page_obj": page}

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
from champions.selectors.queue import Queue, finished_items, queue_of
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import NotAllowed

PER_PAGE = 25
# Which of their open cases a champion wants to see: all, or what waits for them or for others.
MINE, OTHERS = "mine", "others"


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
    show = request.GET.get("show", "")
    shown = [
        item for item in queue.items if show not in (MINE, OTHERS) or item.is_mine == (show == MINE)
    ]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    cases = with_own_offer(cases_to_offer_for(champion), champion)
    offers = cases.aggregate(
        made=Count("pk", filter=Q(offered=True)), open=Count("pk", filter=Q(offered=False))
    )
    return {
        "queue": queue,
        "items": page.object_list,
        "page_obj": page,
        "filters": _filters(queue, show),
        "offers": offers,
        "is_full": len(queue.items) >= champion.most_cases,
    }


def _filters(queue: Queue, show: str) -> list[tuple[str, str, int, bool]]:
    """Code, words, how many, and whether it is chosen; none where there is nothing to choose."""
    total, mine = len(queue.items), queue.mine
    if not 0 < mine < total:
        return []
    chosen = show if show in (MINE, OTHERS) else ""
    return [
        (code, words, number, code == chosen)
        for code, words, number in (
            ("", "All", total),
            (MINE, "Waiting for you", mine),
            (OTHERS, "Waiting for others", total - mine),
        )
    ]


def _finished(request: HttpRequest, user: User) -> dict[str, Any]:
    page = page_of(my_cases(user, finished=True), request, per_page=PER_PAGE)
    return {"items": finished_items(list(page.object_list), at=timezone.now()), "page_obj": page}

"""Officers: what champions carry, what waits for whom and for how long, and a word to those who are stuck."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from champions.choices import Perspective
from champions.models import Champion
from champions.selectors.load import Load, picture_for
from champions.selectors.turns import PATIENCE
from champions.services.reminders import remind_champion
from foundation.pagination import querystring_without_page

PER_PAGE = 25


@dataclass(frozen=True)
class Filter:
    """One of the ways to narrow the list, with how many it finds."""

    text: str
    query: str
    number: int
    chosen: bool


_SHOWN: dict[str, tuple[str, Callable[[Load], bool]]] = {
    "": ("serve", lambda each: True),
    "stuck": ("stuck", lambda each: each.is_stuck),
    "waiting": ("with something to do", lambda each: bool(each.waits)),
    "room": ("with room for a case", lambda each: each.has_room),
    "away": ("away today", lambda each: each.away_until is not None),
}


@require_safe
@login_required
def load(request: HttpRequest) -> HttpResponse:
    officer = person(request)
    need_officer(officer)
    picture = picture_for(officer, at=timezone.now())
    show = request.GET.get("show", "")
    show = show if show in _SHOWN else ""
    perspective = request.GET.get("perspective", "")
    perspective = perspective if perspective in Perspective.values else ""
    seen = [each for each in picture.loads if perspective in ("", each.champion.perspective)]
    shown = [each for each in seen if _SHOWN[show][1](each)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "patience": {code.value: days for code, days in PATIENCE.items()},
        "standstills": picture.standstills,
        "loads": page.object_list,
        "page_obj": page,
        "querystring": querystring_without_page(request),
        "filters": [
            Filter(text, _query(code, perspective), sum(map(keeps, seen)), code == show)
            for code, (text, keeps) in _SHOWN.items()
        ],
        "perspectives": _perspectives(picture.loads, show, perspective),
    }
    return render(request, "champions/load.html", context)


@require_POST
@login_required
def remind(request: HttpRequest, champion: UUID) -> HttpResponse:
    officer = person(request)
    need_officer(officer)
    found = get_object_or_404(Champion.objects.select_related("user"), uuid=champion)
    remind_champion(champion=found, actor=officer, at=timezone.now())
    messages.success(request, f"We have written to {found.user} about what waits.")
    return redirect("officers-load")


def _perspectives(loads: tuple[Load, ...], show: str, chosen: str) -> list[Filter]:
    found = [Filter("All perspectives", _query(show, ""), len(loads), not chosen)]
    for each in Perspective:
        number = sum(load.champion.perspective == each for load in loads)
        found.append(Filter(each.label, _query(show, each), number, each == chosen))
    return found


def _query(show: str, perspective: str) -> str:
    query = QueryDict(mutable=True)
    for name, value in (("show", show), ("perspective", perspective)):
        if value:
            query[name] = value
    return query.urlencode()

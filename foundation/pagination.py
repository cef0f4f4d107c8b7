"""Pages of long lists, forgiving about what stands in the address (T-91)."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


def page_of(queryset: QuerySet[Row], request: HttpRequest, *, per_page: int = 50) -> Page[Row]:
    """The page asked for; nonsense gives the first, too far gives the last. Two queries at most."""
    return Paginator(_in_stable_order(queryset), per_page).get_page(request.GET.get("page"))


def querystring_without_page(request: HttpRequest) -> str:
    """What the page links carry along, ready for `?{{ querystring }}page=2`."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def _in_stable_order(queryset: QuerySet[Row]) -> QuerySet[Row]:
    """Rows that are equal in the asked order would otherwise wander between pages."""
    order = [*(queryset.query.order_by or queryset.model._meta.ordering or ())]
    if {"pk", "-pk", "?"} & {name for name in order if isinstance(name, str)}:
        return queryset
    return queryset.order_by(*order, "pk")

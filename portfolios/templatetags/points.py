"""What the champions ask, on the page where it is put right."""

from collections.abc import Sequence

from django import template

from portfolios.selectors.points import PointAsked

register = template.Library()


@register.filter
def about(points: Sequence[PointAsked], path: str) -> list[PointAsked]:
    """Those about the page at this address; a challenged action is on each of its own pages too."""
    return [point for point in points if _is_about(point, path)]


def _is_about(point: PointAsked, path: str) -> bool:
    kind, _, action = point.challenge.subject.partition(":")
    if kind == "action" and f"/{action}/" in path:
        return True
    return bool(point.change_url) and point.change_url.partition("#")[0] == path

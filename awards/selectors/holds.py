"""Legal holds, as the rules of retention ask for them."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from awards.models.holds import held_organisations, held_people

M = TypeVar("M", bound=Model)


def by_hold(
    rows: QuerySet[M],
    *,
    held: bool,
    organisation: Sequence[str] = (),
    person: Sequence[str] = (),
) -> QuerySet[M]:
    """Without what is under a hold, or that alone. The paths lead from a row to whom it is about."""
    under = Q(pk__in=[])
    for path in organisation:
        under |= Q(**{f"{path}__in": held_organisations()})
    for path in person:
        under |= Q(**{f"{path}__in": held_people()})
    keys = rows.model._default_manager.filter(under).values("pk")
    return rows.filter(pk__in=keys) if held else rows.exclude(pk__in=keys)

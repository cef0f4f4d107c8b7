"""Lists within a form: add, change, move and remove one row. Call these with the application locked."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from awards.models import Application
from foundation.refusals import Refused
from foundation.versions import Stale, clash_over, save_versioned
from portfolios.models import ListItem, Partner

Item = TypeVar("Item", bound=ListItem)


def added(
    model: type[Item],
    application: Application,
    *,
    key: UUID,
    values: Mapping[str, Any],
    unchanged: bool = True,
) -> Item | None:
    """The row that the first click made; None before that (T-43).

    Ask before anything that the first click may have closed behind it. Other words under the same key
    are no second click (the back button, another tab): they are refused, and so kept on the page. When
    somebody has changed the row since, nobody can tell, and the row stands (`unchanged`).
    """
    row = model._default_manager.filter(application=application, uuid=key).first()
    if row is not None and unchanged and row.version == 1:
        refuse_other_words(
            all(getattr(row, name) == value for name, value in _typed(model, values).items())
        )
    return row


def refuse_other_words(are_the_same: bool) -> None:
    if not are_the_same:
        raise Refused(
            "You sent this page before, with other words, and they are saved. "
            "Open the page again and put in what you wrote now."
        )


def add(
    model: type[Item], application: Application, *, key: UUID, values: Mapping[str, Any]
) -> tuple[Item, bool]:
    """The row, and whether it is new: by the page's `key` a second click finds the first row (T-43)."""
    done = added(model, application, key=key, values=values)
    if done is not None:
        return done, False
    rows: QuerySet[Item] = model._default_manager.filter(application=application)
    if rows.count() >= model.MOST:
        raise Refused(f"There is room for {model.MOST}. Remove one before you add another.")
    last = rows.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            item = model._default_manager.create(
                application=application, uuid=key, position=last + 1, **_typed(model, values)
            )
    except IntegrityError as foreign:
        # The key is somebody else's row (T-25).
        raise Refused("This page is out of date. Open it again and add it there.") from foreign
    return item, True


def need_own(item: ListItem, model: type[ListItem], application: Application) -> None:
    """A row of another application, or of another list of this one, has no business here (T-25)."""
    if not isinstance(item, model) or item.application_id != application.pk:
        raise Refused("This page is out of date. Open it again and change it there.")


def change(item: ListItem, *, values: Mapping[str, Any], expected_version: int) -> None:
    """`Clash` shows both texts when a colleague saved this row meanwhile (T-44)."""
    kept = _typed(type(item), values)
    for name, value in kept.items():
        setattr(item, name, value)
    try:
        save_versioned(item, expected_version=expected_version, fields=list(kept))
    except Stale:
        if not type(item)._default_manager.filter(pk=item.pk).exists():
            raise Refused("A colleague has removed this meanwhile.") from None
        raise clash_over(
            item, fields=list(kept), sentence="A colleague saved this after you opened it."
        ) from None


def move(item: ListItem, application: Application, *, up: bool, among: QuerySet[Any]) -> bool:
    """Change places with the neighbour in `among`; nothing happens at the end of the list."""
    fresh = type(item)._default_manager.filter(pk=item.pk, application=application).first()
    if fresh is None:
        raise Refused("A colleague has removed this meanwhile.")
    beside = (
        among.filter(position__lt=fresh.position).order_by("-position")
        if up
        else among.filter(position__gt=fresh.position).order_by("position")
    )
    other = beside.first()
    if other is None:
        return False
    rows = type(item)._default_manager.filter(application=application)
    # By way of a free place, because no two rows may have the same one at any moment.
    free = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    mine, theirs = fresh.position, other.position
    rows.filter(pk=other.pk).update(position=free)
    rows.filter(pk=fresh.pk).update(position=theirs)
    rows.filter(pk=other.pk).update(position=mine)
    return True


def remove(item: ListItem, application: Application) -> bool:
    """Removing what is gone already is no mistake."""
    count, _ = type(item)._default_manager.filter(application=application, pk=item.pk).delete()
    return bool(count)


def copy_partners(earlier: Application, application: Application) -> None:
    """Who was named before need not be typed again (WCAG 3.3.7)."""
    Partner.objects.bulk_create(
        Partner(
            application=application,
            position=partner.position,
            name=partner.name,
            kind=partner.kind,
            how=partner.how,
        )
        for partner in earlier.partners.all()
    )


def _typed(model: type[ListItem], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in model.TYPED if name in values}

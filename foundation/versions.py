"""Two people, one text: nobody overwrites what they have not seen (T-44).

The version is compared in the UPDATE itself. A check first and a save after would let both through.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Field, Model

from foundation.dates import LONDON
from foundation.forms import show_date
from foundation.refusals import Clash, ClashField


class Stale(Exception):
    """The row has moved on since it was read."""


def save_versioned(instance: Model, *, expected_version: int, fields: list[str]) -> None:
    """Write `fields` if the row is still at `expected_version`, and move it to the next version."""
    values: dict[str, Any] = {}
    for name in fields:
        values[name] = _field(instance, name).pre_save(instance, add=False)
    rows = type(instance)._base_manager.filter(pk=instance.pk, version=expected_version)
    if not rows.update(**values, version=expected_version + 1):
        raise Stale
    instance.__dict__["version"] = expected_version + 1


def clash_over(mine: Model, *, fields: Sequence[str], sentence: str) -> Clash:
    """The refusal to raise when `save_versioned` said `Stale`: what differs, side by side."""
    theirs = type(mine)._base_manager.get(pk=mine.pk)
    rows = [
        ClashField(
            label=_capital(str(_field(mine, name).verbose_name)),
            mine=_shown(mine, name),
            theirs=_shown(theirs, name),
        )
        for name in fields
    ]
    return Clash(sentence, fields=[row for row in rows if row.mine != row.theirs])


def _field(instance: Model, name: str) -> "Field[Any, Any]":
    field = instance._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column.")
    return field


def _shown(instance: Model, name: str) -> str:
    display = getattr(instance, f"get_{name}_display", None)
    value = display() if display else getattr(instance, name)
    if isinstance(value, list | tuple):
        return "\n".join(str(part) for part in value)
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{show_date(local.date())} at {local:%H:%M}"
    if isinstance(value, date):
        return show_date(value)
    return "" if value is None else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

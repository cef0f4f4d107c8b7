"""Records as JSON and back. The types of a record say how each value is read."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

R = TypeVar("R")


def as_json(record: Any) -> dict[str, Any]:
    """Only what JSON knows: dates as ISO texts, tuples as lists."""
    return {key: _plain(value) for key, value in asdict(record).items()}


def read(kind: type[R], data: Mapping[str, Any]) -> R:
    """The record that `as_json` wrote; keys that are not its own are left alone."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    return kind(**{name: _value(hints[name], data[name]) for name in names if name in data})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(read(inner, each) if is_dataclass(inner) else each for each in value)  # type: ignore[arg-type]  # `inner` is known to be a dataclass
    if is_dataclass(hint):
        return read(hint, value)  # type: ignore[arg-type]  # `hint` is known to be a dataclass
    if value and date in (hint, *get_args(hint)):
        return date.fromisoformat(value)
    return value

"""From a table of a TOML file to the dataclass that stands for it, with every problem named.

The dataclasses are the file's grammar: no second description of it exists. Text is kept as written
but for the line ends of a folded paragraph.
"""

import dataclasses
import types
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_NAMES = {str: "text", int: "a whole number", bool: "true or false", date: "a date"}


def read(kind: type[T], table: object, where: str, problems: list[str]) -> T | None:
    """An instance of `kind`, or None once `problems` says why not."""
    if not isinstance(table, dict):
        problems.append(f"{where}: expected a table")
        return None
    before = len(problems)
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]  # every kind is a dataclass
    problems.extend(f"{where}: unknown key “{key}”" for key in table if key not in fields)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _value(hints[name], table[name], f"{where}.{name}", problems)
        elif field.default is dataclasses.MISSING:
            problems.append(f"{where}: “{name}” is missing")
    if len(problems) > before:
        return None
    return kind(**values)


def _value(hint: Any, value: object, where: str, problems: list[str]) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        hint = next(option for option in get_args(hint) if option is not type(None))
        origin = get_origin(hint)
    if origin is tuple:
        return _items(get_args(hint)[0], value, where, problems)
    if dataclasses.is_dataclass(hint):
        return read(hint, value, where, problems)  # type: ignore[arg-type]  # a class, never an instance
    # `type(...) is` and not isinstance: in Python true is a whole number, in a scheme it is a slip.
    if type(value) is not hint:
        problems.append(f"{where}: expected {_NAMES[hint]}")
    elif isinstance(value, str):
        text = " ".join(value.split())
        if not text:
            problems.append(f"{where}: is empty")
        return text
    return value


def _items(hint: Any, value: object, where: str, problems: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        problems.append(f"{where}: expected a list")
        return ()
    return tuple(
        _value(hint, item, f"{where}[{_label(item, number)}]", problems)
        for number, item in enumerate(value, start=1)
    )


def _label(item: object, number: int) -> str:
    """The item's code where it has one: easier to find in the file than its place in the list."""
    if isinstance(item, dict):
        for key in ("code", "number"):
            if isinstance(item.get(key), (str, int)):
                return str(item[key])
    return str(number)

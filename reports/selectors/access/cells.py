"""One value of one row, as a person reads it and as a machine does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Field, Model

from awards.models import Application, Organisation, User
from awards.scheme import edition, installed
from foundation.dates import LONDON
from reports.records.access import Cell
from reports.selectors.access.masking import Masker, without_links

YOU = "You"
SIGN_IN = "Left out: this e-mail has a code or a link to sign in."
# Codes of the edition, whose words people know.
CODED = frozenset({"code", "stage", "perspective", "sector", "role"})


@dataclass(frozen=True)
class Reader:
    person: User
    masker: Masker
    # Name of each organisation by its id.
    organisations: Mapping[str, str]

    def cell(self, row: Model, path: str, *, own: bool) -> Cell:
        holder, column = _follow(row, path)
        if holder is None:
            return None
        value = getattr(holder, column, None)
        if isinstance(value, Model):
            return self._thing(value)
        if isinstance(value, datetime):
            return value.astimezone(LONDON)
        if value is None or isinstance(value, bool | int | date):
            return value
        return self._words(holder, column, value, own=own) or None

    def _words(self, holder: Model, column: str, value: Any, *, own: bool) -> str:
        if own:
            return str(value)
        about = field_of(holder, column)
        if about is not None and about.choices:
            words: object = getattr(holder, f"get_{column}_display")()
            return str(words)
        special = SPECIAL.get((holder._meta.label_lower, column))
        if special is not None:
            return special(self, holder, value)
        if column in CODED and value in names_of_codes():
            return names_of_codes()[value]
        return self.masker.text(plain(value))

    def _thing(self, thing: Model) -> str:
        if isinstance(thing, User):
            return YOU if thing.pk == self.person.pk else self.masker.person(thing)
        if isinstance(thing, Organisation):
            return thing.name
        if isinstance(thing, Application):
            stage = names_of_codes().get(thing.stage, thing.stage)
            return f"{thing.organisation.name}, {stage} ({thing.reference})"
        return self.masker.text(str(thing))


def _mail(reader: Reader, mail: Any, value: str) -> str:
    return SIGN_IN if signs_in(mail.message) else reader.masker.text(without_links(value))


def _event(reader: Reader, row: Model, value: str) -> str:
    """`evidence.restricted_opened` → Evidence: restricted opened."""
    room, _, act = value.replace("_", " ").replace("-", " ").partition(".")
    return reader.masker.text(f"{room.capitalize()}: {act}" if act else room.capitalize())


def _organisation(reader: Reader, row: Model, value: str) -> str:
    return reader.organisations.get(value, "")


def _kind(reader: Reader, row: Model, value: str) -> str:
    try:
        return str(apps.get_model(value)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return reader.masker.text(value)


# Columns whose value is a code of our own machinery.
SPECIAL = {
    ("foundation.outboxmessage", "body_text"): _mail,
    ("foundation.auditevent", "event"): _event,
    ("foundation.auditevent", "acting_for"): _organisation,
    ("foundation.auditevent", "target_type"): _kind,
    ("foundation.ledgerentry", "kind"): _event,
}


def signs_in(message: str) -> bool:
    """Whoever reads such a mail may come in with what is in it: codes, reset links, invitations."""
    return message.startswith("account_") or message in ("invitation", "champion_invited")


def follow(row: Model, path: str) -> Model | None:
    """The row that a path of links ends at."""
    at: Model | None = row
    for name in filter(None, path.split("__")):
        try:
            at = getattr(at, name, None)
        except ObjectDoesNotExist:
            return None
    return at


def _follow(row: Model, path: str) -> tuple[Model | None, str]:
    links, _, column = path.rpartition("__")
    return follow(row, links), column


def field_of(holder: Model, column: str) -> "Field[Any, Any] | None":
    try:
        found = holder._meta.get_field(column)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def plain(value: object) -> str:
    """The strings in a JSON value, line by line; other values as they are."""
    if isinstance(value, dict):
        lines = ((str(name).replace("_", " "), plain(each)) for name, each in value.items())
        return "\n".join(f"{name}: {text}" for name, text in lines if text)
    if isinstance(value, list):
        return ", ".join(filter(None, map(plain, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@cache
def names_of_codes() -> Mapping[str, str]:
    """What the editions call their codes; the newest last."""
    found: dict[str, str] = {}
    for code in installed():
        for each in _parts(edition(code)):
            name = getattr(each, "name", None) or getattr(each, "title", None)
            if isinstance(getattr(each, "code", None), str) and isinstance(name, str):
                found[each.code] = name
    return found


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, tuple):
        for each in value:
            yield from _parts(each)
    elif is_dataclass(value):
        yield value
        for each in fields(value):
            yield from _parts(getattr(value, each.name))

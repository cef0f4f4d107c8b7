"""Finding a name wherever somebody typed it, and taking it out (UK GDPR, article 17).

People write names into plans, letters and notes. This walks the text columns of every model, so that a
column that is added tomorrow is searched too. Which must not be touched, and why, is the caller's table.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import (
    CharField,
    F,
    Field,
    JSONField,
    Model,
    QuerySet,
    SlugField,
    TextField,
    UniqueConstraint,
)
from django.db.models.functions import Cast
from django.utils.crypto import salted_hmac

NAME_DELETED = "[name deleted]"
SHORTEST = 3
CHUNK = 500
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True)
class Column:
    model: type[Model]
    field: "Field[Any, Any]"

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"

    @property
    def is_json(self) -> bool:
        return isinstance(self.field, JSONField)

    @property
    def rows(self) -> "QuerySet[Any]":
        """Past the managers that refuse changes: the right to be forgotten comes before them."""
        return QuerySet(model=self.model)


@dataclass(frozen=True)
class Place:
    """One column of one row in which a term stands."""

    column: Column
    pk: Any
    value: Any


def text_columns() -> list[Column]:
    """Of every model that there is; not the columns whose words are choices."""
    return [
        Column(model, field)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and not _is_code(field)
    ]


def pattern(terms: Iterable[str]) -> "re.Pattern[str]":
    """The terms as whole words, in any case, with any blanks between them. Longest first."""
    cleaned = sorted({normal(term) for term in terms} - {""}, key=len, reverse=True)
    if not cleaned:
        raise ValueError("There is nothing to look for.")
    each = (r"\s+".join(re.escape(word) for word in term.split()) for term in cleaned)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def normal(term: str) -> str:
    return " ".join(unicodedata.normalize("NFC", term).split())


def places(terms: Sequence[str], *, among: Iterable[Column]) -> Iterator[Place]:
    """Where any of the terms stands, column by column; each row of a column once."""
    wanted = [normal(term) for term in terms if normal(term)]
    if not wanted:
        return
    found = pattern(wanted)
    for column in among:
        for pk, value in _candidates(column, wanted):
            if _holds(value, found):
                yield Place(column, pk, value)


def rewrite(place: Place, instead: Callable[[str], str]) -> None:
    """Write the column anew. What has grown too long for it is cut."""
    column = place.column
    value = _mapped(place.value, instead)
    longest = getattr(column.field, "max_length", None)
    if isinstance(value, str) and longest:
        value = value[:longest]
    changed: dict[str, Any] = {column.field.name: value}
    if _counts_changes(column.model):
        # Whoever has the old text open meets both when they save, and does not bring it back.
        changed["version"] = F("version") + 1
    column.rows.filter(pk=place.pk).update(**changed)


def replacing(words: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts other words in the place of each term."""
    said = {normal(term).casefold(): instead for term, instead in words.items()}
    found = pattern(words)

    def instead(match: "re.Match[str]") -> str:
        return said.get(normal(match[0]).casefold(), NAME_DELETED)

    def replaced(text: str) -> str:
        text = found.sub(instead, unicodedata.normalize("NFC", text))
        plain = unescape(text)
        return found.sub(instead, plain) if found.search(plain) else text

    return replaced


def replace_everywhere(words: Mapping[str, str], *, among: Iterable[Column]) -> int:
    """Each term by its replacement; how many columns of rows were changed."""
    instead = replacing(words)
    count = 0
    for place in places(list(words), among=among):
        rewrite(place, instead)
        count += 1
    return count


def fingerprints(terms: Iterable[str]) -> str:
    """For the ledger: how many words, and a keyed digest. Nobody can read a name from it (F-19)."""
    return " ".join(f"{len(_words(term))}:{_fingerprint(term)}" for term in terms if _words(term))


def recognise(known: str, *, among: Iterable[Column]) -> set[str]:
    """The terms of these fingerprints that stand in the database now: a restore has brought them back."""
    wanted: dict[int, set[str]] = {}
    for each in known.split():
        words, _, digest = each.partition(":")
        wanted.setdefault(int(words), set()).add(digest)
    found: set[str] = set()
    tried: set[str] = set()
    if not wanted:
        return found
    for column in among:
        for value in column.rows.values_list(column.field.attname, flat=True).iterator(CHUNK):
            for text in _texts(value):
                for size, candidate in _runs(text, wanted):
                    if candidate in tried:
                        continue
                    tried.add(candidate)
                    if not wanted[size].isdisjoint(_fingerprints(candidate)):
                        found.add(candidate)
    return found


def _fingerprint(term: str, *, secret: str | bytes | None = None) -> str:
    plain = " ".join(_words(term)).casefold()
    made = salted_hmac("foundation.erasing", plain, secret=secret, algorithm="sha256")
    return made.hexdigest()[:32]


def _fingerprints(term: str) -> Iterator[str]:
    """Also with the keys before this one: an entry may be as old as they are (F-22)."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _fingerprint(term, secret=secret)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _runs(text: str, sizes: Iterable[int]) -> Iterator[tuple[int, str]]:
    """So many words in a row, as they stand in the text with all that is between them: “A.B. Smith”."""
    text = unicodedata.normalize("NFC", text)
    words = list(_WORD.finditer(text))
    for size in sizes:
        for start in range(len(words) - size + 1):
            run = words[start : start + size]
            yield size, text[run[0].start() : run[-1].end()]


def _counts_changes(model: type[Model]) -> bool:
    """Where the version names the row, as in the history of a wording, it is no count of changes."""
    names = {each.name for each in model._meta.concrete_fields}
    return "version" in names and not any(
        "version" in each.fields
        for each in model._meta.constraints
        if isinstance(each, UniqueConstraint)
    )


def _is_code(field: "Field[Any, Any]") -> bool:
    return bool(field.choices) or field.primary_key or isinstance(field, SlugField)


def _candidates(column: Column, terms: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """Fetched by a plain piece of each term where there is one; else every row that is not empty.

    Letters beyond ASCII are left to the pattern: SQLite knows their cases no better than JSON does.
    """
    name = column.field.attname
    rows = column.rows.order_by("pk")
    pieces = [_plain_piece(term) for term in terms]
    if all(pieces):
        searched = f"{name}_text" if column.is_json else name
        if column.is_json:
            rows = rows.annotate(**{searched: Cast(name, TextField())})
        for piece in dict.fromkeys(pieces):
            wanted = rows.filter(**{f"{searched}__icontains": piece})
            yield from wanted.values_list("pk", name).iterator(CHUNK)
        return
    yield from rows.values_list("pk", name).iterator(CHUNK)


def _plain_piece(term: str) -> str:
    """The longest run of ASCII letters and digits, as it stands in text, HTML and JSON alike."""
    runs = re.findall(r"[A-Za-z0-9]+", term)
    longest = max(runs, key=len, default="")
    return longest if len(longest) >= SHORTEST else ""


def _holds(value: Any, found: "re.Pattern[str]") -> bool:
    return any(found.search(text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value. HTML is read as people would read it, too."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        yield text
        if "&" in text:
            yield unescape(text)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _mapped(value: Any, instead: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return instead(value)
    if isinstance(value, Mapping):
        return {key: _mapped(each, instead) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(each, instead) for each in value]
    return value

"""Where a person's name or e-mail address appears in what others wrote. One query for each model."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, Field, JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from awards.models import Organisation
from foundation.models import OutboxMessage
from reports.records.access import Cell, Mention
from reports.selectors.access.cells import Reader, follow, plain, signs_in
from reports.selectors.access.declaring import Record
from reports.selectors.access.masking import without_links
from reports.selectors.access.rows import Subject, joins_for, moment_of, way_to

# A shorter name would be found in every other word.
SHORTEST = 4
Told = Mapping[tuple[type[Model], str], frozenset[Any]]

# Of one sentence; and of one column, so that a long text is not told over and over.
LONGEST = 400
MOST = 20
# Columns that speak to whoever filled them in, or to nobody.
WORDS = {
    "snapshot": "What was sent",
    "text": "Text",
    "what": "Text",
    "note": "Note",
    "closing_note": "Note",
    "body_text": "Text",
    "name": "Name",
    "data": "Text",
}
# Not after "e.g.": the next word of a sentence begins with no small letter.
_BREAK = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])|\n+")


def wanted_of(subject: Subject) -> tuple[str, ...]:
    """None for who was made anonymous: what stands for their name is nobody's."""
    if subject.person.erased_at is not None:
        return ()
    name = " ".join(subject.person.name.split())
    names = (name,) if len(name) >= SHORTEST else ()
    return (*names, *sorted(subject.addresses))


def mentions_in(record: Record, subject: Subject, reader: Reader, told: Told) -> list[Mention]:
    """`told`: by model and column, rows in which it stands in a part already."""
    columns, wanted = searched(record), wanted_of(subject)
    if not columns or not wanted:
        return []
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in wanted), re.IGNORECASE
    )
    found: list[Mention] = []
    for row in _rows(record, columns, wanted).iterator(chunk_size=500):
        for column in columns:
            if row.pk in told.get((record.model, column.name), ()):
                continue
            found += _in_row(record, row, column, pattern, reader)
    return found


def searched(record: Record) -> "tuple[Field[Any, Any], ...]":
    """Words that people wrote: no codes with a list of their own."""
    if not record.searched:
        return ()
    names = (*sorted(record.shown), *record.quiet)
    fields = [field_of_model(record.model, name) for name in names]
    return tuple(field for field in fields if field is not None and holds_words(field))


def field_of_model(model: type[Model], name: str) -> "Field[Any, Any] | None":
    found = model._meta.get_field(name)
    return found if isinstance(found, Field) else None


def holds_words(field: "Field[Any, Any]") -> bool:
    return isinstance(field, CharField | TextField | JSONField) and not field.choices


def _rows(
    record: Record, columns: "Iterable[Field[Any, Any]]", wanted: Iterable[str]
) -> "QuerySet[Any]":
    model, match = record.model, Q(pk__in=[])
    rows = model._default_manager.all()
    for column in columns:
        name = column.name
        if isinstance(column, JSONField):
            name = f"{column.name}_as_text"
            rows = rows.alias(**{name: Cast(column.name, TextField())})
        for each in _spellings(wanted, is_json=isinstance(column, JSONField)):
            match |= Q(**{f"{name}__icontains": each})
    paths = tuple(filter(None, (_up(model), moment_of(model).rpartition("__")[0])))
    return rows.filter(match).select_related(*joins_for(model, paths)).order_by("pk")


def _spellings(wanted: Iterable[str], *, is_json: bool) -> set[str]:
    """SQLite knows small and capital letters of English alone, and keeps JSON in ASCII."""
    found = {each for text in wanted for each in (text, text.lower(), text.upper())}
    if is_json:
        found |= {json.dumps(each)[1:-1] for each in tuple(found)}
    return found


def _in_row(
    record: Record,
    row: Any,
    column: "Field[Any, Any]",
    pattern: "re.Pattern[str]",
    reader: Reader,
) -> Iterator[Mention]:
    text = plain(getattr(row, column.name))
    if isinstance(row, OutboxMessage):
        if signs_in(row.message) and column.name == "body_text":
            return
        text = without_links(text)
    for sentence in sentences(text, pattern)[:MOST]:
        yield Mention(
            kind=record.noun,
            where=_label(record, column),
            organisation=_organisation(row),
            at=_moment(row, reader),
            sentence=reader.masker.text(sentence),
        )


def _label(record: Record, column: "Field[Any, Any]") -> str:
    labels = {name: label for part in record.parts for name, label in part.columns.items()}
    label = WORDS.get(column.name) or labels.get(column.name)
    return label or str(column.verbose_name).capitalize()


def sentences(text: str, pattern: "re.Pattern[str]") -> list[str]:
    """Each sentence with the name in it, once; of a very long one, what is around the name."""
    found: dict[str, None] = {}
    for sentence in _BREAK.split(text):
        match = pattern.search(sentence)
        if match:
            start = max(0, match.start() - LONGEST // 2)
            found[sentence[start : start + LONGEST].strip()] = None
    return list(found)


def _up(model: type[Model]) -> str:
    return way_to(model, Organisation)


def _organisation(row: Model) -> str:
    if isinstance(row, Organisation):
        return row.name
    path = _up(type(row))
    found = follow(row, path) if path else None
    return str(found) if found is not None else ""


def _moment(row: Model, reader: Reader) -> Cell:
    path = moment_of(type(row))
    return reader.cell(row, path, own=False) if path else None

"""The rows that are one person's. One query for each part of the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import DateField, ForeignKey, Model, Q, QuerySet

from awards.models import Application, Membership, Organisation, User
from champions.models import Assignment
from reports.records.access import Cell
from reports.selectors.access.cells import Reader
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.masking import masker_for
from reports.selectors.access.table import PARTS

# Links from a row up to its organisation.
DEEPEST = 5


@dataclass(frozen=True)
class Subject:
    """Whom it is about, and under which addresses."""

    person: User
    addresses: frozenset[str]


@dataclass(frozen=True)
class Found:
    """One part with its rows: path of a column to its value."""

    part: Part
    rows: tuple[dict[str, Cell], ...]
    # Keys of the rows, so that they are not told twice.
    keys: frozenset[Any]


def subject_of(person: User) -> Subject:
    """An address that was never confirmed may be somebody else's: it finds nothing."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True)
    addresses = {person.email, *confirmed.values_list("email", flat=True)}
    return Subject(person, frozenset(each.casefold() for each in addresses))


def reader_for(subject: Subject, *, with_names: bool) -> Reader:
    masker = masker_for(
        subject.person,
        addresses=subject.addresses,
        with_names=with_names,
        close=_close(subject.person),
    )
    organisations = Organisation.objects.values_list("uuid", "name")
    return Reader(subject.person, masker, {str(uuid): name for uuid, name in organisations})


def _close(person: User) -> set[int]:
    """People of the same organisations and panels: texts call them by their first names."""
    mine = Membership.objects.filter(user=person).values("organisation")
    sat = Assignment.objects.filter(champion__user=person).values("panel")
    judged = Organisation.objects.filter(applications__panel__in=sat).values("pk")
    together = Q(organisation__in=mine) | Q(organisation__in=judged)
    members = Membership.objects.filter(together).values_list("user", flat=True)
    panels = Q(panel__in=sat) | Q(panel__application__organisation__in=mine)
    champions = Assignment.objects.filter(panels).values_list("champion__user", flat=True)
    return set(members) | set(champions)


def rows_of(record: Record, part: Part, subject: Subject) -> "QuerySet[Any]":
    """Paths lead from a row to one thing each, so none comes twice."""
    wanted = Q(pk__in=[])
    for path in part.yours:
        wanted |= Q(**{path: subject.person.pk})
    for path in part.addressed:
        for address in sorted(subject.addresses):
            wanted |= Q(**{f"{path}__iexact": address})
    if part.found is not None:
        wanted |= part.found(subject.person)
    return record.model._default_manager.filter(wanted).order_by("pk")


def counts_of(subject: Subject) -> list[tuple[Part, int]]:
    """What a package will hold, part by part."""
    return [(part, rows_of(record, part, subject).count()) for record, part in PARTS]


def read(record: Record, part: Part, subject: Subject, reader: Reader) -> Found:
    joins = joins_for(record.model, tuple(part.columns))
    rows = list(rows_of(record, part, subject).select_related(*joins))
    return Found(
        part=part,
        rows=tuple(
            {path: reader.cell(row, path, own=path in part.own) for path in part.columns}
            for row in rows
        ),
        keys=frozenset(row.pk for row in rows),
    )


@cache
def joins_for(model: type[Model], paths: tuple[str, ...]) -> tuple[str, ...]:
    """The links that these paths follow; of an application its organisation as well."""
    joins: set[str] = set()
    for path in paths:
        at, walked = model, []
        for name in path.split("__"):
            field = at._meta.get_field(name)
            if not field.is_relation or not isinstance(field.related_model, type):
                break
            walked.append(name)
            at = field.related_model
        if walked:
            joins.add("__".join(walked))
        if walked and at is Application:
            joins.add("__".join([*walked, "organisation"]))
    return tuple(sorted(joins))


@cache
def way_to(model: type[Model], end: type[Model]) -> str:
    """The shortest path of links from a row to its organisation; none for what has no organisation.

    One of links that are always there, if there is one.
    """
    for sure in (True, False):
        waiting: list[tuple[type[Model], tuple[str, ...]]] = [(model, ())]
        for at, walked in waiting:
            if at is end and walked:
                return "__".join(walked)
            if len(walked) < DEEPEST:
                waiting += [(each, (*walked, name)) for name, each in _links(at, sure=sure)]
    return ""


def _links(model: type[Model], *, sure: bool) -> Iterator[tuple[str, type[Model]]]:
    for field in model._meta.concrete_fields:
        related = field.related_model
        if not isinstance(field, ForeignKey) or not isinstance(related, type):
            continue
        if sure and field.null:
            continue
        # Not by way of a person, who has many; nor of a later row of the same kind.
        if related is not User and related is not model:
            yield field.name, related


@cache
def moment_of(model: type[Model]) -> str:
    """The column, or path to one, that says when a row came to be."""
    waiting: list[tuple[type[Model], tuple[str, ...]]] = [(model, ())]
    for at, walked in waiting:
        dates = [field for field in at._meta.concrete_fields if isinstance(field, DateField)]
        sure = [field.name for field in dates if not field.null]
        if sure:
            return "__".join([*walked, sure[0]])
        if len(walked) < DEEPEST:
            waiting += [(each, (*walked, name)) for name, each in _links(at, sure=True)]
    return ""

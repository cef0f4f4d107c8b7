"""The register of links: told once for all, told on a case, stepped back for, taken off for (T-36).

Whoever declares a link on a case is told of in one row: the link stands for every case from then on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from awards.choices import Interest
from awards.models import Membership, Organisation, StandingInterest, User
from awards.names import name_keys
from champions.choices import Ended
from champions.models import Assignment, DeclarationOfInterest, Panel
from champions.selectors.entries import (
    Declared,
    Entry,
    Kind,
    State,
    of_declaration,
    of_seat,
    of_standing,
)

AT_ONCE = 500


@dataclass(frozen=True)
class Filters:
    query: str = ""
    kind: str = ""
    # Of links for every case; what was told on a case alone neither holds nor ends.
    state: str = ""
    person: User | None = None


# Where an entry stands, when it was made, and its key there.
Key = tuple[str, datetime, int]


def keys_of(user: User, filters: Filters) -> "QuerySet[Any, Key]":
    """What this officer may read, newest first. Nobody reads of an organisation they are tied to."""
    parts = [
        rows.annotate(kind=Value(kind.value, output_field=CharField()), at=F(at), key=F("pk"))
        .order_by()
        .values_list("kind", "at", "key")
        for kind, rows, at in _sources(user, filters)
        if not filters.kind or filters.kind == kind
    ]
    found: QuerySet[Any, Key] = parts[0].union(*parts[1:], all=True)
    return found.order_by("-at", "kind", "key")


def entries_of(keys: Iterable[Key], user: User) -> list[Entry]:
    """In the order of the keys, as this officer may read them; four queries for any number."""
    keys = list(keys)
    by_kind: dict[str, list[int]] = {}
    for kind, _, key in keys:
        by_kind.setdefault(kind, []).append(key)
    found: dict[tuple[str, int], Entry] = {}
    standing = StandingInterest.objects.filter(pk__in=by_kind.get(Kind.STANDING, []))
    rows = list(
        standing.select_related("person__champion", "organisation", "declared_by", "ended_by")
    )
    told = _declared_of(rows, user)
    for row in rows:
        found[Kind.STANDING, row.pk] = of_standing(row, tuple(told.get(row.pk, ())))
    alone = DeclarationOfInterest.objects.filter(pk__in=by_kind.get(Kind.CASE, []))
    for declared in alone.select_related(
        "assignment__champion__user",
        "assignment__panel__application__organisation",
        "declared_by",
    ):
        found[Kind.CASE, declared.pk] = of_declaration(declared)
    left = [*by_kind.get(Kind.STEPPED_BACK, []), *by_kind.get(Kind.TAKEN_OFF, [])]
    for seat in Assignment.objects.filter(pk__in=left).select_related(
        "champion__user", "panel__application__organisation", "ended_by"
    ):
        entry = of_seat(seat)
        found[entry.kind, seat.pk] = entry
    return [found[kind, key] for kind, _, key in keys if (kind, key) in found]


def entries_in_parts(keys: Sequence[Key], user: User) -> Iterator[Entry]:
    """For a table of any length: never all of them in memory."""
    for start in range(0, len(keys), AT_ONCE):
        yield from entries_of(keys[start : start + AT_ONCE], user)


def meant_by(entries: Iterable[Entry], officer: User) -> dict[str, list[Organisation]]:
    """Which organisations the names that were only typed may mean, by name. One query, or none.

    A name stays typed when several are called so, or none is quite; until somebody says which, it keeps
    people off the panels of all of these. What an officer is tied to is not theirs to read (T-36).
    """
    asked = {entry.organisation for entry in entries if entry.is_open_name}
    if not asked:
        return {}
    keys = {name: name_keys(name) for name in asked}
    found: dict[str, list[Organisation]] = {}
    for row in _organisations_seen_by(officer).only("slug", "name", "postcode"):
        own = name_keys(row.name)
        for name in asked:
            if not own.isdisjoint(keys[name]):
                found.setdefault(name, []).append(row)
    return found


def standing_seen_by(officer: User) -> QuerySet[StandingInterest]:
    """Their own, and those of every organisation that they have nothing to do with (T-36)."""
    tied = StandingInterest.objects.organisations_of(officer)
    own = Membership.objects.filter(user=officer).values("organisation")
    return StandingInterest.objects.filter(
        Q(person=officer)
        | Q(organisation=None)
        | ~Q(organisation__in=tied) & ~Q(organisation__in=own)
    )


def _organisations_seen_by(officer: User) -> QuerySet[Organisation]:
    tied = StandingInterest.objects.organisations_of(officer)
    own = Membership.objects.filter(user=officer).values("organisation")
    rows = Organisation.objects.filter(erased_at=None).exclude(pk__in=tied).exclude(pk__in=own)
    return rows.order_by("name", "pk")


def _sources(user: User, filters: Filters) -> Iterator[tuple[Kind, QuerySet[Any], str]]:
    standing = standing_seen_by(user)
    if filters.state:
        standing = standing.filter(ended_at__isnull=filters.state == State.NOW)
    yield Kind.STANDING, _named(standing, "person", "organisation", filters), "declared_at"
    panels = _panels(user)
    said = _said(user).filter(~Exists(_standing_then()))
    place = "panel__application__organisation"
    said = _named(said, "assignment__champion__user", f"assignment__{place}", filters)
    yield Kind.CASE, said, "declared_at"
    for kind, why in (
        (Kind.STEPPED_BACK, Ended.ABSTAINED),
        (Kind.TAKEN_OFF, Ended.RECUSED),
    ):
        seats = Assignment.objects.filter(panel__in=panels, ended_reason=why)
        yield kind, _named(seats, "champion__user", place, filters), "ended_at"


def _panels(user: User) -> QuerySet[Panel]:
    return Panel.objects.visible_to(user).filter(anonymised_at=None)


def _said(user: User) -> QuerySet[DeclarationOfInterest]:
    """What was declared on the cases that this officer may open, without "I have no link"."""
    rows = DeclarationOfInterest.objects.filter(assignment__panel__in=_panels(user))
    return rows.exclude(nature=Interest.NONE)


def _standing_then() -> QuerySet[StandingInterest]:
    """For a declaration: the link for every case that it made, or that stood already."""
    return StandingInterest.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=OuterRef("declared_at")),
        person=OuterRef("assignment__champion__user"),
        organisation=OuterRef("assignment__panel__application__organisation"),
        declared_at__lte=OuterRef("declared_at"),
    )


def _declared_of(rows: Sequence[StandingInterest], user: User) -> dict[int, list[Declared]]:
    """On which cases these links were declared, by their keys: one query, or none."""
    if not rows:
        return {}
    said = _said(user).filter(
        assignment__champion__user__in={row.person_id for row in rows},
        assignment__panel__application__organisation__in={row.organisation_id for row in rows},
    )
    found: dict[int, list[Declared]] = {}
    for each in (
        said.annotate(standing=Subquery(_standing_then().values("pk")[:1]))
        .select_related("assignment__panel__application")
        .order_by("declared_at", "pk")
    ):
        told = Declared(each.assignment.panel.application, each.details)
        found.setdefault(each.standing, []).append(told)
    return found


def _named(rows: QuerySet[Any], person: str, organisation: str, filters: Filters) -> QuerySet[Any]:
    """What is asked for is taken literally (T-87)."""
    if filters.person is not None:
        rows = rows.filter(**{person: filters.person})
    if not filters.query:
        return rows
    found = Q(**{f"{person}__name__icontains": filters.query}) | Q(
        **{f"{organisation}__name__icontains": filters.query}
    )
    if rows.model is StandingInterest:
        found |= Q(organisation_name__icontains=filters.query)
    return rows.filter(found)

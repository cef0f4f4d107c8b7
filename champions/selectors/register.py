"""The register of links: told once for all, told on a case, stepped back for, taken off for (T-36)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextChoices, Value

from awards.choices import Interest
from awards.models import Application, Membership, Organisation, StandingInterest, User
from awards.scheme import edition
from champions.choices import Ended
from champions.models import Assignment, Champion, DeclarationOfInterest, Panel

# What ties somebody, as others read it.
LINKS = {
    Interest.EMPLOYEE: "Works or worked there",
    Interest.GOVERNOR: "Is or was a governor or trustee",
    Interest.CHILD: "A child of the family goes there",
    Interest.RELATIVE: "Somebody in the family works there",
    Interest.OTHER: "Another link",
}
AT_ONCE = 500


class Kind(TextChoices):
    STANDING = "standing", "Standing link"
    CASE = "case", "Told on a case"
    STEPPED_BACK = "stepped_back", "Stepped back"
    TAKEN_OFF = "taken_off", "Taken off by an officer"


class State(TextChoices):
    NOW = "now", "Holds now"
    ENDED = "ended", "Has ended"


@dataclass(frozen=True)
class Filters:
    query: str = ""
    kind: str = ""
    # Of standing links; what was told on a case neither holds nor ends.
    state: str = ""
    person: User | None = None


@dataclass(frozen=True)
class Entry:
    kind: Kind
    person: User
    organisation: str
    # None while no such organisation has signed up.
    signed_up: bool
    application: Application | None
    link: str
    words: str
    at: datetime
    by: User | None
    ended_at: datetime | None = None
    ended_by: User | None = None
    standing: StandingInterest | None = None

    @property
    def case(self) -> str:
        """The stage and the reference of the case it was told on."""
        if self.application is None:
            return ""
        stage = edition(self.application.edition).stage(self.application.stage)
        return f"{stage.name}, {self.application.reference}"

    @property
    def capacity(self) -> str:
        champion = champion_of(self.person)
        if champion is not None:
            return champion.get_perspective_display()
        return "SEND officer" if self.person.is_officer else "No longer a champion"


# Where an entry stands, when it was made, and its key there.
Key = tuple[str, datetime, int]


def champion_of(person: User) -> Champion | None:
    found: Champion | None = getattr(person, "champion", None)
    return found


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


def entries_of(keys: Iterable[Key]) -> list[Entry]:
    """In the order of the keys; three queries for any number."""
    keys = list(keys)
    by_kind: dict[str, list[int]] = {}
    for kind, _, key in keys:
        by_kind.setdefault(kind, []).append(key)
    found: dict[tuple[str, int], Entry] = {}
    for standing in StandingInterest.objects.filter(
        pk__in=by_kind.get(Kind.STANDING, [])
    ).select_related("person__champion", "organisation", "declared_by", "ended_by"):
        found[Kind.STANDING, standing.pk] = _of_standing(standing)
    for declared in DeclarationOfInterest.objects.filter(
        pk__in=by_kind.get(Kind.CASE, [])
    ).select_related(
        "assignment__champion__user",
        "assignment__panel__application__organisation",
        "declared_by",
    ):
        found[Kind.CASE, declared.pk] = _of_declaration(declared)
    left = [*by_kind.get(Kind.STEPPED_BACK, []), *by_kind.get(Kind.TAKEN_OFF, [])]
    for seat in Assignment.objects.filter(pk__in=left).select_related(
        "champion__user", "panel__application__organisation", "ended_by"
    ):
        entry = _of_seat(seat)
        found[entry.kind, seat.pk] = entry
    return [found[kind, key] for kind, _, key in keys if (kind, key) in found]


def entries_in_parts(keys: Sequence[Key]) -> Iterator[Entry]:
    """For a table of any length: never all of them in memory."""
    for start in range(0, len(keys), AT_ONCE):
        yield from entries_of(keys[start : start + AT_ONCE])


def standing_seen_by(officer: User) -> QuerySet[StandingInterest]:
    """Their own, and those of every organisation that they have nothing to do with (T-36)."""
    tied = StandingInterest.objects.organisations_of(officer)
    own = Membership.objects.filter(user=officer).values("organisation")
    return StandingInterest.objects.filter(
        Q(person=officer)
        | Q(organisation=None)
        | ~Q(organisation__in=tied) & ~Q(organisation__in=own)
    )


def _sources(user: User, filters: Filters) -> Iterator[tuple[Kind, QuerySet[Any], str]]:
    standing = standing_seen_by(user)
    if filters.state:
        standing = standing.filter(ended_at__isnull=filters.state == State.NOW)
    yield Kind.STANDING, _named(standing, "person", "organisation", filters), "declared_at"
    panels = Panel.objects.visible_to(user).filter(anonymised_at=None)
    said = DeclarationOfInterest.objects.exclude(nature=Interest.NONE).filter(
        assignment__panel__in=panels
    )
    place = "panel__application__organisation"
    said = _named(said, "assignment__champion__user", f"assignment__{place}", filters)
    yield Kind.CASE, said, "declared_at"
    for kind, why in (
        (Kind.STEPPED_BACK, Ended.ABSTAINED),
        (Kind.TAKEN_OFF, Ended.RECUSED),
    ):
        seats = Assignment.objects.filter(panel__in=panels, ended_reason=why)
        yield kind, _named(seats, "champion__user", place, filters), "ended_at"


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


def _of_standing(row: StandingInterest) -> Entry:
    organisation: Organisation | None = row.organisation
    return Entry(
        kind=Kind.STANDING,
        person=row.person,
        organisation=organisation.name if organisation else row.organisation_name,
        signed_up=organisation is not None,
        application=None,
        link=LINKS[Interest(row.nature)],
        words=row.details,
        at=row.declared_at,
        by=row.declared_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        standing=row,
    )


def _of_declaration(row: DeclarationOfInterest) -> Entry:
    application = row.assignment.panel.application
    return Entry(
        kind=Kind.CASE,
        person=row.assignment.champion.user,
        organisation=application.organisation.name,
        signed_up=True,
        application=application,
        link=LINKS[Interest(row.nature)],
        words=row.details,
        at=row.declared_at,
        by=row.declared_by,
    )


def _of_seat(seat: Assignment) -> Entry:
    application = seat.panel.application
    own = seat.ended_reason == Ended.ABSTAINED
    if seat.ended_at is None:
        raise ValueError("A place that has not ended is no entry.")
    return Entry(
        kind=Kind.STEPPED_BACK if own else Kind.TAKEN_OFF,
        person=seat.champion.user,
        organisation=application.organisation.name,
        signed_up=True,
        application=application,
        link="",
        words=seat.ended_note,
        at=seat.ended_at,
        by=seat.champion.user if own and seat.ended_by is None else seat.ended_by,
    )

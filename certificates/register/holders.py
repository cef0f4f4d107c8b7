"""Reads of the register: one query for the whole of it, whatever is then asked of it.

A city has at most a few thousand organisations that hold an award. All of their names are read at once
and compared here, so that they are found and sorted alike on every database, with accents or without.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from awards.models import Award
from awards.scheme import edition
from certificates.artwork import STAGES, closed_arcs
from certificates.models import Certificate
from certificates.register.names import folded

NAME, NEWEST = "name", "newest"
ORDERS = ((NAME, "Name"), (NEWEST, "Newest award first"))


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of it; an empty value means "any"."""

    query: str = ""
    stage: str = ""
    order: str = NAME


@dataclass(frozen=True)
class Held:
    """An award that is held on a day, as everybody may know it (T-78)."""

    stage: str
    held_since: date
    awarded_on: date
    # The day on which its renewal falls due (`Award.due_on`); none for a stage without an end.
    valid_until: date | None
    runs_from: date
    on: date

    @property
    def renewal_is_due(self) -> bool:
        """Its year is over and it still counts: in the days of grace, or while its renewal is decided."""
        return self.valid_until is not None and self.on > self.valid_until

    @property
    def status(self) -> str:
        return "renewal-due" if self.renewal_is_due else "in-force"

    @property
    def status_words(self) -> str:
        return "In force, renewal due" if self.renewal_is_due else "In force"

    @property
    def kind(self) -> str:
        """For _status.html."""
        return "attention" if self.renewal_is_due else "done"

    @property
    def stage_name(self) -> str:
        return self.stage.capitalize()

    @property
    def arcs(self) -> int:
        return closed_arcs(self.stage)

    @property
    def logo_year(self) -> int | None:
        """The year on its logo, as `Certificate.logo_year` has it."""
        return self.runs_from.year if self.valid_until else None


@dataclass(frozen=True)
class Holder(Held):
    """One line: an organisation, and the highest award that it holds."""

    name: str
    # As it registered, where that differs from the certificate: found by it, and not shown.
    registered: str
    slug: str

    @property
    def address(self) -> str:
        return f"{settings.BASE_URL}{reverse('register-holder', args=[self.slug])}"

    @property
    def picture_address(self) -> str:
        return f"{settings.BASE_URL}{reverse('register-award', args=[self.slug])}"


@dataclass(frozen=True)
class Paper(Held):
    """One of several awards of an organisation, with the certificate that stands for it."""

    certificate: Certificate | None
    # What the stage says of who holds it, in the words of the edition.
    means: str
    # A later stage is held, so it goes on for as long as that one does.
    is_kept_by_higher: bool


_COLUMNS = (
    "stage",
    "held_since",
    "awarded_on",
    "due_on",
    "runs_from",
    "printed",
    "registered",
    "slug",
)


def holders(*, on: date) -> list[Holder]:
    """Everybody who holds an award that day, in no order."""
    higher = _ranked(on).filter(organisation=OuterRef("organisation"), rank__gt=OuterRef("rank"))
    return _read(_ranked(on).filter(~Exists(higher)), on)


def holder(slug: str, *, on: date) -> Holder | None:
    """The highest award of one organisation; none where it holds nothing, or is not there."""
    found = _read(_ranked(on).filter(organisation__slug=slug).order_by("-rank")[:1], on)
    return found[0] if found else None


def papers_of(slug: str, *, on: date) -> list[Paper]:
    """Each award that the organisation holds, the highest first: two queries."""
    awards = list(_ranked(on).filter(organisation__slug=slug).order_by("-rank"))
    current = Certificate.objects.current().filter(award__in=awards)
    by_award = {each.award_id: each for each in current}
    return [
        Paper(
            stage=award.stage,
            held_since=award.held_since,
            awarded_on=award.awarded_on,
            valid_until=award.due_on,
            runs_from=award.runs_from,
            on=on,
            certificate=by_award.get(award.pk),
            means=edition(award.edition).stage(award.stage).means,
            is_kept_by_higher=award.is_kept_by_higher,
        )
        for award in awards
    ]


def narrowed(everybody: Iterable[Holder], asked: Asked) -> list[Holder]:
    """Those whose name has every word, in the order asked for. Signs alone are no name of anybody's."""
    words = folded(asked.query).split()
    if asked.query.strip() and not words:
        return []
    wanted = (each for each in everybody if not asked.stage or each.stage == asked.stage)
    found = [(folded(each.name), each) for each in wanted if _is_called(each, words)]
    found.sort(key=lambda one: (one[0], one[1].name, one[1].slug))
    if asked.order == NEWEST:
        found.sort(key=lambda one: one[1].awarded_on, reverse=True)
    return [each for _, each in found]


def _is_called(each: Holder, words: list[str]) -> bool:
    if not words:
        return True
    names = f"{folded(each.name)}\n{folded(each.registered)}"
    return all(word in names for word in words)


def counts(everybody: Iterable[Holder]) -> list[tuple[str, int, int]]:
    """Stage, arcs and how many hold it as their highest; the highest stage first."""
    number = Counter(each.stage for each in everybody)
    return [(stage, closed_arcs(stage), number[stage]) for stage in reversed(STAGES)]


def _ranked(on: date) -> Any:
    """Awards that are held that day, each with the rank of its stage."""
    rank = Case(
        *(When(stage=stage, then=Value(closed_arcs(stage))) for stage in STAGES),
        output_field=IntegerField(),
    )
    return Award.objects.held_on(on).annotate(rank=rank).order_by()


def _read(awards: QuerySet[Award], on: date) -> list[Holder]:
    """With the name as the certificate has it; where none was issued yet, as it would be printed."""
    rows = awards.annotate(
        paper=FilteredRelation("certificates", condition=Q(certificates__superseded_at=None)),
        printed=Coalesce("paper__printed_name", "organisation__printed_name"),
        registered=F("organisation__name"),
        slug=F("organisation__slug"),
    ).values_list(*_COLUMNS)
    return [
        Holder(
            stage=stage,
            held_since=since,
            awarded_on=awarded,
            valid_until=due,
            runs_from=begins,
            on=on,
            name=name,
            registered=registered,
            slug=slug,
        )
        for stage, since, awarded, due, begins, name, registered, slug in rows
    ]

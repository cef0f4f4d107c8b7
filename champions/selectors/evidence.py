"""The evidence of the version that is judged, as champions and officers see it (T-24, T-29; scheme.md 12).

Pages read what was sent, without what consent has left since. Bytes are asked of rows alone: a file is
there only if it was sent, was found clean, and may still be shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from awards.models import Challenge, StatusChange, User
from awards.scheme import Scheme, edition
from champions.selectors.facts import CaseFacts
from champions.selectors.subjects import HOLDS_EVIDENCE
from champions.selectors.threads import challenges_read_by
from foundation.models import PrivateFile
from portfolios.choices import PORTFOLIO_STAGES, EvidenceKind, Strength
from portfolios.models import EvidenceItem, SentFile
from portfolios.records import NO_EYES, Eyes, FileRecord, ItemRecord, PortfolioRecord
from portfolios.selectors.portfolio.coverage import SHAPES, Axis, Coverage, Line
from portfolios.selectors.portfolio.display import portfolio_sent
from portfolios.selectors.portfolio.numbers import numbers_of
from portfolios.selectors.titles import for_others

# Of one criterion, before “see all of it”.
FIRST_FEW = 6
# Pictures that a page may show; everything else is downloaded.
SHOWN_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True)
class Filters:
    """What a list of evidence asks for; an empty value means all of it."""

    shows: str = ""
    also: str = ""
    kind: str = ""
    query: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any((self.shows, self.also, self.kind, self.query))


@dataclass(frozen=True)
class Card:
    """One piece of evidence in a list."""

    item: ItemRecord
    number: str
    kind: str
    # The first of its files that has a small picture; of a restricted piece none, as each is a look.
    picture: FileRecord | None = None


@dataclass(frozen=True)
class Group:
    """One criterion: what the organisation says about it, and what it has to show for it."""

    line: Line
    # What the scheme asks.
    plain: str
    words: str
    strength: Strength
    count: int
    items: Sequence[ItemRecord]

    @property
    def kind(self) -> str:
        """The shape beside its word (`_status.html`)."""
        return SHAPES[self.strength]


@dataclass(frozen=True)
class Judged:
    """What was sent, as it may be shown on one day."""

    change: StatusChange
    record: PortfolioRecord
    # Every answer but the evidence, in the words of the day it was sent; titles as others read them.
    sections: Sequence[dict[str, Any]]

    @property
    def scheme(self) -> Scheme:
        return edition(self.record.edition)

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.record)

    @cached_property
    def numbers(self) -> dict[str, str]:
        return numbers_of(self.record)

    @cached_property
    def gone(self) -> int:
        """How many are no longer shown."""
        return sum(item.hidden for item in self.record.items)

    @property
    def withheld(self) -> int:
        """How many are restricted, and not shown to whoever looks."""
        return len(self.record.withheld)

    @property
    def subjects(self) -> list[tuple[str, list[Line]]]:
        """Everything that evidence can show, by what it is."""
        groups = [(axis.label, list(self.coverage.lines(axis))) for axis in Axis]
        return [(str(name), lines) for name, lines in groups if lines]

    def name_of(self, code: str) -> str:
        names = (line.name for _, lines in self.subjects for line in lines if line.code == code)
        return next(names, "")

    def groups(self) -> list[Group]:
        """By criterion; at the end what shows none of them."""
        plain = {c.code: c.plain for c in self.scheme.criteria_for(self.record.stage)}
        lines = self.coverage.lines(Axis.CRITERIA)
        found = []
        for line in lines:
            told = self.record.narrative(line.code)
            items = self.coverage.items_of(line.code)
            found.append(
                Group(
                    line=line,
                    plain=plain[line.code],
                    words=told.text if told else "",
                    strength=self.coverage.strength(line.code),
                    count=len(items),
                    items=items[:FIRST_FEW],
                )
            )
        return found

    def others(self) -> list[ItemRecord]:
        """What shows none of the criteria: it stands for a principle, an action, a law …"""
        codes = [line.code for line in self.coverage.lines(Axis.CRITERIA)]
        return [i for i in self.record.items if not i.hidden and not i.shows_any(codes)]

    def matching(self, filters: Filters) -> list[ItemRecord]:
        """In the portfolio's order. What is no longer shown is found by its title alone."""
        items = list(self.record.items)
        for code in filter(None, (filters.shows, filters.also)):
            there = {item.id for item in self.coverage.items_of(code)}
            items = [item for item in items if item.id in there]
        if filters.kind:
            items = [item for item in items if item.kind == filters.kind]
        words = filters.query.casefold().split()
        return [item for item in items if _says(item, words)] if words else items

    def cards(self, items: Iterable[ItemRecord]) -> list[Card]:
        """One query, for their small pictures."""
        listed = list(items)
        small = with_thumbnails(self.change, listed)
        return [
            Card(
                item=item,
                number=self.numbers[item.id],
                kind=EvidenceKind(item.kind).label if item.kind else "",
                picture=None
                if item.restricted
                else next((file for file in item.files if file.id in small), None),
            )
            for item in listed
        ]


def judged_portfolio(facts: CaseFacts, *, on: date, eyes: Eyes = NO_EYES) -> Judged | None:
    """The version that the panel judges; none for other stages, and before anything was sent. Two queries.

    A re-validation statement carries the evidence that was chosen for it in the same shape.
    """
    if facts.judged is None or facts.application.stage not in PORTFOLIO_STAGES:
        return None
    row = StatusChange.objects.filter(pk=facts.judged.pk)
    return judged_from(facts.judged, row.values_list("snapshot", flat=True).get(), on=on, eyes=eyes)


def judged_from(
    change: StatusChange, snapshot: Any, *, on: date, eyes: Eyes = NO_EYES
) -> Judged | None:
    """The same of a snapshot that is at hand. One query."""
    if not isinstance(snapshot, dict) or snapshot.get("kind") not in HOLDS_EVIDENCE:
        return None
    return Judged(
        change, portfolio_sent(snapshot, on=on, eyes=eyes), for_others(snapshot["sections"])
    )


def may_open(item: EvidenceItem, *, on: date, eyes: Eyes = NO_EYES) -> bool:
    """Whether the panel's side may open the files of this piece, which was sent to it.

    Call it with its consent selected. What is restricted is for those alone with the eyes for it.
    """
    restricted = item.restricted_at is not None
    may_see = eyes.see(restricted=restricted, added_by=item.created_by_id)
    return may_see and not item.consent.is_hidden(on)


def file_judged(
    facts: CaseFacts, *, item: UUID, file: UUID, on: date, eyes: Eyes = NO_EYES
) -> SentFile | None:
    """A file of the version judged, if it may be handed out. One query, and the snapshot is not read."""
    row = (
        SentFile.objects.filter(
            change=facts.judged,
            file__uuid=file,
            file__item__uuid=item,
            file__file__state=PrivateFile.State.CLEAN,
        )
        .select_related("file__file", "file__item__consent", "file__item__organisation")
        .first()
    )
    if row is None or not may_open(row.file.item, on=on, eyes=eyes):
        return None
    return row


def with_thumbnails(change: StatusChange, items: Iterable[ItemRecord]) -> frozenset[str]:
    """The ids of those of their files that have a small picture to show."""
    ids = [UUID(file.id) for item in items if not item.hidden for file in item.files]
    rows = SentFile.objects.filter(
        change=change, file__uuid__in=ids, file__file__state=PrivateFile.State.CLEAN
    ).exclude(file__file__thumbnail_key="")
    return frozenset(str(uuid) for uuid in rows.values_list("file__uuid", flat=True))


def ladder_difference(scheme: Scheme, item: ItemRecord) -> str:
    """How the level that people saw compares with the one that the organisation saw (scheme.md 10)."""
    if not item.ladder_ours or not item.ladder_theirs:
        return ""
    ours, theirs = (scheme.ladder_level(c) for c in (item.ladder_ours, item.ladder_theirs))
    steps = theirs.rank - ours.rank
    if steps == 0:
        return "Both saw it on the same level."
    how = "higher" if steps > 0 else "lower"
    count = "one level" if abs(steps) == 1 else f"{abs(steps)} levels"
    return f"The people who took part saw it {count} {how} than the organisation did."


def challenges_about(facts: CaseFacts, user: User, item: str) -> list[Challenge]:
    """What the panel has asked about one piece of evidence, as far as this person may read it."""
    return list(challenges_read_by(facts, user).filter(subject=f"evidence:{item}"))


def _says(item: ItemRecord, words: Iterable[str]) -> bool:
    text = "\n".join((item.title, item.about, item.who, item.changed)).casefold()
    return all(word in text for word in words)

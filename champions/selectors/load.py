"""What champions carry, and what waits: for officers (scheme.md 28)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from awards.choices import CLOSED_STATUSES
from awards.models import Application, User
from champions.choices import StepCode
from champions.models import Absence, Assignment, Champion, Panel
from champions.selectors.facts import CaseFacts, facts_for
from champions.selectors.steps import Step, step_of
from champions.selectors.turns import (
    PANEL_PATIENCE,
    PATIENCE,
    Turn,
    days_since,
    is_stuck,
    since_of,
    turn_of,
    waits_of,
)
from champions.selectors.work import cases_visible_to
from foundation.dates import london_date
from foundation.models import OutboxMessage

# How many waits of one champion are shown before the rest folds up.
SHOWN = 3
ASKS = {
    StepCode.DECLARE: "declare their links",
    StepCode.OFFER: "offer times to meet",
    StepCode.ANSWER: "choose a time to meet",
    StepCode.MINUTE: "write up the meeting",
    StepCode.ASSESS: "send their assessment",
    StepCode.VISIT: "arrange the visit, or write it up",
    StepCode.DECIDE: "record the decision",
}


@dataclass(frozen=True)
class Wait:
    """One case that waits for one champion."""

    facts: CaseFacts
    turn: Turn
    since: datetime
    days: int

    @property
    def is_stuck(self) -> bool:
        return is_stuck(self.turn.code, self.days)

    @property
    def late(self) -> int:
        """How many days more than we ask for; below zero while there is time."""
        return self.days - PATIENCE[self.turn.code]

    @property
    def asks(self) -> str:
        """What somebody else has to do, in a few words."""
        return ASKS[self.turn.code]


@dataclass(frozen=True)
class Load:
    champion: Champion
    open_cases: int
    # What is late longest comes first.
    waits: tuple[Wait, ...] = ()
    away_until: date | None = None
    reminded: bool = False

    @property
    def is_stuck(self) -> bool:
        return any(wait.is_stuck for wait in self.waits)

    @property
    def has_room(self) -> bool:
        return self.away_until is None and self.open_cases < self.champion.most_cases

    @property
    def first(self) -> tuple[Wait, ...]:
        return self.waits[:SHOWN]

    @property
    def more(self) -> tuple[Wait, ...]:
        return self.waits[SHOWN:]

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The smaller the sooner: who is late longest, then who is nearest to it; who has time last."""
        late = max((wait.late for wait in self.waits), default=0)
        longest = max((wait.days for wait in self.waits), default=0)
        return not self.waits, -late, -longest


@dataclass(frozen=True)
class Standstill:
    """How many cases wait for the same thing, and which of them has waited longest."""

    code: StepCode
    number: int
    longest: CaseFacts
    days: int

    @property
    def is_stuck(self) -> bool:
        if self.code == StepCode.PANEL:
            return self.days >= PANEL_PATIENCE
        return is_stuck(self.code, self.days)


@dataclass(frozen=True)
class Picture:
    # Who is late longest comes first.
    loads: tuple[Load, ...]
    # In the order of a case's way.
    standstills: tuple[Standstill, ...]


def picture_for(officer: User, *, at: datetime) -> Picture:
    """Everybody who serves, read in the same number of queries for three and for thirty.

    How many cases somebody has is the whole number. Which ones wait is told of those alone that this
    officer may see (T-36).
    """
    today = london_date(at)
    cases, waits = _cases(_open_to(officer), at)
    away = away_on(today)
    reminded = reminded_on(today)
    by_champion = waits_by_champion(cases, waits, on=today)
    loads = [
        Load(
            champion=champion,
            open_cases=number,
            waits=tuple(by_champion[champion.pk]),
            away_until=away.get(champion.pk),
            reminded=champion.user.email in reminded,
        )
        for champion, number in _serving()
    ]
    loads.sort(key=lambda each: (each.rank, each.champion.user.name))
    return Picture(tuple(loads), _standstills(cases, waits, today))


def waits_for_champion(champion: Champion, *, officer: User, at: datetime) -> list[Wait]:
    """What waits for one champion, as far as this officer may see it."""
    seats = Assignment.objects.active().filter(champion=champion)
    cases, waits = _cases(_open_to(officer).filter(panel__assignments__in=seats), at)
    return waits_by_champion(cases, waits, on=london_date(at))[champion.pk]


def waits_by_champion(
    cases: Sequence[tuple[CaseFacts, Step]], waits: dict[int, datetime], *, on: date
) -> dict[int, list[Wait]]:
    found: dict[int, list[Wait]] = defaultdict(list)
    for facts, step in cases:
        for seat in facts.seats:
            turn = turn_of(facts, step, seat)
            if turn is not None:
                since = since_of(facts, turn, seat, waits)
                found[seat.champion.pk].append(Wait(facts, turn, since, days_since(since, on)))
    for each in found.values():
        each.sort(key=lambda wait: (-wait.late, wait.since, wait.facts.application.pk))
    return found


def away_on(day: date) -> dict[int, date]:
    """Who is away on that day, by the champion's key, and until when."""
    rows = Absence.objects.on(day).values_list("champion").annotate(until=Max("until_on"))
    return dict(rows.order_by())


def reminder_key(day: date) -> str:
    """One for each day; the mail's recipient makes it one for each champion."""
    return f"work_reminder:{day.isoformat()}"


def reminded_on(day: date) -> set[str]:
    """Whom an officer has written to on that day, by address."""
    return set(OutboxMessage.objects.filter(key=reminder_key(day)).values_list("to", flat=True))


def _open_to(officer: User) -> QuerySet[Application]:
    return (
        cases_visible_to(officer).exclude(status__in=CLOSED_STATUSES).select_related("organisation")
    )


def _cases(
    applications: QuerySet[Application], at: datetime
) -> tuple[list[tuple[CaseFacts, Step]], dict[int, datetime]]:
    cases = [(facts, step_of(facts, at=at)) for facts in facts_for(applications).values()]
    return cases, waits_of(cases)


def _serving() -> list[tuple[Champion, int]]:
    """Everybody who serves, each with the number of open cases they sit on."""
    sits = Q(assignments__ended_at=None, assignments__panel__in=Panel.objects.open())
    rows = Champion.objects.serving().select_related("user")
    return [
        # Annotated here.
        (each, each.number)  # type: ignore[attr-defined]
        for each in rows.annotate(number=Count("assignments", filter=sits))
    ]


def _standstills(
    cases: Sequence[tuple[CaseFacts, Step]], waits: dict[int, datetime], on: date
) -> tuple[Standstill, ...]:
    by_code: dict[StepCode, list[CaseFacts]] = defaultdict(list)
    for facts, step in cases:
        by_code[step.code].append(facts)
    found = []
    for code in StepCode:
        if code in by_code:
            longest = min(by_code[code], key=lambda each: waits[each.application.pk])
            days = days_since(waits[longest.application.pk], on)
            found.append(Standstill(code, len(by_code[code]), longest, days))
    return tuple(found)

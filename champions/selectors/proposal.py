"""Who could sit on a panel, and whom the system proposes, with the reasons (scheme.md 3; ours).

The order is ours: who has done the training, then who offered, then who has most room among the cases
that suit them, where coming from the applicant's sector weighs as much as a third of that room; then
who has not been asked for longest. Nobody is proposed who is away, has no room left or stepped back
from this case: an officer may still tick them. What bars somebody (T-36) bars them here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q

from awards.models import Application
from awards.scheme import Panel as PanelRule
from awards.scheme import edition
from champions.choices import Course, Ended, Perspective
from champions.models import Absence, Assignment, Champion, Claim, Panel, Training
from champions.selectors.facts import rule_of
from champions.selectors.problems import why_not_sit
from foundation.forms import show_date

# "Several champions assess independently" (scheme.md 18), also where the edition would take one.
SEVERAL = 2
SECTOR_WEIGHS = 1 / 3
ENDING = timedelta(days=90)


@dataclass(frozen=True)
class Candidate:
    champion: Champion
    # Open cases, without this one.
    load: int
    chairs: int
    # Panels at any time, and when they were last asked.
    sat: int
    asked_at: datetime | None
    sits: bool = False
    is_chair: bool = False
    offers: bool = False
    away_until: date | None = None
    to_learn: tuple[str, ...] = ()
    same_sector: str = ""
    stepped_back: bool = False
    ends_on: date | None = None
    is_under_18: bool = False

    @property
    def is_full(self) -> bool:
        return self.load >= self.champion.most_cases

    @property
    def is_free(self) -> bool:
        return self.sits or not (self.away_until or self.is_full or self.stepped_back)

    @property
    def rank(self) -> tuple[bool, bool, bool, float, float, int]:
        """The smaller the sooner."""
        room = self.load / self.champion.most_cases - (SECTOR_WEIGHS if self.same_sector else 0)
        return (
            bool(self.to_learn),
            not self.offers,
            self.ends_on is not None,
            round(room, 3),
            self.asked_at.timestamp() if self.asked_at else 0,
            self.champion.pk,
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for and against, each in a few words."""
        cases = f"{self.load} case{'s' if self.load > 1 else ''}" if self.load else "no case now"
        against = (
            (self.stepped_back, "stepped back from this case"),
            (self.away_until, f"away until {_day(self.away_until)}"),
            (self.is_full and not self.sits, "has no room for more"),
            (self.to_learn, _training(self.to_learn)),
            (self.ends_on, f"service ends on {_day(self.ends_on)}"),
            (self.is_under_18, "under 18"),
        )
        speaks = (
            (self.sits, "sits on this panel"),
            (self.offers, "offers to sit on this case"),
            (self.same_sector, f"comes from {self.same_sector.lower()}, as they do"),
            (True, f"has {cases}, takes up to {self.champion.most_cases}"),
            *against,
        )
        return tuple(words for told, words in speaks if told)


@dataclass(frozen=True)
class Proposal:
    """`champions` are proposed, in the order of the panel; `others` could sit as well, best first."""

    champions: tuple[Candidate, ...]
    chair: Candidate | None
    # Who is still missing by the edition's rule, in words. Set aside by the waiver that stands.
    gaps: tuple[str, ...]
    others: tuple[Candidate, ...]
    # Who cannot sit, and why.
    barred: tuple[tuple[Champion, str], ...]
    waiver: str = ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.champions + self.others

    @property
    def adds(self) -> bool:
        """Whether somebody is proposed who does not sit yet."""
        return not all(each.sits for each in self.champions)

    @property
    def sitting(self) -> frozenset[Champion]:
        return frozenset(each.champion for each in self.candidates if each.sits)


def propose(application: Application, *, on: date) -> Proposal:
    """As many queries for thirty champions and three hundred cases as for one of each."""
    serving = _serving()
    bars = why_not_sit(application, serving)
    candidates = _candidates(application, [c for c in serving if c.pk not in bars], on)
    waiver = Panel.objects.filter(application=application).values_list("waiver", flat=True).first()
    chosen = _choose(rule_of(application), candidates)
    gaps = edition(application.edition).panel_gaps(
        rule_of(application),
        [each.champion.perspective for each in chosen],
        waived=bool(waiver),
    )
    left = [each for each in candidates if each not in chosen]
    return Proposal(
        champions=tuple(chosen),
        chair=_chair(chosen),
        gaps=gaps,
        others=tuple(sorted(left, key=lambda each: (not each.is_free, each.rank))),
        barred=tuple((each, bars[each.pk]) for each in serving if each.pk in bars),
        waiver=waiver or "",
    )


def _serving() -> list[Champion]:
    """Everybody who serves, with what they do already: one query."""
    now = Q(assignments__ended_at=None, assignments__panel__in=Panel.objects.open())
    return list(
        Champion.objects.serving()
        .select_related("user")
        .annotate(
            load=Count("assignments", filter=now),
            chairs=Count("assignments", filter=now & Q(assignments__is_chair=True)),
            sat=Count("assignments"),
            asked_at=Max("assignments__assigned_at"),
        )
        .order_by("user__name", "pk")
    )


@dataclass
class _Known:
    """Rows about champions, by their keys."""

    away: dict[int, date] = field(default_factory=dict)
    learnt: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    offers: set[int] = field(default_factory=set)
    seats: dict[int, Assignment] = field(default_factory=dict)
    stepped_back: set[int] = field(default_factory=set)


def _candidates(
    application: Application, champions: Iterable[Champion], on: date
) -> list[Candidate]:
    known = _known(application, on)
    found = []
    for each in champions:
        seat = known.seats.get(each.pk)
        annotated = vars(each)
        ends = each.term_ends_on
        found.append(
            Candidate(
                each,
                load=annotated["load"] - (seat is not None),
                chairs=annotated["chairs"],
                sat=annotated["sat"],
                asked_at=annotated["asked_at"],
                sits=seat is not None,
                is_chair=seat is not None and seat.is_chair,
                offers=each.pk in known.offers and seat is None,
                away_until=known.away.get(each.pk),
                to_learn=tuple(c.label for c in Course if c not in known.learnt[each.pk]),
                same_sector=_shared_sector(application, each),
                stepped_back=each.pk in known.stepped_back and seat is None,
                ends_on=ends if ends is not None and ends <= on + ENDING else None,
                is_under_18=each.is_under_18(on),
            )
        )
    return found


def _known(application: Application, on: date) -> _Known:
    """Four queries."""
    known = _Known()
    for champion, until in Absence.objects.on(on).values_list("champion", "until_on"):
        known.away[champion] = max(until, known.away.get(champion, until))
    for champion, course in Training.objects.values_list("champion", "course"):
        known.learnt[champion].add(course)
    standing = Claim.objects.standing().filter(application=application)
    known.offers = set(standing.values_list("champion", flat=True))
    for seat in Assignment.objects.filter(panel__application=application):
        if seat.ended_at is None:
            known.seats[seat.champion_id] = seat
        elif seat.ended_reason == Ended.ABSTAINED:
            known.stepped_back.add(seat.champion_id)
    return known


def _shared_sector(application: Application, champion: Champion) -> str:
    if champion.sector and champion.sector == application.organisation.sector:
        return edition(application.edition).sector(champion.sector).name
    return ""


def _choose(rule: PanelRule, candidates: list[Candidate]) -> list[Candidate]:
    """Who sits stays; then the narrowest need first, and then enough people of different views."""
    chosen = [each for each in candidates if each.sits]
    free = sorted((c for c in candidates if c.is_free and not c.sits), key=lambda c: c.rank)
    for need in (*rule.needs_unless_waived, *rule.needs):
        if not any(each.champion.perspective in need for each in chosen):
            _take(chosen, free, need)
    wanted = max(rule.minimum_champions, SEVERAL)
    while len(chosen) < wanted and free:
        present = {each.champion.perspective for each in chosen}
        new = [each.value for each in Perspective if each not in present]
        if not _take(chosen, free, new):
            chosen.append(free.pop(0))
    return chosen


def _take(chosen: list[Candidate], free: list[Candidate], need: Iterable[str]) -> bool:
    """The best one of these perspectives; whether there was one."""
    wanted = set(need)
    found = next((each for each in free if each.champion.perspective in wanted), None)
    if found is None:
        return False
    free.remove(found)
    chosen.append(found)
    return True


def _chair(chosen: list[Candidate]) -> Candidate | None:
    """Who is the chair stays; else an adult who has learnt all and chairs least, of any perspective."""
    held = next((each for each in chosen if each.is_chair), None)
    if held is not None:
        return held
    return min(
        chosen,
        key=lambda each: (
            each.is_under_18,
            bool(each.to_learn),
            each.chairs,
            -each.sat,
            each.champion.pk,
        ),
        default=None,
    )


def _training(missing: tuple[str, ...]) -> str:
    if len(missing) == len(Course):
        return "has done no training yet"
    return f"still to learn: {', '.join(missing).lower()}"


def _day(day: date | None) -> str:
    return show_date(day) if day is not None else ""

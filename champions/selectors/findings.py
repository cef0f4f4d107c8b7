"""Findings side by side, for those who may read them (T-38)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.models import User
from awards.scheme import Check, Criterion, Policy
from champions.choices import Fit, Level
from champions.models import Assessment, Finding, StrategyFinding
from champions.selectors.assessing import asks_strategies
from champions.selectors.facts import CaseFacts


@dataclass(frozen=True)
class Question:
    asked: Criterion | Check
    findings: tuple[Finding, ...]

    @property
    def disagree(self) -> bool:
        """Some see it met and some do not."""
        met = {finding.level in (Level.MET, Level.STRONG) for finding in self.findings}
        return len(met) > 1

    @property
    def summary(self) -> str:
        """How many said what: “Partly: 1, met: 2”."""
        return _counted((finding.level for finding in self.findings), Level)


@dataclass(frozen=True)
class StrategyQuestion:
    """One policy of the city, and how each champion found that the work fits it."""

    policy: Policy
    findings: tuple[StrategyFinding, ...]

    @property
    def disagree(self) -> bool:
        """Some say that it fits, some that it does not."""
        fits = {finding.fit for finding in self.findings}
        return {Fit.FITS.value, Fit.NOT.value} <= fits

    @property
    def summary(self) -> str:
        return _counted((finding.fit for finding in self.findings), Fit)


def _counted(values: Iterable[str], kind: type[Level] | type[Fit]) -> str:
    counts = Counter(values)
    said = ", ".join(f"{e.label.lower()}: {counts[e.value]}" for e in kind if counts[e.value])
    return said[:1].upper() + said[1:]


def may_read_findings(facts: CaseFacts, user: User) -> bool:
    """Champions after their own; officers, unless they sit and have not sent theirs."""
    seat = next((s for s in facts.seats if s.champion.user_id == user.pk), None)
    if seat is not None:
        return seat.counts and seat.assessed
    return user.is_officer


def questions_of(facts: CaseFacts) -> list[Question]:
    """Only what counts: sent, on the version judged now, by champions who sit. One query."""
    if facts.judged is None:
        return []
    counting = Assessment.objects.counting().filter(change=facts.judged)
    rows = list(
        Finding.objects.filter(assessment__in=counting)
        .select_related("assessment__assignment__champion__user")
        .order_by("assessment__assignment__assigned_at", "assessment__pk", "pk")
    )
    return [
        Question(asked, tuple(row for row in rows if row.code == asked.code))
        for asked in facts.asked
    ]


def strategies_found(facts: CaseFacts) -> list[StrategyQuestion]:
    """The same for each policy, where the stage asks about them; else none. One query."""
    if facts.judged is None or not asks_strategies(facts):
        return []
    counting = Assessment.objects.counting().filter(change=facts.judged)
    rows = list(
        StrategyFinding.objects.filter(assessment__in=counting)
        .select_related("assessment__assignment__champion__user")
        .order_by("assessment__assignment__assigned_at", "assessment__pk", "pk")
    )
    return [
        StrategyQuestion(policy, tuple(row for row in rows if row.code == policy.code))
        for policy in facts.scheme.policies
    ]

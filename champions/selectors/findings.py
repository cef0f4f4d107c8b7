"""Findings side by side, for those who may read them (T-38)."""

from dataclasses import dataclass

from awards.models import User
from awards.scheme import Check, Criterion
from champions.choices import Level
from champions.models import Assessment, Finding
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


def may_read_findings(facts: CaseFacts, user: User) -> bool:
    """Champions after their own; officers, unless they sit and have not sent theirs."""
    seat = next((s for s in facts.seats if s.champion.user_id == user.pk), None)
    if seat is not None:
        return seat.counts and seat.assessed
    return user.is_officer


def questions_of(facts: CaseFacts) -> list[Question]:
    """Only what counts: sent, on the version judged now, by champions who sit. Two queries."""
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

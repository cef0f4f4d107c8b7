"""One champion's own assessment: its questions, how far each is, and what stands from before (scheme.md 18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from django.urls import reverse

from awards.models import StatusChange
from awards.scheme import Check, Criterion, Policy
from champions.models import Assessment, Assignment, Finding, StrategyFinding
from champions.selectors.facts import CaseFacts
from champions.selectors.touched import ALIGNMENT, touched_codes

State = Literal["todo", "begun", "done", "kept"]


@dataclass(frozen=True)
class Page:
    """One criterion or check. `kept` is as it was on the version before; nothing touched it."""

    code: str
    asked: Criterion | Check
    finding: Finding | None
    state: State
    url: str

    @property
    def is_answered(self) -> bool:
        return self.state in ("done", "kept")


@dataclass(frozen=True)
class Strategy:
    """One policy of the city, and how this champion finds that the work fits it."""

    policy: Policy
    finding: StrategyFinding | None
    state: State

    @property
    def is_answered(self) -> bool:
        return self.state in ("done", "kept")


@dataclass(frozen=True)
class Carried:
    """What the same champion sent last, and what is asked again of it."""

    source: Assessment
    touched: frozenset[str]

    def findings(self) -> list[Finding]:
        """Copies of what stands; not saved."""
        return [
            Finding(
                code=row.code,
                level=row.level,
                note=row.note,
                strength=row.strength,
                challenge=row.challenge,
                carried=True,
            )
            for row in self.source.findings.all()
            if row.code not in self.touched
        ]

    def strategies(self) -> list[StrategyFinding]:
        return [
            StrategyFinding(code=row.code, fit=row.fit, note=row.note, carried=True)
            for row in self.source.strategies.all()
            if row.code not in self.touched
        ]


@dataclass(frozen=True)
class Mine:
    """What there is of it, begun or not: a page shows the same before and after its first save."""

    assessment: Assessment | None
    findings: Mapping[str, Finding] = field(default_factory=dict)
    strategies: Mapping[str, StrategyFinding] = field(default_factory=dict)
    # What they sent on the version before: read beside the question that is asked again.
    before: Mapping[str, Finding] = field(default_factory=dict)


def mine_of(facts: CaseFacts, seat: Assignment, *, on: date) -> Mine:
    """Up to four queries when it was begun, more when what stands has to be found first."""
    if facts.judged is None:
        return Mine(None)
    found = (
        Assessment.objects.filter(assignment=seat, change=facts.judged)
        .select_related("carried_from")
        .first()
    )
    if found is None:
        carried = carried_for(facts, seat, on=on)
        if carried is None:
            return Mine(None)
        return Mine(
            None,
            {row.code: row for row in carried.findings()},
            {row.code: row for row in carried.strategies()},
            {row.code: row for row in carried.source.findings.all()},
        )
    source = found.carried_from
    return Mine(
        found,
        {row.code: row for row in found.findings.all()},
        {row.code: row for row in found.strategies.all()},
        {row.code: row for row in source.findings.all()} if source is not None else {},
    )


def carried_for(facts: CaseFacts, seat: Assignment, *, on: date) -> Carried | None:
    """What this champion sent last on this case; never across an appeal, which begins anew."""
    if facts.judged is None:
        return None
    source = (
        Assessment.objects.submitted()
        .filter(assignment__panel=seat.panel_id, assignment__champion=seat.champion_id)
        .exclude(assignment=seat, change=facts.judged)
        .order_by("submitted_at", "pk")
        .last()
    )
    if source is None or source.submitted_at is None:
        return None
    steps = StatusChange.objects.filter(application=facts.application)
    between = {"pk__gt": source.change_id, "pk__lte": facts.judged.pk}
    if steps.filter(name="appeal", **between).exists():
        return None
    pair = steps.filter(pk__in=[source.change_id, facts.judged.pk])
    snapshots = dict(pair.values_list("pk", "snapshot"))
    touched = touched_codes(
        snapshots[source.change_id],
        snapshots[facts.judged.pk],
        application=facts.application,
        since=source.submitted_at,
        on=on,
    )
    return Carried(source, touched)


def pages_of(facts: CaseFacts, assessment: Assessment | None) -> list[Page]:
    """Every criterion and check of the stage, in its order. One query."""
    rows = assessment.findings.all() if assessment is not None else ()
    return pages_with(facts, {row.code: row for row in rows})


def pages_with(facts: CaseFacts, findings: Mapping[str, Finding]) -> list[Page]:
    return [
        Page(
            asked.code,
            asked,
            findings.get(asked.code),
            _state_of_finding(findings.get(asked.code)),
            reverse("assessment-question", args=[facts.application.uuid, asked.code]),
        )
        for asked in facts.asked
    ]


def strategies_of(facts: CaseFacts, assessment: Assessment | None) -> list[Strategy]:
    """The policies of the edition, where the stage asks how the work fits them; else none. One query."""
    rows = assessment.strategies.all() if assessment is not None else ()
    return strategies_with(facts, {row.code: row for row in rows})


def strategies_with(facts: CaseFacts, found: Mapping[str, StrategyFinding]) -> list[Strategy]:
    if not asks_strategies(facts):
        return []
    return [
        Strategy(policy, found.get(policy.code), _state_of_fit(found.get(policy.code)))
        for policy in facts.scheme.policies
    ]


def asks_strategies(facts: CaseFacts) -> bool:
    return any(asked.code == ALIGNMENT for asked in facts.asked)


def fingerprint(rows: Iterable[StrategyFinding]) -> str:
    """Tells two windows with the same page apart (T-44): the strategies have no version of their own."""
    told = sorted(f"{row.code}\x1f{row.fit}\x1f{row.note}" for row in rows)
    return sha256("\x1e".join(told).encode()).hexdigest()


def _state_of_finding(row: Finding | None) -> State:
    if row is None or not (row.level or row.note or row.strength or row.challenge):
        return "todo"
    if not row.level:
        return "begun"
    return "kept" if row.carried else "done"


def _state_of_fit(row: StrategyFinding | None) -> State:
    if row is None or not (row.fit or row.note):
        return "todo"
    if not row.fit:
        return "begun"
    return "kept" if row.carried else "done"

"""One champion's own assessment: its questions, how far each is, and what stands from before (scheme.md 18)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from django.db.models import prefetch_related_objects
from django.urls import reverse

from awards.models import StatusChange
from awards.scheme import Check, Criterion, Policy
from champions.models import Assessment, Assignment, Finding, StrategyFinding
from champions.selectors.facts import APPEAL, CaseFacts
from champions.selectors.touched import ALIGNMENT, Pair, touched_in

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
    return carried_in([(facts, seat)], on=on).get(seat.pk)


def carried_in(cases: Sequence[tuple[CaseFacts, Assignment]], *, on: date) -> dict[int, Carried]:
    """The same of many seats, by their keys. As many queries for one as for three hundred.

    None but the first for those who have not sent anything on these cases.
    """
    sources = _sent_before(cases)
    begun = [(facts, seat) for facts, seat in cases if seat.pk in sources]
    if not begun:
        return {}
    steps = StatusChange.objects.filter(
        application__in=[facts.application.pk for facts, _ in begun]
    )
    appeals = list(steps.filter(name=APPEAL).values_list("application", "pk").order_by())
    wanted = {facts.judged.pk for facts, _ in begun if facts.judged is not None}
    wanted |= {sources[seat.pk].change_id for _, seat in begun}
    snapshots = dict(steps.filter(pk__in=wanted).values_list("pk", "snapshot").order_by())
    pairs: dict[int, Pair] = {}
    for facts, seat in begun:
        source, judged = sources[seat.pk], facts.judged
        if judged is None or source.submitted_at is None:
            continue
        if any(
            case == facts.application.pk and source.change_id < pk <= judged.pk
            for case, pk in appeals
        ):
            continue
        pairs[seat.pk] = Pair(
            facts.application,
            snapshots[source.change_id],
            snapshots[judged.pk],
            source.submitted_at,
        )
    touched = touched_in(list(pairs.values()), on=on)
    return {key: Carried(sources[key], codes) for key, codes in zip(pairs, touched, strict=True)}


def _sent_before(cases: Sequence[tuple[CaseFacts, Assignment]]) -> dict[int, Assessment]:
    """By the key of each seat, what its champion sent last on another version or in another seat."""
    rows = list(
        Assessment.objects.submitted()
        .filter(
            assignment__panel__in=[seat.panel_id for _, seat in cases],
            assignment__champion__in=[seat.champion_id for _, seat in cases],
        )
        .select_related("assignment")
        .order_by("submitted_at", "pk")
    )
    found: dict[int, Assessment] = {}
    for facts, seat in cases:
        judged = facts.judged
        if judged is None:
            continue
        for row in rows:
            theirs = row.assignment
            is_theirs = (theirs.panel_id, theirs.champion_id) == (seat.panel_id, seat.champion_id)
            if is_theirs and (theirs.pk, row.change_id) != (seat.pk, judged.pk):
                found[seat.pk] = row
    prefetch_related_objects(list(found.values()), "findings", "strategies")
    return found


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

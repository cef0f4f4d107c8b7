"""How much of their time a case asks of a champion: our estimate, and said to be one."""

from collections.abc import Iterable, Sequence
from datetime import date

from champions.choices import AssessmentState, StepCode
from champions.models import Assessment, Finding, StrategyFinding
from champions.selectors.assessing import carried_in
from champions.selectors.facts import CaseFacts, Seat

# Minutes of each act; the questions of an assessment or a decision come on top.
_ACT = {
    StepCode.DECLARE: 5,
    StepCode.OFFER: 5,
    StepCode.ANSWER: 5,
    StepCode.MINUTE: 20,
    StepCode.ASSESS: 0,
    StepCode.VISIT: 20,
    StepCode.DECIDE: 15,
}
_QUESTION = 3
_STRATEGY = 1
# What they sent grows with each stage: a form, a plan, a portfolio, a portfolio with its past.
_READING_PER_RANK = 10
_ALIGNMENT = "check.alignment"


def minutes_asked(
    code: StepCode, facts: CaseFacts, *, answered: int = 0, strategies: int = 0
) -> int:
    """Rounded to five minutes. Who has answered something has read what was sent.

    `answered` counts criteria and checks, `strategies` the policies that were answered.
    """
    minutes = _ACT.get(code, 0)
    if code in (StepCode.ASSESS, StepCode.DECIDE):
        minutes += _QUESTION * max(0, len(facts.asked) - answered)
    if code == StepCode.ASSESS:
        if not answered:
            minutes += _READING_PER_RANK * facts.stage.rank
        if any(asked.code == _ALIGNMENT for asked in facts.asked):
            minutes += _STRATEGY * max(0, len(facts.scheme.policies) - strategies)
    return max(5, round(minutes / 5) * 5)


def minutes_of(cases: Sequence[tuple[CaseFacts, Seat, StepCode]], *, on: date) -> dict[int, int]:
    """What each of these seats is asked, by its key: what is answered or kept takes no time.

    Counted as the pages of an assessment count. Three queries for the drafts; for those who have not begun
    a version, and sent one before, as `carried_in` says.
    """
    answered = _answered(
        [(facts, seat) for facts, seat, code in cases if code == StepCode.ASSESS], on
    )
    found = {}
    for facts, seat, code in cases:
        questions, strategies = answered.get(seat.assignment.pk, (0, 0))
        found[seat.assignment.pk] = minutes_asked(
            code, facts, answered=questions, strategies=strategies
        )
    return found


def _answered(cases: Sequence[tuple[CaseFacts, Seat]], on: date) -> dict[int, tuple[int, int]]:
    """How many questions and how many strategies each seat has answered, or need not answer again."""
    judged = {
        seat.assignment.pk: facts.judged.pk for facts, seat in cases if facts.judged is not None
    }
    drafts = (
        Assessment.objects.filter(
            assignment__in=judged, change__in=judged.values(), state=AssessmentState.DRAFT
        )
        .order_by()
        .prefetch_related("findings", "strategies")
    )
    found = {
        row.assignment_id: _counted(row.findings.all(), row.strategies.all())
        for row in drafts
        if judged[row.assignment_id] == row.change_id
    }
    anew = [(facts, seat.assignment) for facts, seat in cases if seat.assignment.pk not in found]
    for key, carried in (carried_in(anew, on=on) if anew else {}).items():
        found[key] = _counted(carried.findings(), carried.strategies())
    return found


def _counted(findings: Iterable[Finding], strategies: Iterable[StrategyFinding]) -> tuple[int, int]:
    return sum(bool(row.level) for row in findings), sum(bool(row.fit) for row in strategies)


def spoken_minutes(minutes: int) -> str:
    """As people say it: 1 hour 20 minutes."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append("1 hour" if hours == 1 else f"{hours} hours")
    if rest or not hours:
        said.append("1 minute" if rest == 1 else f"{rest} minutes")
    return " ".join(said)

"""How much of their time a case asks of a champion: our estimate, and said to be one."""

from collections.abc import Sequence

from django.db.models import Count

from champions.choices import AssessmentState, StepCode
from champions.models import Finding
from champions.selectors.facts import CaseFacts, Seat

# Minutes of each act; the questions of an assessment or a decision come on top.
_ACT = {
    StepCode.DECLARE: 5,
    StepCode.OFFER: 5,
    StepCode.ANSWER: 5,
    StepCode.MINUTE: 20,
    StepCode.ASSESS: 0,
    StepCode.DECIDE: 15,
}
_QUESTION = 3
_STRATEGY = 1
# What they sent grows with each stage: a form, a plan, a portfolio, a portfolio with its past.
_READING_PER_RANK = 10
_ALIGNMENT = "check.alignment"


def minutes_asked(code: StepCode, facts: CaseFacts, *, answered: int = 0) -> int:
    """Rounded to five minutes. Who has answered something has read what was sent."""
    minutes = _ACT.get(code, 0)
    if code in (StepCode.ASSESS, StepCode.DECIDE):
        minutes += _QUESTION * max(0, len(facts.asked) - answered)
    if code == StepCode.ASSESS:
        if not answered:
            minutes += _READING_PER_RANK * facts.stage.rank
        if any(asked.code == _ALIGNMENT for asked in facts.asked):
            minutes += _STRATEGY * len(facts.scheme.policies)
    return max(5, round(minutes / 5) * 5)


def answered_so_far(cases: Sequence[tuple[CaseFacts, Seat]]) -> dict[int, int]:
    """How many questions each of these seats has answered in its draft, by its key: one query."""
    pairs = [(facts.judged, seat) for facts, seat in cases if facts.judged is not None]
    rows = (
        Finding.objects.filter(
            assessment__assignment__in=[seat.assignment.pk for _, seat in pairs],
            assessment__change__in=[judged.pk for judged, _ in pairs],
            assessment__state=AssessmentState.DRAFT,
        )
        .exclude(level="")
        .values_list("assessment__assignment")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return dict(rows)


def spoken_minutes(minutes: int) -> str:
    """As people say it: 1 hour 20 minutes."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append("1 hour" if hours == 1 else f"{hours} hours")
    if rest or not hours:
        said.append("1 minute" if rest == 1 else f"{rest} minutes")
    return " ".join(said)

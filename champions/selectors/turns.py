"""What waits for one champion on one case, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.urls import reverse

from awards.choices import Interest
from champions.choices import Side, StepCode
from champions.models import Assessment, Assignment, DeclarationOfInterest
from champions.selectors.facts import CaseFacts, Seat
from champions.selectors.steps import PANEL, Step
from foundation.dates import london_date

# After how many days something has waited too long (ours). The clock reminds of the first three.
PATIENCE = {
    StepCode.DECLARE: 3,
    StepCode.ASSESS: 7,
    StepCode.VISIT: 7,
    StepCode.DECIDE: 5,
    StepCode.OFFER: 7,
    StepCode.ANSWER: 7,
    StepCode.MINUTE: 7,
}
# A case without a panel waits for officers.
PANEL_PATIENCE = 5
# A visit that comes before the decision has no time agreed, counted from when the panel was settled;
# and one that took place is not written up.
VISIT_PATIENCE = 14
NOTES_PATIENCE = 7

_ARRANGING = {
    StepCode.OFFER: ("Offer times to meet", "case-meeting-offer"),
    StepCode.ANSWER: ("Choose a time to meet", "case-meeting"),
    StepCode.MINUTE: ("Write up the meeting", "case-meeting-minutes"),
    StepCode.VISIT: ("Arrange the visit, or write it up", "case-visits"),
}


@dataclass(frozen=True)
class Turn:
    """The one thing that a champion can do now to move a case on, as one of the steps, and where."""

    code: StepCode
    text: str
    page: str
    case: UUID

    @property
    def url(self) -> str:
        return reverse(self.page, args=[self.case])


def turn_of(facts: CaseFacts, step: Step, seat: Seat) -> Turn | None:
    """None when it is somebody else's turn, or when the case is closed to them (T-36)."""
    if seat.belongs or not facts.application.is_open:
        return None
    uuid = facts.application.uuid
    if not seat.cleared:
        return Turn(StepCode.DECLARE, "Tell us if you have a link with them", "case", uuid)
    if step.code == StepCode.ASSESS and not seat.assessed:
        page = "assessment-plain" if seat.champion.plain_way else "assessment"
        return Turn(step.code, "Write your assessment", page, uuid)
    if step.code == StepCode.DECIDE and seat.assignment.is_chair:
        return Turn(step.code, "Record the decision", "case-decision", uuid)
    if step.code in _ARRANGING and step.reviewers.turn == PANEL:
        text, page = _ARRANGING[step.code]
        return Turn(step.code, text, page, uuid)
    return None


def waits_of(cases: Sequence[tuple[CaseFacts, Step]]) -> dict[int, datetime]:
    """Since when each case waits, by its application's key: three queries for one and for three hundred.

    The step itself knows when the case came to the panel. Nobody can assess before the last declaration
    is in, nor decide before the last assessment; and a panel that broke waits since then. So nobody is
    told that they kept others waiting who were not let in.
    """
    found = {facts.application.pk: step.reviewers.since for facts, step in cases}
    steps: dict[StepCode, list[CaseFacts]] = {}
    for facts, step in cases:
        steps.setdefault(step.code, []).append(facts)
    for pk, at in (
        *_declared(steps.get(StepCode.ASSESS, [])),
        *_assessed([*steps.get(StepCode.VISIT, []), *steps.get(StepCode.DECIDE, [])]),
        *_left(steps.get(StepCode.PANEL, [])),
    ):
        found[pk] = max(found[pk], at)
    return found


def since_of(facts: CaseFacts, turn: Turn, seat: Seat, waits: dict[int, datetime]) -> datetime:
    """Since when it is this champion's turn; never from before they were asked."""
    if turn.code == StepCode.DECLARE:
        return seat.assignment.assigned_at
    return max(waits[facts.application.pk], seat.assignment.assigned_at)


def asks_to_arrange(facts: CaseFacts, step: Step, *, at: datetime) -> bool:
    """A visit comes before the decision, and it is the panel that has to see to a time for it.

    Also while champions still assess: a time takes weeks to find.
    """
    if not facts.awaits_visit or step.code not in (StepCode.ASSESS, StepCode.VISIT):
        return False
    coming = facts.visit_coming
    if coming is not None and coming.starts_at is not None:
        return False
    return not any(each.side == Side.PANEL and each.starts_at > at for each in facts.visit_offers)


def asked_to_visit(facts: CaseFacts, seat: Seat) -> datetime:
    """Since when this champion could have seen to it: settled, asked to sit, and to go by an officer."""
    since = seat.assignment.assigned_at
    if facts.panel is not None:
        since = max(since, facts.panel.settled_at)
    if facts.visit is not None and facts.visit.ruling is not None:
        since = max(since, facts.visit.ruling.ruled_at)
    return since


def days_since(since: datetime, on: date) -> int:
    """Days by the calendar on the wall in Birmingham (T-89); 0 for today, and for a clock set back."""
    return max(0, (on - london_date(since)).days)


def is_stuck(code: StepCode, days: int) -> bool:
    return code in PATIENCE and days >= PATIENCE[code]


def _declared(cases: Iterable[CaseFacts]) -> Iterable[tuple[int, datetime]]:
    seats = Assignment.objects.active().filter(panel__application__in=_keys(cases))
    declared = DeclarationOfInterest.objects.filter(assignment__in=seats, nature=Interest.NONE)
    return _latest(declared, "assignment__panel__application", "declared_at")


def _assessed(cases: Iterable[CaseFacts]) -> Iterable[tuple[int, datetime]]:
    judged = [facts.judged.pk for facts in cases if facts.judged is not None]
    sent = Assessment.objects.counting().filter(change__in=judged)
    return _latest(sent, "change__application", "submitted_at")


def _left(cases: Iterable[CaseFacts]) -> Iterable[tuple[int, datetime]]:
    ended = Assignment.objects.filter(panel__application__in=_keys(cases), ended_at__isnull=False)
    return _latest(ended, "panel__application", "ended_at")


def _keys(cases: Iterable[CaseFacts]) -> list[int]:
    return [facts.application.pk for facts in cases]


def _latest(
    rows: "QuerySet[DeclarationOfInterest] | QuerySet[Assessment] | QuerySet[Assignment]",
    case: str,
    column: str,
) -> Iterable[tuple[int, datetime]]:
    return rows.order_by().values_list(case).annotate(latest=Max(column))

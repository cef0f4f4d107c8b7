"""How far a delivery plan has come: one function for each state that it can be in."""

from collections.abc import Callable
from dataclasses import dataclass

from awards.services.extensions import extend_due_date
from champions.choices import Outcome
from config.demo import case, judging, planning
from config.demo.tale import Tale
from foundation.dates import london_date


def _sent(tale: Tale) -> None:
    planning.write(tale)
    planning.send(tale)


def _reviewed(tale: Tale) -> None:
    """The panel sits, and has asked what it wanted to ask."""
    _sent(tale)
    case.settle(tale, tale.plan.sent + 3)
    case.declare(tale, tale.seats, day=tale.plan.sent + 4)
    judging.ask(tale, tale.plan.sent + 8)
    judging.talk(tale, tale.plan.sent + 14)


def _decided(tale: Tale, outcome: Outcome) -> None:
    _reviewed(tale)
    day = tale.plan.sent
    judging.assess(tale, tale.seats, day + 18)
    judging.decide(tale, outcome, day + 26)
    case.release(tale, day + 30)


def awarded(tale: Tale) -> None:
    _decided(tale, Outcome.AWARD)
    planning.report(tale)


def assessing(tale: Tale) -> None:
    """One assessment is in, one is a draft, and one has not been begun."""
    _reviewed(tale)
    judging.assess(tale, tale.seats[1:2], tale.plan.sent + 18)
    judging.begin_to_assess(tale, tale.seats[0], tale.plan.sent + 20)


def changes(tale: Tale) -> None:
    """Sent back; two of three points have their answer."""
    _decided(tale, Outcome.CHANGES)
    planning.write_again(tale, tale.plan.sent + 38)
    judging.answer_what_came_back(tale, tale.plan.sent + 40)


def not_yet(tale: Tale) -> None:
    _decided(tale, Outcome.NOT_YET)


def extended(tale: Tale) -> None:
    """Complete, not sent, and its year would be over by now."""
    planning.write(tale)
    extend_due_date(
        organisation=tale.organisation,
        stage="silver",
        due_on=london_date(tale.days.slot(tale.days.today + tale.plan.more_days, 9)),
        reason=tale.plan.more_time,
        actor=tale.cast.second_officer,
        at=tale.days.at(tale.days.today - 9, 16),
    )


@dataclass(frozen=True)
class PlanStory:
    label: str
    tell: Callable[[Tale], None]


PLAN_STORIES: dict[str, PlanStory] = {
    "begun": PlanStory("a plan, just begun", planning.write),
    "writing": PlanStory("a plan, half written", planning.write),
    "two_writers": PlanStory("a plan, half written by two people", planning.write),
    "late": PlanStory("a plan that is late", planning.write),
    "extended": PlanStory("a plan that is ready, with more time for it", extended),
    "submitted": PlanStory("a plan that waits for a panel", _sent),
    "assessing": PlanStory("a plan in review", assessing),
    "changes": PlanStory("a plan that was sent back, half answered", changes),
    "not_yet": PlanStory("not yet, with a letter", not_yet),
    "silver": PlanStory("holds Silver", awarded),
}

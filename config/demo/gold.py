"""How far an evidence portfolio has come: one function for each state that it can be in."""

from collections.abc import Callable
from dataclasses import dataclass

from champions.choices import Outcome
from config.demo import case, gathering, judging, visits
from config.demo.tale import Tale


def _sent(tale: Tale) -> None:
    gathering.write(tale)
    gathering.send(tale)


def _reviewed(tale: Tale) -> int:
    """The panel sits, and has asked what it wanted to ask. Gives the day on which it was sent."""
    _sent(tale)
    day = tale.plan.sent + tale.portfolio.sent
    case.settle(tale, day + 3)
    case.declare(tale, tale.seats, day=day + 4)
    judging.ask(tale, day + 8)
    judging.talk(tale, day + 14)
    for number, table in enumerate(tale.portfolio.visits):
        visits.visit(tale, table, day + 15 + 6 * number)
    return day


def _decided(tale: Tale, outcome: Outcome) -> int:
    day = _reviewed(tale)
    judging.assess(tale, tale.seats, day + 18)
    judging.decide(tale, outcome, day + 26)
    case.release(tale, day + 30)
    return day


def awarded(tale: Tale) -> None:
    _decided(tale, Outcome.AWARD)


def assessing(tale: Tale) -> None:
    """One assessment is in, one is a draft, and one has not been begun."""
    day = _reviewed(tale)
    judging.assess(tale, tale.seats[1:2], day + 18)
    judging.begin_to_assess(tale, tale.seats[0], day + 20)


def changes(tale: Tale) -> None:
    """Sent back; one of two points has its answer, and the evidence that goes with it."""
    day = _decided(tale, Outcome.CHANGES)
    gathering.gather_again(tale)
    judging.answer_what_came_back(tale, day + 42)


@dataclass(frozen=True)
class PortfolioStory:
    label: str
    tell: Callable[[Tale], None]


PORTFOLIO_STORIES: dict[str, PortfolioStory] = {
    "gold_writing": PortfolioStory("a Gold portfolio, half written by two people", gathering.write),
    "gold_submitted": PortfolioStory("a Gold portfolio that waits for a panel", _sent),
    "gold_assessing": PortfolioStory("a Gold portfolio in review", assessing),
    "gold_changes": PortfolioStory("a Gold portfolio that was sent back, half answered", changes),
    "gold": PortfolioStory("holds Gold", awarded),
    "platinum_writing": PortfolioStory("a Platinum portfolio, half written", gathering.write),
}

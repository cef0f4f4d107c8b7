"""What a rule may look at beside the one thing it judges; counted once for the whole portfolio."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from awards.scheme import Scheme
from portfolios.records import ItemRecord, PortfolioRecord
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.words import plain


@dataclass(frozen=True)
class Around:
    coverage: Coverage
    # Today's date in London.
    on: date

    @property
    def record(self) -> PortfolioRecord:
        return self.coverage.record

    @property
    def scheme(self) -> Scheme:
        return self.coverage.scheme

    @cached_property
    def items(self) -> tuple[ItemRecord, ...]:
        """The evidence that may be shown."""
        return tuple(item for item in self.record.items if not item.hidden)

    @cached_property
    def titles(self) -> Counter[str]:
        return Counter(plain(item.title) for item in self.items)

    @cached_property
    def answers(self) -> Counter[str]:
        """How often each answer was given; to the same question it can be given only once."""
        return Counter(plain(told.text) for told in self.record.narratives)

    @cached_property
    def middle(self) -> date | None:
        """Half way through the plan, from its first milestone to its last action.

        None while no dates tell.
        """
        days = [
            day
            for action in self.record.actions
            for day in (
                *(action.ends_on, action.done_on),
                *(m.due_on for m in action.milestones),
                *(m.done_on for m in action.milestones),
            )
            if day is not None
        ]
        if not days or min(days) == max(days):
            return None
        return min(days) + timedelta(days=(max(days) - min(days)).days // 2)

    def code_here(self, code: str) -> str:
        """`{stage}` stands for the stage of the portfolio: some criteria are asked by both."""
        return code.replace("{stage}", self.record.stage)

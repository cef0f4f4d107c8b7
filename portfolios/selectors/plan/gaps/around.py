"""What a rule may look at beside the one thing it judges; counted once for the whole plan."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from awards.scheme import LadderLevel, Scheme
from portfolios.records import ActionRecord, MilestoneRecord, PlanRecord
from portfolios.selectors.words import answered, mentions, plain


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone with the action it belongs to."""

    action: ActionRecord
    milestone: MilestoneRecord


@dataclass(frozen=True)
class Around:
    scheme: Scheme
    record: PlanRecord
    # Today's date in London.
    on: date

    @cached_property
    def titles(self) -> Counter[str]:
        return Counter(plain(action.title) for action in self.record.actions)

    @cached_property
    def descriptions(self) -> Counter[str]:
        return Counter(plain(action.description) for action in self.record.actions)

    @cached_property
    def actions(self) -> frozenset[str]:
        return frozenset(action.id for action in self.record.actions)

    @cached_property
    def partners(self) -> frozenset[str]:
        return frozenset(partner.id for partner in self.record.partners)

    @cached_property
    def measures(self) -> frozenset[str]:
        return frozenset(measure.id for measure in self.record.measures)

    @cached_property
    def measures_in_use(self) -> frozenset[str]:
        return frozenset(id for action in self.record.actions for id in action.measures)

    @cached_property
    def four_cs(self) -> frozenset[str]:
        return frozenset(four_c.code for four_c in self.scheme.four_cs)

    @cached_property
    def four_cs_in_use(self) -> frozenset[str]:
        return frozenset(action.four_c for action in self.record.actions)

    @cached_property
    def principles(self) -> frozenset[str]:
        return frozenset(principle.code for principle in self.scheme.principles)

    @cached_property
    def principles_in_use(self) -> frozenset[str]:
        return frozenset(code for action in self.record.actions for code in action.principles)

    @cached_property
    def ladder(self) -> dict[str, LadderLevel]:
        return {level.code: level for level in self.scheme.ladder}

    @property
    def lowest_level(self) -> LadderLevel:
        return self.scheme.ladder[0]


Check = Callable[[Around, Any], bool]


def has(name: str) -> Check:
    """The text of this field is answered."""

    def check(around: Around, thing: Any) -> bool:
        return answered(getattr(thing, name))

    return check


def chosen(name: str, *known: str) -> Check:
    """One of the known answers is chosen."""

    def check(around: Around, thing: Any) -> bool:
        return getattr(thing, name) in known

    return check


def dated(name: str) -> Check:
    def check(around: Around, thing: Any) -> bool:
        return getattr(thing, name) is not None

    return check


def speaks_of(name: str, words: Any) -> Check:
    """The text of this field has one of these words; a text that is not there yet passes."""

    def check(around: Around, thing: Any) -> bool:
        return mentions(getattr(thing, name), words)

    return check

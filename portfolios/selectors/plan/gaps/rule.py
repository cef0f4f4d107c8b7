"""What a rule of the gap check is, and what it finds."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from portfolios.choices import ActionPart, PlanSection
from portfolios.records import PlanRecord
from portfolios.selectors.gaps import Kind


class Smart(TextChoices):
    """The five letters of SMART, asked of every action (scheme.md 9)."""

    SPECIFIC = "specific", "Specific"
    MEASURABLE = "measurable", "Measurable"
    ACHIEVABLE = "achievable", "Achievable"
    REALISTIC = "realistic", "Realistic"
    TIME_SCALED = "time_scaled", "Time-scaled"


class AppliesTo(TextChoices):
    """What a rule looks at, one at a time."""

    PLAN = "plan", "The whole plan"
    FOUR_C = "four_c", "Each of the 4Cs"
    ACTION = "action", "Each action"
    MILESTONE = "milestone", "Each milestone"
    BARRIER = "barrier", "Each barrier"
    MEASURE = "measure", "Each measure or standard"
    PARTNER = "partner", "Each partner"
    LEVEL = "level", "Each level of engagement"


Change = Mapping[str, Any] | Callable[[PlanRecord], PlanRecord]


@dataclass(frozen=True, slots=True)
class Example:
    """In words for people; and for the tests, what to change in a good plan.

    A mapping changes the first thing that the rule applies to; a function changes the whole plan.
    """

    words: str
    change: Change


def written(name: str, text: str, /, **more: Any) -> Example:
    """Somebody wrote this text in this field."""
    return Example(f"“{text}”", {**more, name: text})


def blank(name: str) -> Example:
    """Nobody has answered yet."""
    return Example("Nothing is written here yet.", {name: ""})


def shown(words: str, /, **change: Any) -> Example:
    return Example(words, change)


@dataclass(frozen=True, slots=True)
class Rule:
    # For ever, such as `specific.title`: tests, docs and figures name a rule by it.
    code: str
    kind: Kind
    # What a person reads. It says what to do, and never whose fault it is.
    sentence: str
    # One of the stage's criteria, or one of the checks of champions.
    criterion: str
    applies_to: AppliesTo
    # Where it is put right: the page, and the name of the field on it.
    page: ActionPart | PlanSection
    field: str
    # Is all well? Asked of the plan around, and of the thing itself.
    met: Callable[[Any, Any], bool] = dataclasses.field(repr=False)
    passing: Example = dataclasses.field(repr=False)
    failing: Example = dataclasses.field(repr=False)
    smart: Smart | None = None
    # Names what is meant, when the sentence cannot: it is put at its end.
    listed: Callable[[Any], str] | None = dataclasses.field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gap is put right: a page of the plan, and the field on it."""

    page: ActionPart | PlanSection
    # The name of the form's field; empty where the page itself is meant.
    field: str = ""
    # Ids of the record: the action whose page it is, its milestone, or the item of a list.
    action: str = ""
    milestone: str = ""
    item: str = ""
    # A code of the edition, when an action is still to be added under one of the 4Cs.
    four_c: str = ""

    def is_at(
        self,
        page: ActionPart | PlanSection,
        *,
        action: str = "",
        milestone: str = "",
        item: str = "",
    ) -> bool:
        """Whether it is on this very page; what is not named may be any."""
        return (
            self.page == page
            and (not action or self.action == action)
            and (not milestone or self.milestone == milestone)
            and (not item or self.item == item)
        )


@dataclass(frozen=True, slots=True)
class Gap:
    rule: Rule
    sentence: str
    about: Place
    # The name of the action, barrier … as people know it; empty for the whole plan.
    subject: str = ""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def kind(self) -> Kind:
        return self.rule.kind

    @property
    def is_missing(self) -> bool:
        return self.rule.kind == Kind.MISSING

    @property
    def after_subject(self) -> str:
        """The sentence as it goes on after “Quiet room: ”."""
        return self.sentence[0].lower() + self.sentence[1:] if self.subject else self.sentence

    @property
    def full(self) -> str:
        """For pages that show the whole plan: it names what it is about."""
        return f"{self.subject}: {self.after_subject}" if self.subject else self.sentence

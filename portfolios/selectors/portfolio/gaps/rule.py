"""What a rule of a portfolio's gap check is, and what it finds."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from portfolios.choices import PortfolioSection
from portfolios.records import PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.gaps.around import Around


class AppliesTo(TextChoices):
    """What a rule looks at, one at a time."""

    PORTFOLIO = "portfolio", "The whole portfolio"
    QUESTION = "question", "Each question"
    CRITERION = "criterion", "Each criterion"
    PRINCIPLE = "principle", "Each principle"
    ITEM = "item", "Each piece of evidence"
    FOUR_C = "four_c", "Each of the 4Cs"
    ACTION = "action", "Each action of the plan"
    MILESTONE = "milestone", "Each milestone of the plan"
    MEASURE = "measure", "Each measure of the plan"
    LEVEL = "level", "Each level of engagement"


class ItemPage(TextChoices):
    """The pages of one piece of evidence."""

    ITEM = "item", "What it is"
    FILES = "files", "Files"
    SHOWS = "shows", "What it shows"
    CONSENT = "consent", "People in it"


@dataclass(frozen=True, slots=True)
class Example:
    """In words for people; and for the tests, how to change a good portfolio."""

    words: str
    change: Callable[[PortfolioRecord], PortfolioRecord]
    # Codes of rules that cannot but find something as well.
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    # For ever, such as `shown.criterion`: tests, docs and figures name a rule by it.
    code: str
    kind: Kind
    # What a person reads. It says what to do, and never whose fault it is.
    sentence: str
    applies_to: AppliesTo
    # Where it is put right: the part, the page of a piece of evidence, and the field on it.
    section: PortfolioSection
    field: str
    # Is all well? Asked of the portfolio around, and of the thing itself.
    met: Callable[[Around, Any], bool] = dataclasses.field(repr=False)
    passing: Example = dataclasses.field(repr=False)
    failing: Example = dataclasses.field(repr=False)
    page: ItemPage | None = None
    # The one question that it reads, where it reads no other; `{stage}` stands for the stage.
    only: str = ""
    # The criterion or check of champions that it is about; empty for that of its question or part.
    asked: str = ""
    # The stages that ask it.
    stages: tuple[str, ...] = ("gold", "platinum")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gap is put right: a page of the portfolio or of a piece of evidence, and the field on it."""

    section: PortfolioSection
    # The code of a question, of a level of engagement, or of one of the 4Cs.
    code: str = ""
    # Ids of the record.
    item: str = ""
    action: str = ""
    milestone: str = ""
    measure: str = ""
    page: ItemPage | None = None
    # The name of the form's field; empty where the page itself is meant.
    field: str = ""

    def is_at(self, other: "Place") -> bool:
        """Whether it is on that very page, whatever the field."""
        return (self.section, self.code, self.item, self.action, self.measure) == (
            other.section,
            other.code,
            other.item,
            other.action,
            other.measure,
        )


@dataclass(frozen=True, slots=True)
class Gap:
    rule: Rule
    sentence: str
    about: Place
    # The name of the criterion, the piece of evidence … as people know it.
    subject: str = ""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def is_missing(self) -> bool:
        return self.rule.kind == Kind.MISSING

    @property
    def after_subject(self) -> str:
        """The sentence as it goes on after “Voice: ”."""
        return self.sentence[0].lower() + self.sentence[1:] if self.subject else self.sentence

    @property
    def full(self) -> str:
        """For pages that show the whole portfolio: it names what it is about."""
        return f"{self.subject}: {self.after_subject}" if self.subject else self.sentence

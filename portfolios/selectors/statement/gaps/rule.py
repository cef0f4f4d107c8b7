"""What a rule of a statement's gap check is, and what it finds. The shape is that of a portfolio's."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import TextChoices

from awards.scheme import Scheme, edition
from portfolios.choices import StatementSection
from portfolios.records import ItemRecord, StatementRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.portfolio.gaps import Around as AroundPortfolio


class AppliesTo(TextChoices):
    """What a rule looks at, one at a time."""

    STATEMENT = "statement", "The whole statement"
    CRITERION = "criterion", "Each criterion"
    PIECE = "piece", "Each piece of evidence under a criterion"
    ITEM = "item", "Each piece of evidence"


@dataclass(frozen=True)
class Around:
    """What a rule may look at beside the one thing it judges."""

    record: StatementRecord
    # Today's date in London.
    on: date
    # A lead has signed it as it stands.
    signed: bool

    @property
    def scheme(self) -> Scheme:
        return edition(self.record.portfolio.edition)

    @cached_property
    def shown(self) -> dict[str, ItemRecord]:
        """The evidence that may be shown."""
        return {item.id: item for item in self.record.portfolio.items if not item.hidden}

    @cached_property
    def of_portfolio(self) -> AroundPortfolio:
        """For the rules that a portfolio has, too."""
        return AroundPortfolio(Coverage(self.record.portfolio), self.on)


Change = Callable[[StatementRecord], StatementRecord]


@dataclass(frozen=True, slots=True)
class Example:
    """In words for people; and for the tests, how to change a good statement."""

    words: str
    change: Change
    # Codes of rules that cannot but find something as well.
    also: tuple[str, ...] = ()
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    # For ever, such as `affirm.state`.
    code: str
    kind: Kind
    # What a person reads. It says what to do, and never whose fault it is.
    sentence: str
    applies_to: AppliesTo
    section: StatementSection
    # Where on the page it is put right.
    field: str
    # Is all well? Asked of the statement around, and of the thing itself.
    met: Callable[[Around, Any], bool] = dataclasses.field(repr=False)
    passing: Example = dataclasses.field(repr=False)
    failing: Example = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gap is put right: a page of the statement or of a piece of evidence, and the field on it."""

    section: StatementSection
    # Of a criterion.
    code: str = ""
    # The id of a piece of evidence; without a code it is put right on its own page.
    item: str = ""
    field: str = ""

    def is_at(self, other: "Place") -> bool:
        """Whether it is on that very page, whatever the field."""
        return (self.section, self.code) == (other.section, other.code)


@dataclass(frozen=True, slots=True)
class Gap:
    rule: Rule
    sentence: str
    about: Place
    # The name of the criterion, the piece of evidence … as people know it.
    subject: str = ""
    # Its title alone, of a piece of evidence under a criterion.
    piece: str = ""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def is_missing(self) -> bool:
        return self.rule.kind == Kind.MISSING

    @property
    def full(self) -> str:
        """For pages that show the whole statement: it names what it is about."""
        return self._of(self.subject)

    @property
    def on_page(self) -> str:
        """For the criterion's own page: two pieces that were not looked at are told apart."""
        return self._of(self.piece)

    def _of(self, subject: str) -> str:
        if not subject:
            return self.sentence
        return f"{subject}: {self.sentence[0].lower()}{self.sentence[1:]}"

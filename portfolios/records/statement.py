"""A re-validation statement as plain values: checked, sent, compared and judged."""

from dataclasses import dataclass
from datetime import date

from portfolios.records.portfolio import PortfolioRecord


@dataclass(frozen=True, slots=True)
class AffirmedItemRecord:
    """A piece of evidence under one criterion; itself it stands among the portfolio's `items`."""

    id: str
    # It was part of what the award that is renewed was given for.
    carried: bool = False
    still_true_on: date | None = None


@dataclass(frozen=True, slots=True)
class AffirmationRecord:
    # Of a criterion of the edition.
    code: str
    # A value of `Affirmed`, or nothing yet.
    state: str = ""
    # What is new, or why nothing is.
    text: str = ""
    items: tuple[AffirmedItemRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """The difference. `portfolio` holds the chosen evidence, so whatever reads evidence works alike."""

    portfolio: PortfolioRecord
    # In the edition's order, one for each criterion of the stage.
    affirmations: tuple[AffirmationRecord, ...] = ()
    who: str = ""
    how: str = ""
    # The award that it renews: the reference of its application, and the day it was given.
    renews: str = ""
    renews_awarded_on: date | None = None

    def affirmation(self, code: str) -> AffirmationRecord | None:
        return next((each for each in self.affirmations if each.code == code), None)

"""The gap check of a portfolio: what is still needed, and what could be stronger (docs/portfolios.md).

One table of rules judges a `PortfolioRecord`. It reads no database and asks no clock.
"""

from portfolios.selectors.portfolio.gaps.finding import gaps_of, missing_of
from portfolios.selectors.portfolio.gaps.rule import (
    AppliesTo,
    Around,
    Example,
    Gap,
    ItemPage,
    Place,
    Rule,
)
from portfolios.selectors.portfolio.gaps.table import RULES

__all__ = [
    "RULES",
    "AppliesTo",
    "Around",
    "Example",
    "Gap",
    "ItemPage",
    "Place",
    "Rule",
    "gaps_of",
    "missing_of",
]

"""The gap check of a portfolio: what is still needed, and what could be stronger (docs/portfolios.md).

One table of rules judges a `PortfolioRecord`. It reads no database and asks no clock.
"""

from portfolios.selectors.gaps import Kind, State
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.finding import gaps_of, missing_of
from portfolios.selectors.portfolio.gaps.grouping import (
    CriterionGroup,
    SectionGroup,
    by_criterion,
    by_section,
    rules_by_section,
)
from portfolios.selectors.portfolio.gaps.places import address, anchor
from portfolios.selectors.portfolio.gaps.rule import (
    AppliesTo,
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
    "CriterionGroup",
    "Example",
    "Gap",
    "ItemPage",
    "Kind",
    "Place",
    "Rule",
    "SectionGroup",
    "State",
    "address",
    "anchor",
    "by_criterion",
    "by_section",
    "gaps_of",
    "missing_of",
    "rules_by_section",
]

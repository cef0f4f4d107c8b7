"""The gap check: what a plan still needs, and what could be stronger (docs/plans.md).

One table of rules judges a `PlanRecord`. It reads no database and asks no clock.
"""

from portfolios.selectors.gaps import Group, Kind, State
from portfolios.selectors.plan.gaps.finding import gaps_of, missing_of
from portfolios.selectors.plan.gaps.grouping import (
    CriterionGroup,
    FourCGroup,
    Letter,
    by_criterion,
    by_four_c,
    rules_by_criterion,
    smart_of,
)
from portfolios.selectors.plan.gaps.places import address, anchor
from portfolios.selectors.plan.gaps.rule import (
    AppliesTo,
    Example,
    Gap,
    Place,
    Rule,
    Smart,
)
from portfolios.selectors.plan.gaps.table import RULES

__all__ = [
    "RULES",
    "AppliesTo",
    "CriterionGroup",
    "Example",
    "FourCGroup",
    "Gap",
    "Group",
    "Kind",
    "Letter",
    "Place",
    "Rule",
    "Smart",
    "State",
    "address",
    "anchor",
    "by_criterion",
    "by_four_c",
    "gaps_of",
    "missing_of",
    "rules_by_criterion",
    "smart_of",
]

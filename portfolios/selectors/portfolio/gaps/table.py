"""Every rule of the gap check, in the order of the task list."""

from functools import cache

from portfolios.selectors.portfolio.gaps import evidence, report, told
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Rule

RULES: tuple[Rule, ...] = (*evidence.RULES, *report.RULES, *told.RULES)


@cache
def rules_for(thing: AppliesTo) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.applies_to == thing)

"""Every rule of the gap check, in the order of the plan's pages."""

from collections.abc import Iterable

from portfolios.choices import ActionPart, PlanSection
from portfolios.selectors.plan.gaps import (
    achievable,
    ladder,
    measurable,
    specific,
    timely,
    together,
    whole,
)
from portfolios.selectors.plan.gaps.rule import AppliesTo, Rule

_PAGES = (*ActionPart, *PlanSection)


def _in_page_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: _PAGES.index(rule.page)))


RULES: tuple[Rule, ...] = _in_page_order(
    (
        *specific.RULES,
        *together.RULES,
        *ladder.RULES,
        *timely.RULES,
        *achievable.RULES,
        *measurable.RULES,
        *whole.RULES,
    )
)


def rules_for(thing: AppliesTo) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.applies_to == thing)

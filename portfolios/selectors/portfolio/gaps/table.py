"""Every rule of the gap check, in the order of the task list."""

from collections.abc import Iterable
from functools import cache

from portfolios.choices import PortfolioSection
from portfolios.selectors.portfolio.gaps import answers, consent, evidence, report, told, whole
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Rule

_SECTIONS = tuple(PortfolioSection)


def _in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: _SECTIONS.index(rule.section)))


RULES: tuple[Rule, ...] = _in_order(
    (
        *whole.RULES,
        *evidence.RULES,
        *consent.RULES,
        *report.RULES,
        *told.RULES,
        *answers.RULES,
    )
)


@cache
def rules_for(thing: AppliesTo) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.applies_to == thing)

"""The gaps as a page shows them: by criterion, by each of the 4Cs, and SMART for one action."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.scheme import Check, Criterion, FourC, Scheme, edition
from portfolios.choices import PLAN_STAGE, PlanSection
from portfolios.records import ActionRecord, PlanRecord
from portfolios.selectors.gaps import Group
from portfolios.selectors.plan.gaps.rule import AppliesTo, Gap, Rule, Smart
from portfolios.selectors.plan.gaps.table import RULES

_OF_ACTIONS = frozenset(
    rule.criterion for rule in RULES if rule.applies_to in (AppliesTo.ACTION, AppliesTo.MILESTONE)
)


@dataclass(frozen=True)
class CriterionGroup(Group[Gap]):
    asked: Criterion | Check


@dataclass(frozen=True)
class FourCGroup(Group[Gap]):
    four_c: FourC
    actions: tuple[ActionRecord, ...]


@dataclass(frozen=True)
class Letter(Group[Gap]):
    smart: Smart

    @property
    def initial(self) -> str:
        return str(self.smart.label[0])


def by_criterion(record: PlanRecord, gaps: Iterable[Gap]) -> tuple[CriterionGroup, ...]:
    """Each criterion of the stage, then each check that champions make, in the edition's order.

    While a plan has no action at all, adding one is what every criterion about actions waits for:
    such a gap then stands under each of them.
    """
    found = tuple(gaps)
    first = (
        ()
        if record.actions
        else tuple(gap for gap in found if gap.rule.applies_to == AppliesTo.FOUR_C)
    )
    groups = []
    for asked in edition(record.edition).asked_of_champions(PLAN_STAGE):
        own = tuple(gap for gap in found if gap.rule.criterion == asked.code)
        more = tuple(gap for gap in first if gap not in own) if asked.code in _OF_ACTIONS else ()
        groups.append(CriterionGroup(gaps=(*more, *own), asked=asked))
    return tuple(groups)


def rules_by_criterion(scheme: Scheme) -> tuple[tuple[Criterion | Check, tuple[Rule, ...]], ...]:
    """The table as people read it; what no rule is about is left out."""
    parts = []
    for asked in scheme.asked_of_champions(PLAN_STAGE):
        rules = tuple(rule for rule in RULES if rule.criterion == asked.code)
        if rules:
            parts.append((asked, rules))
    return tuple(parts)


def by_four_c(record: PlanRecord, gaps: Iterable[Gap]) -> tuple[FourCGroup, ...]:
    """Each of the 4Cs with its actions, and what is missing there or in them."""
    found = tuple(gaps)
    groups = []
    for four_c in edition(record.edition).four_cs:
        actions = record.actions_of(four_c.code)
        ids = {action.id for action in actions}
        own = tuple(
            gap for gap in found if gap.about.four_c == four_c.code or gap.about.action in ids
        )
        groups.append(FourCGroup(gaps=own, four_c=four_c, actions=actions))
    return tuple(groups)


def smart_of(action: ActionRecord, gaps: Iterable[Gap]) -> tuple[Letter, ...]:
    """The five letters of one action. What is missing in a measure that it uses counts here too."""
    found = tuple(gap for gap in gaps if _is_about(action, gap))
    return tuple(
        Letter(gaps=tuple(gap for gap in found if gap.rule.smart == smart), smart=smart)
        for smart in Smart
    )


def _is_about(action: ActionRecord, gap: Gap) -> bool:
    if gap.about.page == PlanSection.MEASURES and gap.about.item:
        return gap.about.item in action.measures
    return gap.about.action == action.id

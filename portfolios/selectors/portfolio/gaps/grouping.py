"""The gaps as a page shows them: by what champions look for, and by the parts of the portfolio."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.scheme import Check, Criterion, edition
from portfolios.choices import PortfolioSection
from portfolios.records import PortfolioRecord
from portfolios.selectors.gaps import Group
from portfolios.selectors.portfolio.gaps.rule import Gap, Rule
from portfolios.selectors.portfolio.gaps.table import RULES
from portfolios.selectors.portfolio.questions import SECTIONS

# What each part is read for, where a gap is about no criterion of its own (scheme.md 19).
_LOOKED_AT_FOR = {
    PortfolioSection.EVIDENCE: "check.genuine",
    PortfolioSection.REPORT: "check.carried_out",
    PortfolioSection.WITH: "check.genuine",
    PortfolioSection.IMPACT: "check.principles",
    PortfolioSection.LEVELS: "check.genuine",
    PortfolioSection.LAW: "platinum.law",
    PortfolioSection.SUSTAIN: "check.sustained",
}


@dataclass(frozen=True)
class CriterionGroup(Group[Gap]):
    asked: Criterion | Check


@dataclass(frozen=True)
class SectionGroup(Group[Gap]):
    section: PortfolioSection


def by_criterion(record: PortfolioRecord, gaps: Iterable[Gap]) -> tuple[CriterionGroup, ...]:
    """Each criterion of the stage, then each check that champions make; every gap stands once."""
    scheme = edition(record.edition)
    criteria = frozenset(criterion.code for criterion in scheme.criteria_for(record.stage))
    found = [(asked_by(gap, criteria), gap) for gap in gaps]
    return tuple(
        CriterionGroup(tuple(gap for code, gap in found if code == asked.code), asked)
        for asked in scheme.asked_of_champions(record.stage)
    )


def asked_by(gap: Gap, criteria: frozenset[str]) -> str:
    """The criterion or the check that waits for it."""
    if gap.rule.asked:
        return gap.rule.asked
    if gap.about.code in criteria:
        return gap.about.code
    if gap.about.code.startswith("policy."):
        return "check.alignment"
    return _LOOKED_AT_FOR[gap.about.section]


def by_section(record: PortfolioRecord, gaps: Iterable[Gap]) -> tuple[SectionGroup, ...]:
    """The parts of the task list."""
    found = tuple(gaps)
    return tuple(
        SectionGroup(tuple(gap for gap in found if gap.about.section == section), section)
        for section in SECTIONS[record.stage]
    )


def rules_by_section(stage: str) -> tuple[tuple[PortfolioSection, tuple[Rule, ...]], ...]:
    """The table as people read it; a part that no rule is about is left out."""
    rules = [rule for rule in RULES if stage in rule.stages]
    parts = (
        (section, tuple(rule for rule in rules if rule.section == section))
        for section in SECTIONS[stage]
    )
    return tuple((section, own) for section, own in parts if own)

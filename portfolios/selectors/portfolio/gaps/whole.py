"""The evidence taken together: that there is some, of several kinds, new, and seen by both sides."""

import re
from dataclasses import replace
from datetime import date, timedelta

from awards.scheme import FourC
from portfolios.choices import Engagement, PortfolioSection
from portfolios.records import ItemRecord, LevelRecord, PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.coverage import is_shown
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.changing import (
    answer,
    as_it_is,
    both,
    every,
    first,
    no_evidence_for,
)
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Example, ItemPage, Rule
from portfolios.selectors.words import answered, mentions

EVIDENCE, LEVELS = PortfolioSection.EVIDENCE, PortfolioSection.LEVELS
RECENT = timedelta(days=365)


def has_evidence(around: Around, record: PortfolioRecord) -> bool:
    return bool(around.items)


def has_several_kinds(around: Around, record: PortfolioRecord) -> bool:
    return len({item.kind for item in around.items if item.kind}) != 1


def is_recent(around: Around, record: PortfolioRecord) -> bool:
    days = [item.happened_on for item in around.items if item.happened_on]
    return not days or around.on - max(days) <= RECENT


def people_were_asked(around: Around, record: PortfolioRecord) -> bool:
    """Whether it was co-production is for those to say who took part (scheme.md 9, 12)."""
    return not around.items or any(item.ladder_theirs for item in around.items)


def says_how_they_know(around: Around, item: ItemRecord) -> bool:
    return not item.ladder_theirs or answered(item.ladder_said)


def fits_a_policy(around: Around, record: PortfolioRecord) -> bool:
    """Champions look at how the work fits them (scheme.md 19); Gold has no question of its own for it."""
    policies = around.scheme.policies
    if any(item.shows_any(policy.code for policy in policies) for item in around.items):
        return True
    told = " ".join(narrative.text for narrative in record.narratives)
    names = (_short(policy.name, around.scheme.authority.name) for policy in policies)
    return answered(told) and mentions(
        told, re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
    )


def _short(name: str, city: str) -> str:
    """As people say it: “SEND Strategy”, without the city and the years."""
    return re.sub(rf"^{re.escape(city)} | \d{{4}}.*$| \([^)]*\)", "", name)


def four_c_is_shown(around: Around, four_c: FourC) -> bool:
    return not around.items or _has_shown(around, four_c.code)


def level_is_told(around: Around, level: LevelRecord) -> bool:
    return bool(level.engagement) and answered(level.text)


def level_is_shown(around: Around, level: LevelRecord) -> bool:
    """Nobody can show what they only plan; and what is not told yet waits for its words."""
    now = level.engagement == Engagement.NOW and level_is_told(around, level)
    return not now or _has_shown(around, level.code)


def _has_shown(around: Around, code: str) -> bool:
    return any(is_shown(item) for item in around.coverage.items_of(code))


def _nothing(record: PortfolioRecord) -> PortfolioRecord:
    """No evidence, and so nothing behind what is told."""
    return replace(record, items=())


# What cannot but find something, too, where there is no evidence at all.
_NEEDS_EVIDENCE = (
    *("shown.criterion", "shown.intrinsic", "shown.principle", "law.shown"),
    *("report.action_shown", "report.measure_shown", "levels.shown"),
)

RULES = (
    Rule(
        code="evidence.some",
        kind=Kind.MISSING,
        sentence="Add your evidence, and say of each piece what it shows.",
        applies_to=AppliesTo.PORTFOLIO,
        section=EVIDENCE,
        field="",
        met=has_evidence,
        passing=Example("There is a piece of evidence that shows a criterion.", as_it_is),
        failing=Example("There is no evidence yet.", _nothing, also=_NEEDS_EVIDENCE),
    ),
    Rule(
        code="variety.kinds",
        kind=Kind.STRONGER,
        sentence="Add evidence of another kind, such as a survey, a case study or minutes.",
        applies_to=AppliesTo.PORTFOLIO,
        section=EVIDENCE,
        field="",
        met=has_several_kinds,
        passing=Example("There are photographs, minutes and a survey.", as_it_is),
        failing=Example("There are only photographs.", every("items", kind="photo")),
    ),
    Rule(
        code="variety.recent",
        kind=Kind.STRONGER,
        sentence="Add something from the last twelve months, so that people see how it is now.",
        applies_to=AppliesTo.PORTFOLIO,
        section=EVIDENCE,
        field="",
        met=is_recent,
        asked="check.impact",
        passing=Example("The newest piece is two months old.", as_it_is),
        failing=Example(
            "The newest piece is from years ago.",
            every("items", happened_on=date(2020, 3, 2)),
            also=("voice.start_to_finish",),
        ),
    ),
    Rule(
        code="ladder.theirs",
        kind=Kind.STRONGER,
        sentence="Ask the people who took part where on the ladder it was, and add it to a piece of evidence.",
        applies_to=AppliesTo.PORTFOLIO,
        section=EVIDENCE,
        field="",
        met=people_were_asked,
        passing=Example("For the forum, pupils said “co-design”.", as_it_is),
        failing=Example(
            "Only the organisation says how it was.",
            every("items", ladder_theirs="", ladder_said=""),
        ),
    ),
    Rule(
        code="ladder.said",
        kind=Kind.STRONGER,
        sentence="Say how you know where people saw it on the ladder.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.SHOWS,
        field="ladder_said",
        met=says_how_they_know,
        passing=Example("“We asked all six at the end of the meeting.”", as_it_is),
        failing=Example(
            "A level is chosen for them, and nobody says how they were asked.",
            first("items", ladder_theirs="ladder.co_design", ladder_said=""),
        ),
    ),
    Rule(
        code="fourc.shown",
        kind=Kind.STRONGER,
        sentence="Add evidence of it, so that all of the 4Cs are there.",
        applies_to=AppliesTo.FOUR_C,
        section=EVIDENCE,
        field="",
        met=four_c_is_shown,
        passing=Example("A survey shows co-assessment.", as_it_is),
        failing=Example("Nothing shows co-design.", no_evidence_for("fourc.co_design")),
    ),
    Rule(
        code="alignment.told",
        kind=Kind.STRONGER,
        sentence="Say which of the city’s plans your work fits, such as the SEND Strategy, and how.",
        applies_to=AppliesTo.PORTFOLIO,
        section=PortfolioSection.CRITERIA,
        field="",
        met=fits_a_policy,
        asked="check.alignment",
        passing=Example(
            "“We answer the SEND Strategy’s wish to hear families early.”",
            both(
                no_evidence_for("policy."),
                answer(
                    "gold.barriers",
                    text="We answer the SEND Strategy’s wish to hear families early.",
                ),
            ),
        ),
        failing=Example(
            "None of the city’s plans is named.",
            both(
                no_evidence_for("policy."),
                answer("gold.barriers", text="Meetings moved to the evening."),
            ),
        ),
        stages=("gold",),
    ),
    Rule(
        code="levels.told",
        kind=Kind.MISSING,
        sentence="Say how people at this level were involved.",
        applies_to=AppliesTo.LEVEL,
        section=LEVELS,
        field="engagement",
        met=level_is_told,
        passing=Example("“Two governors sit on the planning group.”", as_it_is),
        failing=Example("Nothing is written here yet.", first("levels", text="")),
    ),
    Rule(
        code="levels.shown",
        kind=Kind.STRONGER,
        sentence="Add evidence that shows them taking part.",
        applies_to=AppliesTo.LEVEL,
        section=LEVELS,
        field="",
        met=level_is_shown,
        passing=Example("Minutes show governors in the planning group.", as_it_is),
        failing=Example("No piece shows the board.", no_evidence_for("level.board")),
    ),
)

"""What is told in the organisation's own words, and whether evidence stands behind it."""

from dataclasses import replace

from portfolios.choices import PortfolioSection, Strength
from portfolios.records import LevelRecord, NarrativeRecord, PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.gaps.changing import answer, as_it_is, every, first
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Around, Example, Rule
from portfolios.selectors.portfolio.questions import Question
from portfolios.selectors.words import answered

Asked = tuple[Question, NarrativeRecord]
CRITERIA, IMPACT, LEVELS = (
    PortfolioSection.CRITERIA,
    PortfolioSection.IMPACT,
    PortfolioSection.LEVELS,
)


def is_told(around: Around, asked: Asked) -> bool:
    """A law or a policy is told about only where it was ticked."""
    question, told = asked
    if question.is_ticked:
        return told.applies != "yes" or answered(told.text)
    return not question.required or answered(told.text)


def is_shown(around: Around, asked: Asked) -> bool:
    strength = around.coverage.strength(asked[0].code)
    return strength in (Strength.SHOWN, Strength.IMPACT)


def is_shown_where_ticked(around: Around, asked: Asked) -> bool:
    question, told = asked
    return not question.is_ticked or told.applies != "yes" or is_shown(around, asked)


def shows_impact_where_it_must(around: Around, asked: Asked) -> bool:
    """The criterion without which there is no award (scheme.md 14)."""
    criterion = around.coverage.scheme.criterion(asked[0].code)
    return not criterion.intrinsic or around.coverage.strength(criterion.code) == Strength.IMPACT


def has_figures(around: Around, asked: Asked) -> bool:
    return answered(asked[1].before) and answered(asked[1].after)


def law_is_ticked(around: Around, record: PortfolioRecord) -> bool:
    laws = {law.code for law in around.coverage.scheme.legislation}
    return any(told.applies == "yes" and told.code in laws for told in record.narratives)


def level_is_told(around: Around, level: LevelRecord) -> bool:
    return bool(level.engagement) and answered(level.text)


def _only_told(code: str) -> Example:
    def changed(record: PortfolioRecord) -> PortfolioRecord:
        wanted = code.replace("{stage}", record.stage)
        items = (
            replace(item, shows=tuple(c for c in item.shows if c != wanted))
            for item in record.items
        )
        return replace(record, items=tuple(items))

    return Example("It is told, and no evidence shows it.", changed)


RULES = (
    Rule(
        code="told.question",
        kind=Kind.MISSING,
        sentence="Tell it in your own words.",
        applies_to=AppliesTo.QUESTION,
        section=CRITERIA,
        field="text",
        met=is_told,
        passing=Example("“Parents chair the group that …”", as_it_is),
        failing=Example("Nothing is written here yet.", answer("with.power", text="")),
    ),
    Rule(
        code="shown.criterion",
        kind=Kind.MISSING,
        sentence="Add evidence that shows it.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="",
        met=is_shown,
        passing=Example("Minutes and a photograph show it.", as_it_is),
        failing=_only_told("{stage}.training"),
    ),
    Rule(
        code="shown.intrinsic",
        kind=Kind.MISSING,
        sentence="Add evidence that says what changed. There is no award without it.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="",
        met=shows_impact_where_it_must,
        passing=Example("A survey shows it, and says what changed.", as_it_is),
        failing=Example("No piece of evidence says what changed.", every("items", changed="")),
    ),
    Rule(
        code="shown.principle",
        kind=Kind.MISSING,
        sentence="Add evidence of what has changed under this principle.",
        applies_to=AppliesTo.PRINCIPLE,
        section=IMPACT,
        field="",
        met=is_shown,
        passing=Example("A case study shows it.", as_it_is),
        failing=_only_told("principle.3"),
    ),
    Rule(
        code="told.figures",
        kind=Kind.STRONGER,
        sentence="Say how it was before and how it is now, with a number or in people’s own words.",
        applies_to=AppliesTo.PRINCIPLE,
        section=IMPACT,
        field="before",
        met=has_figures,
        passing=Example("“9 of 31 pupils” before, “24 of 31” now", as_it_is),
        failing=Example("There is no “before”.", answer("principle.1", before="")),
    ),
    Rule(
        code="law.some",
        kind=Kind.MISSING,
        sentence="Tick the law and guidance that bears on your work.",
        applies_to=AppliesTo.PORTFOLIO,
        section=PortfolioSection.LAW,
        field="",
        met=law_is_ticked,
        passing=Example("The Children and Families Act is ticked.", as_it_is),
        failing=Example("Nothing is ticked yet.", every("narratives", applies="")),
        stages=("platinum",),
    ),
    Rule(
        code="law.shown",
        kind=Kind.MISSING,
        sentence="Add evidence of the difference it makes.",
        applies_to=AppliesTo.QUESTION,
        section=PortfolioSection.LAW,
        field="",
        met=is_shown_where_ticked,
        passing=Example("A policy shows it.", as_it_is),
        failing=_only_told("law.cfa"),
        stages=("platinum",),
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
)

"""What is told in the organisation's own words, and whether evidence stands behind it."""

from dataclasses import replace

from awards.scheme import edition
from portfolios.choices import PortfolioSection, Strength
from portfolios.records import NarrativeRecord, PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.changing import answer, as_it_is, no_evidence_for, unticked
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Example, Rule
from portfolios.selectors.portfolio.questions import Question
from portfolios.selectors.words import answered

Asked = tuple[Question, NarrativeRecord]
CRITERIA, IMPACT = PortfolioSection.CRITERIA, PortfolioSection.IMPACT


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


def has_impact_once_shown(around: Around, asked: Asked) -> bool:
    """That there is none at all is another rule's."""
    return around.coverage.strength(asked[0].code) != Strength.SHOWN


def policy_is_ticked(around: Around, record: PortfolioRecord) -> bool:
    policies = {policy.code for policy in around.scheme.policies}
    return any(told.applies == "yes" and told.code in policies for told in record.narratives)


def is_shown_from_start_to_finish(around: Around, asked: Asked) -> bool:
    """A voice at the beginning alone is consultation (scheme.md 14)."""
    days = [item.happened_on for item in around.coverage.items_of(asked[0].code)]
    known = [day for day in days if day is not None]
    middle = around.middle
    return middle is None or not known or min(known) <= middle < max(known)


def has_something_new(around: Around, asked: Asked) -> bool:
    """What showed the Gold criterion shows this one too; Platinum asks what came since (scheme.md 16)."""
    carried = around.scheme.criterion(asked[0].code).carries
    if carried is None or not is_shown(around, asked):
        return True
    return any(carried not in item.shows for item in around.coverage.items_of(asked[0].code))


def _only_told(*codes: str, also: tuple[str, ...] = ()) -> Example:
    return Example("It is told, and no evidence shows it.", no_evidence_for(*codes), also)


def _no_change_shown(record: PortfolioRecord) -> PortfolioRecord:
    """One piece alone shows the outcomes, and does not say what changed."""
    code = next(c.code for c in edition(record.edition).criteria_for(record.stage) if c.intrinsic)
    head, *rest = record.items
    others = (
        replace(item, shows=tuple(shown for shown in item.shows if shown != code)) for item in rest
    )
    return replace(record, items=(replace(head, changed=""), *others))


def _one_without_change(record: PortfolioRecord) -> PortfolioRecord:
    """One piece alone shows the principle, and does not say what changed."""
    head, *rest = record.items
    others = (
        replace(item, shows=tuple(shown for shown in item.shows if shown != "principle.3"))
        for item in rest
    )
    return replace(record, items=(replace(head, changed=""), *others))


def _only_at_the_end(record: PortfolioRecord) -> PortfolioRecord:
    days = [item.happened_on for item in record.items if item.happened_on]
    items = (
        item
        if item.happened_on == max(days)
        else replace(item, shows=tuple(shown for shown in item.shows if shown != "gold.voice"))
        for item in record.items
    )
    return replace(record, items=tuple(items))


def _nothing_since(record: PortfolioRecord) -> PortfolioRecord:
    items = (
        replace(item, shows=tuple({*item.shows, "gold.training"}))
        if "platinum.training" in item.shows
        else item
        for item in record.items
    )
    return replace(record, items=tuple(items))


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
        failing=Example(
            "A photograph shows it, and nothing says what changed.",
            _no_change_shown,
            also=("evidence.changed",),
        ),
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
        asked="check.impact",
    ),
    Rule(
        code="impact.principle",
        kind=Kind.STRONGER,
        sentence="Say on one of its pieces of evidence what changed.",
        applies_to=AppliesTo.PRINCIPLE,
        section=IMPACT,
        field="",
        met=has_impact_once_shown,
        passing=Example("A survey shows it, and says what changed.", as_it_is),
        failing=Example(
            "A photograph shows it, and nothing says what changed.",
            _one_without_change,
            also=("evidence.changed",),
        ),
    ),
    Rule(
        code="voice.start_to_finish",
        kind=Kind.STRONGER,
        sentence="Add evidence from the beginning of your plan and from its end.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="gold.voice",
        field="",
        met=is_shown_from_start_to_finish,
        passing=Example("Minutes of the first meeting and of the last one show it.", as_it_is),
        failing=Example("Only something from the end shows it.", _only_at_the_end),
        stages=("gold",),
    ),
    Rule(
        code="carried.new",
        kind=Kind.STRONGER,
        sentence="Add something new since Gold.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="",
        met=has_something_new,
        passing=Example("This year’s course shows it, beside those of Gold.", as_it_is),
        failing=Example("Only evidence that was there for Gold shows it.", _nothing_since),
        stages=("platinum",),
    ),
    Rule(
        code="law.some",
        kind=Kind.MISSING,
        sentence="Tick the law and guidance that applies to your work.",
        applies_to=AppliesTo.PORTFOLIO,
        section=PortfolioSection.LAW,
        field="",
        met=law_is_ticked,
        passing=Example("The Children and Families Act is ticked.", as_it_is),
        failing=Example("Nothing is ticked yet.", unticked("law.")),
        asked="platinum.law",
        stages=("platinum",),
    ),
    Rule(
        code="law.policy",
        kind=Kind.STRONGER,
        sentence="Tick the city’s plans that your work fits, and say what difference they make.",
        applies_to=AppliesTo.PORTFOLIO,
        section=PortfolioSection.LAW,
        field="",
        met=policy_is_ticked,
        asked="check.alignment",
        passing=Example("The SEND Strategy is ticked.", as_it_is),
        failing=Example("None of them is ticked.", unticked("policy.")),
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
)

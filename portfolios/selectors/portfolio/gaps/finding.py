"""Goes through a portfolio with the table of rules: the same portfolio and day always give the same gaps."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portfolios.choices import UNNAMED, PortfolioSection
from portfolios.records import ItemRecord, LevelRecord, NarrativeRecord, PortfolioRecord
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Gap, Place, Rule
from portfolios.selectors.portfolio.gaps.table import rules_for
from portfolios.selectors.portfolio.questions import SECTIONS, Question, questions_of


def gaps_of(record: PortfolioRecord, *, on: date) -> list[Gap]:
    """Everything that is missing or could be stronger, in the order of the task list."""
    around = Around(Coverage(record), on)
    found = [*_whole(around), *_items(around), *_four_cs(around), *_report(around)]
    found += [*_questions(around), *_levels(around)]
    order = SECTIONS[record.stage]
    return sorted(found, key=lambda gap: order.index(gap.about.section))


def missing_of(record: PortfolioRecord, *, on: date) -> list[Gap]:
    """What stands in the way of sending the portfolio."""
    return [gap for gap in gaps_of(record, on=on) if gap.is_missing]


def _whole(around: Around) -> Iterator[Gap]:
    for rule in _unmet(AppliesTo.PORTFOLIO, around, around.record):
        place = Place(rule.section, page=rule.page, field=rule.field)
        yield Gap(rule, rule.sentence, place)


def _items(around: Around) -> Iterator[Gap]:
    for number, item in enumerate(around.record.items, start=1):
        if item.hidden:
            continue
        for rule in _unmet(AppliesTo.ITEM, around, item):
            place = Place(rule.section, item=item.id, page=rule.page, field=rule.field)
            yield Gap(rule, rule.sentence, place, _name(item, number))


def _name(item: ItemRecord, number: int) -> str:
    return item.title or f"Evidence {number}"


def _four_cs(around: Around) -> Iterator[Gap]:
    for four_c in around.coverage.scheme.four_cs:
        for rule in _unmet(AppliesTo.FOUR_C, around, four_c):
            yield Gap(rule, rule.sentence, Place(rule.section, code=four_c.code), four_c.name)


def _report(around: Around) -> Iterator[Gap]:
    for action in around.record.actions:
        for rule in _unmet(AppliesTo.ACTION, around, action):
            place = Place(rule.section, action=action.id, field=rule.field)
            yield Gap(rule, rule.sentence, place, action.title or UNNAMED)
        for milestone in action.milestones:
            for rule in _unmet(AppliesTo.MILESTONE, around, milestone):
                place = Place(
                    rule.section, action=action.id, milestone=milestone.id, field=rule.field
                )
                name = f"{action.title or UNNAMED}, milestone “{milestone.name or UNNAMED}”"
                yield Gap(rule, rule.sentence, place, name)
    for measure in around.record.measures:
        for rule in _unmet(AppliesTo.MEASURE, around, measure):
            place = Place(rule.section, measure=measure.id, field=rule.field)
            yield Gap(rule, rule.sentence, place, measure.name or UNNAMED)


# What each part's questions are, for the rules.
_ASKED = {
    PortfolioSection.CRITERIA: AppliesTo.CRITERION,
    PortfolioSection.IMPACT: AppliesTo.PRINCIPLE,
}


def _questions(around: Around) -> Iterator[Gap]:
    record = around.record
    for question in questions_of(record.edition, record.stage):
        answer = record.narrative(question.code) or NarrativeRecord(question.code)
        things = [AppliesTo.QUESTION]
        if question.section in _ASKED:
            things.append(_ASKED[question.section])
        for thing in things:
            yield from _of_question(around, thing, question, answer)


def _of_question(
    around: Around, thing: AppliesTo, question: Question, answer: NarrativeRecord
) -> Iterator[Gap]:
    for rule in _unmet(thing, around, (question, answer)):
        if rule.only and around.code_here(rule.only) != question.code:
            continue
        # A rule of all questions stands where the question stands.
        place = Place(question.section, code=question.code, field=rule.field)
        yield Gap(rule, rule.sentence, place, question.title)


def _levels(around: Around) -> Iterator[Gap]:
    for level in around.coverage.scheme.engagement_levels:
        answer = around.record.level(level.code) or LevelRecord(level.code)
        for rule in _unmet(AppliesTo.LEVEL, around, answer):
            place = Place(rule.section, code=level.code, field=rule.field)
            yield Gap(rule, rule.sentence, place, level.name)


def _unmet(thing: AppliesTo, around: Around, item: Any) -> Iterator[Rule]:
    stage = around.record.stage
    return (
        rule for rule in rules_for(thing) if stage in rule.stages and not rule.met(around, item)
    )

"""Goes through a plan with the table of rules: the same plan and day always give the same gaps."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from awards.scheme import edition
from portfolios.choices import PlanSection, field_of
from portfolios.records import ActionRecord, LevelRecord, PlanRecord
from portfolios.selectors.plan.gaps.around import Around, Step
from portfolios.selectors.plan.gaps.rule import AppliesTo, Gap, Place, Rule
from portfolios.selectors.plan.gaps.table import rules_for

_RULES = {thing: rules_for(thing) for thing in AppliesTo}


def gaps_of(record: PlanRecord, *, on: date) -> list[Gap]:
    """Everything that is missing or could be stronger, in the order of the plan."""
    around = Around(edition(record.edition), record, on)
    return [*_actions(around), *_lists(around), *_questions(around)]


def missing_of(record: PlanRecord, *, on: date) -> list[Gap]:
    """What stands in the way of sending the plan."""
    return [gap for gap in gaps_of(record, on=on) if gap.is_missing]


def _actions(around: Around) -> Iterator[Gap]:
    for four_c in around.scheme.four_cs:
        for rule in _unmet(AppliesTo.FOUR_C, around, four_c):
            yield Gap(rule, rule.sentence, Place(rule.page, four_c=four_c.code), four_c.name)
    yield from _whole(around, PlanSection.ACTIONS)
    for number, action in enumerate(around.record.actions, start=1):
        subject = action.title or f"Action {number}"
        for rule in _unmet(AppliesTo.ACTION, around, action):
            yield Gap(rule, rule.sentence, _on_action(around, rule, action), subject)
        yield from _milestones(around, action, subject)


def _on_action(around: Around, rule: Rule, action: ActionRecord) -> Place:
    if rule.field == "measures" and not around.record.measures:
        # There is nothing to tick yet: the list of measures comes first.
        return Place(PlanSection.MEASURES, action=action.id)
    return Place(rule.page, rule.field, action=action.id)


def _milestones(around: Around, action: ActionRecord, subject: str) -> Iterator[Gap]:
    for number, milestone in enumerate(action.milestones, start=1):
        for rule in _unmet(AppliesTo.MILESTONE, around, Step(action, milestone)):
            name = f"“{milestone.name}”" if milestone.name else str(number)
            place = Place(rule.page, rule.field, action=action.id, milestone=milestone.id)
            yield Gap(rule, rule.sentence, place, f"{subject}, milestone {name}")


def _lists(around: Around) -> Iterator[Gap]:
    record = around.record
    lists: tuple[tuple[PlanSection, AppliesTo, tuple[Any, ...], str], ...] = (
        (PlanSection.BARRIERS, AppliesTo.BARRIER, record.barriers, "Barrier"),
        (PlanSection.MEASURES, AppliesTo.MEASURE, record.measures, "Measure"),
        (PlanSection.PARTNERS, AppliesTo.PARTNER, record.partners, "Partner"),
    )
    for section, thing, items, word in lists:
        yield from _whole(around, section)
        for number, item in enumerate(items, start=1):
            for rule in _unmet(thing, around, item):
                place = Place(rule.page, rule.field, item=item.id)
                yield Gap(rule, rule.sentence, place, item.name or f"{word} {number}")


def _questions(around: Around) -> Iterator[Gap]:
    for level in around.scheme.engagement_levels:
        answer = around.record.level(level.code) or LevelRecord(level.code)
        for rule in _unmet(AppliesTo.LEVEL, around, answer):
            place = Place(rule.page, field_of(rule.field, level.code))
            yield Gap(rule, rule.sentence, place, level.name)
    yield from _whole(around, PlanSection.POLICIES)


def _whole(around: Around, page: PlanSection) -> Iterator[Gap]:
    """The rules for the whole plan that are put right on this page."""
    for rule in _unmet(AppliesTo.PLAN, around, around.record):
        if rule.page == page:
            sentence = rule.sentence
            if rule.listed is not None:
                sentence = f"{sentence.removesuffix('.')}: {rule.listed(around)}."
            field = rule.field
            if page == PlanSection.POLICIES and around.scheme.policies:
                field = field_of(rule.field, around.scheme.policies[0].code)
            yield Gap(rule, sentence, Place(page, field))


def _unmet(thing: AppliesTo, around: Around, item: Any) -> Iterator[Rule]:
    return (rule for rule in _RULES[thing] if not rule.met(around, item))

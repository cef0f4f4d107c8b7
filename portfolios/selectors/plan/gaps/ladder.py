"""The level of the ladder that children, young people, parents and carers agreed on, and when."""

from dataclasses import replace
from datetime import date

from portfolios.choices import ActionPart, PlanSection
from portfolios.records import ActionRecord, PlanRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.plan.gaps.around import Around, dated, has, speaks_of
from portfolios.selectors.plan.gaps.rule import (
    AppliesTo,
    Example,
    Rule,
    blank,
    shown,
    written,
)
from portfolios.selectors.words import FAMILIES, answered


def is_on_the_ladder(around: Around, action: ActionRecord) -> bool:
    return action.ladder in around.ladder


def nobody_is_forced(around: Around, action: ActionRecord) -> bool:
    """The lowest level is never right; each other one can be, in its place."""
    return action.ladder != around.lowest_level.code


def people_have_a_say(around: Around, action: ActionRecord) -> bool:
    level = around.ladder.get(action.ladder)
    if level is None or level == around.lowest_level:
        return True
    return level.group != "doing to"


def says_why_another_level(around: Around, action: ActionRecord) -> bool:
    level = around.ladder.get(action.ladder)
    if level is None or level.default or level == around.lowest_level:
        return True
    return answered(action.ladder_why)


def is_agreed_already(around: Around, action: ActionRecord) -> bool:
    return action.agreed_on is None or action.agreed_on <= around.on


def reaches_the_top(around: Around, record: PlanRecord) -> bool:
    """Only asked once every action has a level."""
    levels = [action.ladder for action in record.actions]
    if not levels or not all(level in around.ladder for level in levels):
        return True
    return around.scheme.default_ladder_level.code in levels


def _all_consult(record: PlanRecord) -> PlanRecord:
    why = "Families chose this level: they have no time for more this year."
    return replace(
        record,
        actions=tuple(
            replace(action, ladder="ladder.consultation", ladder_why=why)
            for action in record.actions
        ),
    )


RULES = (
    Rule(
        code="ladder.level",
        kind=Kind.MISSING,
        sentence="Choose the level of the ladder that you agreed on.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="ladder",
        met=is_on_the_ladder,
        passing=shown("Co-production is chosen.", ladder="ladder.co_production"),
        failing=shown("No level is chosen yet.", ladder=""),
    ),
    Rule(
        code="ladder.never_forced",
        kind=Kind.MISSING,
        sentence="Agree on another level: it is never right to make people do something.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="ladder",
        met=nobody_is_forced,
        passing=shown("Co-production is chosen.", ladder="ladder.co_production"),
        failing=shown("Coercion is chosen.", ladder="ladder.coercion"),
    ),
    Rule(
        code="ladder.have_a_say",
        kind=Kind.STRONGER,
        sentence="Think about a higher level: at this one, people have no say.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="ladder",
        met=people_have_a_say,
        passing=shown(
            "Consultation is chosen, and the plan says why.",
            ladder="ladder.consultation",
            ladder_why="Parents wanted to be asked first, and to join in next year.",
        ),
        failing=shown(
            "Educating is chosen.",
            ladder="ladder.educating",
            ladder_why="Parents asked for a talk about the new law.",
        ),
    ),
    Rule(
        code="ladder.why",
        kind=Kind.MISSING,
        sentence="Say why another level than co-production is better here.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="ladder_why",
        met=says_why_another_level,
        passing=written(
            "ladder_why",
            "Young people wanted to design it, not to run it.",
            ladder="ladder.co_design",
        ),
        failing=shown(
            "Co-design is chosen, and no reason is given.", ladder="ladder.co_design", ladder_why=""
        ),
    ),
    Rule(
        code="ladder.agreed_with",
        kind=Kind.MISSING,
        sentence="Say which children, young people, parents and carers agreed to that level.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="agreed_with",
        met=has("agreed_with"),
        passing=written("agreed_with", "School council, and eight parents at the coffee morning."),
        failing=blank("agreed_with"),
    ),
    Rule(
        code="ladder.agreed_families",
        kind=Kind.STRONGER,
        sentence="Name the groups of young people, parents or carers who agreed.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="agreed_with",
        met=speaks_of("agreed_with", FAMILIES),
        passing=written("agreed_with", "Ten pupils and five of their parents."),
        failing=written("agreed_with", "The senior leadership team."),
    ),
    Rule(
        code="ladder.agreed_on",
        kind=Kind.MISSING,
        sentence="Say when they agreed.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="agreed_on",
        met=dated("agreed_on"),
        passing=shown("They agreed on 1 October 2026.", agreed_on=date(2026, 10, 1)),
        failing=shown("There is no date yet.", agreed_on=None),
    ),
    Rule(
        code="ladder.agreed_already",
        kind=Kind.MISSING,
        sentence="Check the date: they cannot have agreed yet. It is still to come.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="agreed_on",
        met=is_agreed_already,
        passing=shown("They agreed last month.", agreed_on=date(2026, 10, 1)),
        failing=shown("The date lies in the future.", agreed_on=date(2100, 1, 1)),
    ),
    Rule(
        code="ladder.reach",
        kind=Kind.STRONGER,
        sentence="Plan at least one action at the level of co-production. It is what people expect.",
        criterion="check.plan",
        applies_to=AppliesTo.PLAN,
        page=PlanSection.ACTIONS,
        field="",
        met=reaches_the_top,
        passing=Example("One action is co-production, the others are not.", lambda record: record),
        failing=Example("Every action is consultation.", _all_consult),
    ),
)

"""What will be done, and why: the page “What you will do, and why” of every action."""

from dataclasses import replace

from portfolios.choices import ActionPart
from portfolios.records import ActionRecord, PlanRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.plan.gaps.around import Around, has, speaks_of
from portfolios.selectors.plan.gaps.rule import (
    AppliesTo,
    Example,
    Rule,
    Smart,
    blank,
    shown,
    written,
)
from portfolios.selectors.words import ASKED, is_vague, plain, same


def is_under_a_four_c(around: Around, action: ActionRecord) -> bool:
    return action.four_c in around.four_cs


def says_more_than_its_name(around: Around, action: ActionRecord) -> bool:
    return not same(action.description, action.title)


def says_what_will_happen(around: Around, action: ActionRecord) -> bool:
    return not is_vague(action.description)


def has_its_own_name(around: Around, action: ActionRecord) -> bool:
    name = plain(action.title)
    return not name or around.titles[name] == 1


def has_its_own_words(around: Around, action: ActionRecord) -> bool:
    text = plain(action.description)
    return not text or around.descriptions[text] == 1


def improvement_says_more(around: Around, action: ActionRecord) -> bool:
    return not same(action.improvement, action.description) and not same(
        action.improvement, action.title
    )


def _one_more_action(record: PlanRecord) -> PlanRecord:
    """It is like the first one, but under none of the 4Cs."""
    first = record.actions[0]
    loose = replace(first, id="new", four_c="", title="Garden club", description="We dig beds.")
    return replace(record, actions=(*record.actions, loose))


def _same_name_twice(record: PlanRecord) -> PlanRecord:
    first, second, *others = record.actions
    return replace(record, actions=(first, replace(second, title=first.title.upper()), *others))


def _same_words_twice(record: PlanRecord) -> PlanRecord:
    first, second, *others = record.actions
    copied = replace(second, description=first.description)
    return replace(record, actions=(first, copied, *others))


RULES = (
    Rule(
        code="specific.title",
        kind=Kind.MISSING,
        sentence="Give this action a name, so that everybody knows which one is meant.",
        criterion="silver.actions",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="title",
        met=has("title"),
        passing=written("title", "Quiet room at lunchtime"),
        failing=blank("title"),
    ),
    Rule(
        code="specific.four_c",
        kind=Kind.MISSING,
        sentence="Choose which of the 4Cs this action belongs to.",
        criterion="check.plan",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="four_c",
        met=is_under_a_four_c,
        passing=shown("Co-commissioning is chosen.", four_c="fourc.co_commissioning"),
        failing=Example("None of the four is chosen yet.", _one_more_action),
    ),
    Rule(
        code="specific.description",
        kind=Kind.MISSING,
        sentence="Say what you will do: who does what, where and how often.",
        criterion="silver.actions",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="description",
        met=has("description"),
        passing=written(
            "description", "Six pupils and two teaching assistants open the quiet room every day."
        ),
        failing=written("description", "TBC"),
    ),
    Rule(
        code="specific.more_than_name",
        kind=Kind.STRONGER,
        sentence="Tell people more than the name does: who does what, where and how often?",
        criterion="silver.actions",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="description",
        met=says_more_than_its_name,
        passing=written(
            "description", "Pupils choose the toys and lamps, and open the room daily."
        ),
        failing=written("description", "Quiet room!", title="Quiet room"),
    ),
    Rule(
        code="specific.what_happens",
        kind=Kind.STRONGER,
        sentence="Say what will have happened in the end, so that people can see it.",
        criterion="silver.actions",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="description",
        met=says_what_will_happen,
        passing=written(
            "description",
            "We will explore three layouts with pupils and build the one they choose.",
        ),
        failing=written("description", "We will explore ways to raise awareness where possible."),
    ),
    Rule(
        code="specific.own_name",
        kind=Kind.STRONGER,
        sentence="Give each action a name of its own. Another one is called the same.",
        criterion="silver.actions",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="title",
        met=has_its_own_name,
        passing=written("title", "Quiet room, autumn term"),
        failing=Example("Two actions are called “Quiet room”.", _same_name_twice),
    ),
    Rule(
        code="specific.own_words",
        kind=Kind.STRONGER,
        sentence="Say what is special about this action. Another one has the very same text.",
        criterion="silver.actions",
        smart=Smart.SPECIFIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="description",
        met=has_its_own_words,
        passing=written("description", "Parents test the room before it opens, two at a time."),
        failing=Example("Two actions have the same description, word for word.", _same_words_twice),
    ),
    Rule(
        code="needs.improvement",
        kind=Kind.MISSING,
        sentence="Say what should be better for children, young people and families.",
        criterion="silver.actions",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="improvement",
        met=has("improvement"),
        passing=written("improvement", "Pupils who need calm have a place to go to at lunchtime."),
        failing=blank("improvement"),
    ),
    Rule(
        code="needs.improvement_own",
        kind=Kind.STRONGER,
        sentence="Say what gets better for people, not only what you will do.",
        criterion="silver.actions",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="improvement",
        met=improvement_says_more,
        passing=written("improvement", "Fewer pupils go home upset after lunch."),
        failing=shown(
            "The same text stands under “What will you do?”.",
            description="Pupils open a quiet room every day.",
            improvement="Pupils open a quiet room every day.",
        ),
    ),
    Rule(
        code="needs.how_you_know",
        kind=Kind.MISSING,
        sentence="Say how you know that children, young people, parents and carers need or want it.",
        criterion="silver.actions",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="needs",
        met=has("needs"),
        passing=written("needs", "In the spring survey, 14 of 20 parents asked for it."),
        failing=blank("needs"),
    ),
    Rule(
        code="needs.who_was_asked",
        kind=Kind.STRONGER,
        sentence="Say whom you asked, how, and what they told you.",
        criterion="silver.actions",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHAT,
        field="needs",
        met=speaks_of("needs", ASKED),
        passing=written("needs", "Pupils told us at school council that lunch is too loud."),
        failing=written("needs", "It is known that this is important to families."),
    ),
)

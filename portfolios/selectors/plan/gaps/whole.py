"""The plan as a whole: the 4Cs, the principles, barriers, review, and how it fits the city's plans."""

from collections import Counter
from dataclasses import replace

from awards.scheme import FourC
from portfolios.choices import ActionPart, PlanSection
from portfolios.records import ActionRecord, BarrierRecord, PlanRecord
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
from portfolios.selectors.words import FAMILIES, RHYTHM, answered, same

# An action that answers more than this many barriers has a lot to do (ours).
MOST_BARRIERS = 3


def has_an_action(around: Around, four_c: FourC) -> bool:
    return four_c.code in around.four_cs_in_use


def serves_a_principle(around: Around, action: ActionRecord) -> bool:
    return not around.principles.isdisjoint(action.principles)


def every_principle_is_served(around: Around, record: PlanRecord) -> bool:
    """Only asked once there is an action."""
    return not record.actions or around.principles <= around.principles_in_use


def principles_not_served(around: Around) -> str:
    return ", ".join(
        principle.name
        for principle in around.scheme.principles
        if principle.code not in around.principles_in_use
    )


def has_barriers(around: Around, record: PlanRecord) -> bool:
    return bool(record.barriers)


def has_an_answer(around: Around, barrier: BarrierRecord) -> bool:
    return barrier.action in around.actions


def says_more_than_the_barrier(around: Around, barrier: BarrierRecord) -> bool:
    return not same(barrier.how, barrier.name)


def barriers_are_shared_out(around: Around, record: PlanRecord) -> bool:
    """One action for all of many barriers; with a second action, all is well."""
    answers = Counter(barrier.action for barrier in record.barriers if barrier.action)
    return len(record.barriers) <= MOST_BARRIERS or len(answers) != 1


def fits_a_policy(around: Around, record: PlanRecord) -> bool:
    return any(answered(policy.text) for policy in record.policies)


def _without_co_assessment(record: PlanRecord) -> PlanRecord:
    kept = tuple(a for a in record.actions if a.four_c != "fourc.co_assessment")
    return replace(record, actions=kept)


def _all_serve_one_principle(record: PlanRecord) -> PlanRecord:
    actions = tuple(replace(action, principles=("principle.2",)) for action in record.actions)
    return replace(record, actions=actions)


def _four_barriers(record: PlanRecord, *actions: str) -> PlanRecord:
    names = ("Travel", "Language", "Time of day", "Cost of childcare")
    barriers = tuple(
        replace(record.barriers[0], id=f"barrier-{name}", name=name, action=action)
        for name, action in zip(names, actions, strict=True)
    )
    return replace(record, barriers=barriers)


def _one_answers_all(record: PlanRecord) -> PlanRecord:
    return _four_barriers(record, *[record.actions[0].id] * 4)


def _two_answer(record: PlanRecord) -> PlanRecord:
    first, second = record.actions[0].id, record.actions[1].id
    return _four_barriers(record, first, first, second, second)


RULES = (
    Rule(
        code="fourc.action",
        kind=Kind.MISSING,
        sentence="Add at least one action under this one of the 4Cs.",
        criterion="check.plan",
        applies_to=AppliesTo.FOUR_C,
        page=PlanSection.ACTIONS,
        field="",
        met=has_an_action,
        passing=Example("Each of the 4Cs has an action.", lambda record: record),
        failing=Example("Nothing is planned under co-assessment.", _without_co_assessment),
    ),
    Rule(
        code="principles.one",
        kind=Kind.MISSING,
        sentence="Tick at least one principle that this action serves.",
        criterion="check.plan",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.LADDER,
        field="principles",
        met=serves_a_principle,
        passing=shown(
            "“Listened to and heard”, “Involved” and two others are ticked.",
            principles=("principle.2", "principle.3", "principle.5", "principle.7"),
        ),
        failing=shown("No principle is ticked.", principles=()),
    ),
    Rule(
        code="principles.all",
        kind=Kind.STRONGER,
        sentence="Look for actions that serve the other principles too.",
        criterion="check.plan",
        applies_to=AppliesTo.PLAN,
        page=PlanSection.ACTIONS,
        field="",
        met=every_principle_is_served,
        listed=principles_not_served,
        passing=Example("The actions serve all eight, taken together.", lambda record: record),
        failing=Example("Every action serves the same one.", _all_serve_one_principle),
    ),
    Rule(
        code="barriers.one",
        kind=Kind.MISSING,
        sentence="Add at least one barrier: what stops people from taking part?",
        criterion="silver.barriers",
        applies_to=AppliesTo.PLAN,
        page=PlanSection.BARRIERS,
        field="",
        met=has_barriers,
        passing=Example("One barrier: meetings are when parents work.", lambda record: record),
        failing=Example("There is no barrier yet.", lambda record: replace(record, barriers=())),
    ),
    Rule(
        code="barriers.name",
        kind=Kind.MISSING,
        sentence="Say what stops people from taking part.",
        criterion="silver.barriers",
        applies_to=AppliesTo.BARRIER,
        page=PlanSection.BARRIERS,
        field="name",
        met=has("name"),
        passing=written("name", "Meetings are when parents work"),
        failing=blank("name"),
    ),
    Rule(
        code="barriers.people",
        kind=Kind.MISSING,
        sentence="Say whom this stops.",
        criterion="silver.barriers",
        applies_to=AppliesTo.BARRIER,
        page=PlanSection.BARRIERS,
        field="people",
        met=has("people"),
        passing=written("people", "Parents who work in the daytime."),
        failing=blank("people"),
    ),
    Rule(
        code="barriers.action",
        kind=Kind.MISSING,
        sentence="Choose the action that deals with this barrier.",
        criterion="silver.barriers",
        applies_to=AppliesTo.BARRIER,
        page=PlanSection.BARRIERS,
        field="action",
        met=has_an_answer,
        passing=Example("One action is chosen.", lambda record: record),
        failing=shown("No action is chosen yet.", action=""),
    ),
    Rule(
        code="barriers.how",
        kind=Kind.MISSING,
        sentence="Say how that action takes the barrier away.",
        criterion="silver.barriers",
        applies_to=AppliesTo.BARRIER,
        page=PlanSection.BARRIERS,
        field="how",
        met=has("how"),
        passing=written("how", "We meet at six, with food and a crèche."),
        failing=blank("how"),
    ),
    Rule(
        code="barriers.how_more",
        kind=Kind.STRONGER,
        sentence="Say what will change. Now the answer is the same as the barrier.",
        criterion="silver.barriers",
        applies_to=AppliesTo.BARRIER,
        page=PlanSection.BARRIERS,
        field="how",
        met=says_more_than_the_barrier,
        passing=written("how", "We pay for the bus and meet near the station.", name="Travel"),
        failing=written("how", "Travel.", name="Travel"),
    ),
    Rule(
        code="barriers.shared_out",
        kind=Kind.STRONGER,
        sentence="Share the barriers out. Now one action has to deal with all of them.",
        criterion="silver.barriers",
        applies_to=AppliesTo.PLAN,
        page=PlanSection.BARRIERS,
        field="",
        met=barriers_are_shared_out,
        passing=Example("Four barriers, and two actions that deal with them.", _two_answer),
        failing=Example("Four barriers, and one action for all of them.", _one_answers_all),
    ),
    Rule(
        code="review.how",
        kind=Kind.MISSING,
        sentence="Say how you will review it, how often, and who does that with you.",
        criterion="silver.review",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.REVIEW,
        field="review",
        met=has("review"),
        passing=written(
            "review", "Every half-term, pupils and parents look at the numbers with us."
        ),
        failing=blank("review"),
    ),
    Rule(
        code="review.with_families",
        kind=Kind.STRONGER,
        sentence="Say which young people, parents or carers review it with you.",
        criterion="silver.review",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.REVIEW,
        field="review",
        met=speaks_of("review", FAMILIES),
        passing=written("review", "Four parents and the school council judge it each term."),
        failing=written("review", "The leadership team looks at it each term."),
    ),
    Rule(
        code="review.how_often",
        kind=Kind.STRONGER,
        sentence="Say how often you review it, or on which dates.",
        criterion="silver.review",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.REVIEW,
        field="review",
        met=speaks_of("review", RHYTHM),
        passing=written("review", "Parents review it with us in March and in July."),
        failing=written("review", "Parents review it with us."),
    ),
    Rule(
        code="alignment.policy",
        kind=Kind.STRONGER,
        sentence="Say how the plan fits at least one of the city’s plans.",
        criterion="check.alignment",
        applies_to=AppliesTo.PLAN,
        page=PlanSection.POLICIES,
        field="policy",
        met=fits_a_policy,
        passing=Example("There is an answer for the SEND Strategy.", lambda record: record),
        failing=Example(
            "There is no answer for any of them.", lambda record: replace(record, policies=())
        ),
    ),
)

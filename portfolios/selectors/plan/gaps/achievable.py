"""What it takes to do it: an owner, money, resources and thanks, and whether they are in place."""

from portfolios.choices import ActionPart, InPlace
from portfolios.records import ActionRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.plan.gaps.around import Around, chosen, has, speaks_of
from portfolios.selectors.plan.gaps.rule import AppliesTo, Rule, Smart, blank, shown, written
from portfolios.selectors.words import COST, NOBODY, only


def owner_is_somebody(around: Around, action: ActionRecord) -> bool:
    return not only(action.owner, NOBODY)


def is_in_place(around: Around, action: ActionRecord) -> bool:
    return action.in_place != InPlace.NOT_YET


RULES = (
    Rule(
        code="achievable.owner",
        kind=Kind.MISSING,
        sentence="Say who leads it. A role is enough, like SENCo or parent governor.",
        criterion="silver.representation",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHO,
        field="owner",
        met=has("owner"),
        passing=written("owner", "SENCo, with a parent governor"),
        failing=blank("owner"),
    ),
    Rule(
        code="achievable.owner_named",
        kind=Kind.STRONGER,
        sentence="Name the role that leads it, so that people know whom to ask.",
        criterion="silver.representation",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHO,
        field="owner",
        met=owner_is_somebody,
        passing=written("owner", "Deputy head"),
        failing=written("owner", "All staff"),
    ),
    Rule(
        code="achievable.budget",
        kind=Kind.MISSING,
        sentence="Say what it costs and who pays, or that it costs nothing.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="budget",
        met=has("budget"),
        passing=written("budget", "£900 from the inclusion budget."),
        failing=blank("budget"),
    ),
    Rule(
        code="achievable.budget_sum",
        kind=Kind.STRONGER,
        sentence="Give a sum, even a rough one, or say that it costs nothing more.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="budget",
        met=speaks_of("budget", COST),
        passing=written("budget", "No cost: we use a room that stands empty at lunchtime."),
        failing=written("budget", "The school will find the money."),
    ),
    Rule(
        code="achievable.resources",
        kind=Kind.MISSING,
        sentence="Say which people, rooms and time it needs.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="resources",
        met=has("resources"),
        passing=written("resources", "One room, and two adults for an hour a day."),
        failing=blank("resources"),
    ),
    Rule(
        code="achievable.incentives",
        kind=Kind.MISSING,
        sentence="Say how you thank and support people who take part. If not, say who agreed to that.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="incentives",
        met=has("incentives"),
        passing=written(
            "incentives", "Travel and childcare for parents, a certificate for pupils."
        ),
        failing=blank("incentives"),
    ),
    Rule(
        code="achievable.in_place",
        kind=Kind.MISSING,
        sentence="Say whether budget, resources and incentives are in place.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="in_place",
        met=chosen("in_place", *InPlace.values),
        passing=shown("“Yes, all of it is confirmed” is chosen.", in_place=InPlace.YES.value),
        failing=shown("Neither answer is chosen yet.", in_place=""),
    ),
    Rule(
        code="achievable.in_place_note",
        kind=Kind.MISSING,
        sentence="Say who confirmed it, or what is still open.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="in_place_note",
        met=has("in_place_note"),
        passing=written("in_place_note", "The head teacher, on 12 October 2026."),
        failing=blank("in_place_note"),
    ),
    Rule(
        code="achievable.confirmed",
        kind=Kind.STRONGER,
        sentence="Say by when all of it will be in place, and confirm it as soon as it is.",
        criterion="silver.resources",
        smart=Smart.ACHIEVABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.RESOURCES,
        field="in_place",
        met=is_in_place,
        passing=shown("“Yes, all of it is confirmed” is chosen.", in_place=InPlace.YES.value),
        failing=shown("“Not yet” is chosen.", in_place=InPlace.NOT_YET.value),
    ),
)

"""With whom: agencies, citizens, partners, and every level of engagement."""

from dataclasses import replace

from portfolios.choices import ActionPart, Engagement, PartnerKind, PlanSection
from portfolios.records import ActionRecord, LevelRecord, PlanRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.plan.gaps.around import Around, chosen, has, speaks_of
from portfolios.selectors.plan.gaps.rule import (
    AppliesTo,
    Example,
    Rule,
    blank,
    shown,
    written,
)
from portfolios.selectors.words import FAMILIES, answered


def works_with_a_partner(around: Around, action: ActionRecord) -> bool:
    """Only asked where there are partners to tick."""
    return not around.partners or not around.partners.isdisjoint(action.partners)


def has_an_outside_partner(around: Around, record: PlanRecord) -> bool:
    return any(partner.kind == PartnerKind.EXTERNAL for partner in record.partners)


def level_is_described(around: Around, level: LevelRecord) -> bool:
    """Only asked once somebody has said whether they are involved."""
    return level.engagement not in Engagement.values or answered(level.text)


def _partners_inside_only(record: PlanRecord) -> PlanRecord:
    inside = tuple(replace(p, kind=PartnerKind.INTERNAL.value) for p in record.partners)
    return replace(record, partners=inside)


RULES = (
    Rule(
        code="representation.agencies",
        kind=Kind.MISSING,
        sentence="Say which agencies take part, and what each one does.",
        criterion="silver.representation",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHO,
        field="agencies",
        met=has("agencies"),
        passing=written(
            "agencies", "The school nurse trains staff. A local charity lends sensory kits."
        ),
        failing=blank("agencies"),
    ),
    Rule(
        code="representation.citizens",
        kind=Kind.MISSING,
        sentence="Say which children, young people, parents or carers take part, and how.",
        criterion="silver.representation",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHO,
        field="citizens",
        met=has("citizens"),
        passing=written("citizens", "Six pupils from Years 3 to 6 plan it and run it with staff."),
        failing=blank("citizens"),
    ),
    Rule(
        code="representation.families",
        kind=Kind.STRONGER,
        sentence="Name groups of children, young people, parents or carers, and what they do.",
        criterion="silver.representation",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHO,
        field="citizens",
        met=speaks_of("citizens", FAMILIES),
        passing=written("citizens", "Parents of Year 2 pupils choose the books."),
        failing=written("citizens", "The local community will be there."),
    ),
    Rule(
        code="representation.partner",
        kind=Kind.STRONGER,
        sentence="Tick the partners who work on this action with you.",
        criterion="silver.representation",
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHO,
        field="partners",
        met=works_with_a_partner,
        passing=Example("One partner is ticked.", lambda record: record),
        failing=shown("The plan has partners, but none is ticked here.", partners=()),
    ),
    Rule(
        code="representation.outside",
        kind=Kind.MISSING,
        sentence="Add at least one partner from outside your organisation.",
        criterion="silver.representation",
        applies_to=AppliesTo.PLAN,
        page=PlanSection.PARTNERS,
        field="",
        met=has_an_outside_partner,
        passing=Example("A local charity is one of the partners.", lambda record: record),
        failing=Example("All partners are teams of your own.", _partners_inside_only),
    ),
    Rule(
        code="partner.name",
        kind=Kind.MISSING,
        sentence="Say what this partner is called.",
        criterion="silver.representation",
        applies_to=AppliesTo.PARTNER,
        page=PlanSection.PARTNERS,
        field="name",
        met=has("name"),
        passing=written("name", "Sparkhill Carers’ Centre"),
        failing=blank("name"),
    ),
    Rule(
        code="partner.kind",
        kind=Kind.MISSING,
        sentence="Say whether this partner is inside or outside your organisation.",
        criterion="silver.representation",
        applies_to=AppliesTo.PARTNER,
        page=PlanSection.PARTNERS,
        field="kind",
        met=chosen("kind", *PartnerKind.values),
        passing=shown("“Outside our organisation” is chosen.", kind=PartnerKind.EXTERNAL.value),
        failing=shown("Neither is chosen yet.", kind=""),
    ),
    Rule(
        code="partner.how",
        kind=Kind.MISSING,
        sentence="Say how you work together.",
        criterion="silver.representation",
        applies_to=AppliesTo.PARTNER,
        page=PlanSection.PARTNERS,
        field="how",
        met=has("how"),
        passing=written("how", "They lend us sensory kits and train our staff."),
        failing=blank("how"),
    ),
    Rule(
        code="level.involved",
        kind=Kind.MISSING,
        sentence="Say whether you involve people at this level.",
        criterion="silver.representation",
        applies_to=AppliesTo.LEVEL,
        page=PlanSection.LEVELS,
        field="engagement",
        met=chosen("engagement", *Engagement.values),
        passing=shown("“Yes, we involve them now” is chosen.", engagement=Engagement.NOW.value),
        failing=shown("Neither answer is chosen yet.", engagement=""),
    ),
    Rule(
        code="level.how",
        kind=Kind.MISSING,
        sentence="Say how you involve people at this level, or what you plan.",
        criterion="silver.representation",
        applies_to=AppliesTo.LEVEL,
        page=PlanSection.LEVELS,
        field="text",
        met=level_is_described,
        passing=written("text", "A parent governor reports on the plan each term."),
        failing=blank("text"),
    ),
)

"""How people will see that it worked: measures, quality standards and milestones that show."""

from dataclasses import replace

from portfolios.choices import ActionPart, MeasureKind, PlanSection
from portfolios.records import ActionRecord, MeasureRecord, PlanRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.plan.gaps.around import Around, Step, chosen, has
from portfolios.selectors.plan.gaps.rule import (
    AppliesTo,
    Example,
    Rule,
    Smart,
    blank,
    shown,
    written,
)
from portfolios.selectors.words import COUNTABLE, EMPTY_STEPS, mentions, only, same


def is_measured(around: Around, action: ActionRecord) -> bool:
    return not around.measures.isdisjoint(action.measures)


def target_can_be_checked(around: Around, measure: MeasureRecord) -> bool:
    """A number or a comparison; a quality standard is one in itself."""
    return measure.kind == MeasureKind.STANDARD or mentions(measure.target, COUNTABLE)


def target_goes_further(around: Around, measure: MeasureRecord) -> bool:
    return not same(measure.target, measure.baseline)


def is_used(around: Around, measure: MeasureRecord) -> bool:
    return measure.id in around.measures_in_use


def can_be_seen(around: Around, step: Step) -> bool:
    return not only(step.milestone.name, EMPTY_STEPS)


def _one_more_measure(record: PlanRecord) -> PlanRecord:
    spare = replace(record.measures[0], id="new", name="Pupils who use the garden")
    return replace(record, measures=(*record.measures, spare))


def _one_more_measure_ticked(record: PlanRecord) -> PlanRecord:
    first, *others = record.actions
    ticked = replace(first, measures=(*first.measures, "new"))
    return replace(_one_more_measure(record), actions=(ticked, *others))


def _first_measure_only(record: PlanRecord) -> PlanRecord:
    first, *others = record.actions
    ticked = replace(first, measures=(record.measures[0].id,))
    return replace(record, actions=(ticked, *others))


RULES = (
    Rule(
        code="measurable.measure",
        kind=Kind.MISSING,
        sentence="Choose at least one measure that will show if this action worked.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.REVIEW,
        field="measures",
        met=is_measured,
        passing=Example("“Pupils who feel calm after lunch” is ticked.", _first_measure_only),
        failing=shown("No measure is ticked.", measures=()),
    ),
    Rule(
        code="measurable.kind",
        kind=Kind.MISSING,
        sentence="Say whether it is a measure of your own or a quality standard.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="kind",
        met=chosen("kind", *MeasureKind.values),
        passing=shown("“A quality standard” is chosen.", kind=MeasureKind.STANDARD.value),
        failing=shown("Neither is chosen yet.", kind=""),
    ),
    Rule(
        code="measurable.name",
        kind=Kind.MISSING,
        sentence="Say what you measure, or which standard it is.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="name",
        met=has("name"),
        passing=written("name", "Pupils who say they feel calm after lunch"),
        failing=blank("name"),
    ),
    Rule(
        code="measurable.baseline",
        kind=Kind.MISSING,
        sentence="Say where you are now, with a number or in people’s own words.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="baseline",
        met=has("baseline"),
        passing=written("baseline", "9 of 31 pupils said so in May 2026."),
        failing=blank("baseline"),
    ),
    Rule(
        code="measurable.target",
        kind=Kind.MISSING,
        sentence="Say what you want to reach, and by when.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="target",
        met=has("target"),
        passing=written("target", "24 of 31 pupils by May 2027."),
        failing=blank("target"),
    ),
    Rule(
        code="measurable.target_counts",
        kind=Kind.STRONGER,
        sentence="Put a number or a comparison in the target, such as “half” or “every family”.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="target",
        met=target_can_be_checked,
        passing=written("target", "More pupils than last summer, and at least half of them."),
        failing=written("target", "Pupils are happy.", kind=MeasureKind.MEASURE.value),
    ),
    Rule(
        code="measurable.target_further",
        kind=Kind.STRONGER,
        sentence="Say what will be different from today. The target is the same as where you are now.",
        criterion="check.plan",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="target",
        met=target_goes_further,
        passing=written("target", "24 of 31 pupils", baseline="9 of 31 pupils"),
        failing=written("target", "9 of 31 pupils.", baseline="9 of 31 pupils"),
    ),
    Rule(
        code="measurable.how",
        kind=Kind.MISSING,
        sentence="Say how you will know: what you count or ask, and whom you ask.",
        criterion="silver.review",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="how",
        met=has("how"),
        passing=written("how", "School council asks every class twice a year."),
        failing=blank("how"),
    ),
    Rule(
        code="measurable.used",
        kind=Kind.STRONGER,
        sentence="Tick this measure in at least one action, or remove it.",
        criterion="check.plan",
        applies_to=AppliesTo.MEASURE,
        page=PlanSection.MEASURES,
        field="",
        met=is_used,
        passing=Example("One action has this measure ticked.", _one_more_measure_ticked),
        failing=Example("No action has this measure ticked.", _one_more_measure),
    ),
    Rule(
        code="measurable.milestone_seen",
        kind=Kind.STRONGER,
        sentence="Say what people will be able to see or count by then.",
        criterion="silver.milestones",
        smart=Smart.MEASURABLE,
        applies_to=AppliesTo.MILESTONE,
        page=ActionPart.MILESTONES,
        field="name",
        met=can_be_seen,
        passing=written("name", "12 families have tried the room"),
        failing=written("name", "Review meeting 2"),
    ),
)

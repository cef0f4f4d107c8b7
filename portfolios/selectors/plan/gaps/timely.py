"""When it happens: first and last day, milestones, and whether the time is enough."""

from datetime import date

from portfolios.choices import ActionPart
from portfolios.records import ActionRecord, MilestoneRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.plan.gaps.around import Around, Step, dated, has
from portfolios.selectors.plan.gaps.rule import AppliesTo, Rule, Smart, blank, shown, written

# Longer than this, an action needs a step on the way (ours).
MONTHS_WITH_ONE_STEP = 3
# Longer than this, a plan is hard to keep in view (ours).
MONTHS_IN_VIEW = 24


def lasts_longer_than(months: int, action: ActionRecord) -> bool:
    """Counted as `foundation.dates.months_later` does, and fit for the last days of the calendar."""
    start, end = action.starts_on, action.ends_on
    if start is None or end is None:
        return False
    between = 12 * (end.year - start.year) + end.month - start.month
    return (between, end.day) > (months, start.day)


def ends_after_it_starts(around: Around, action: ActionRecord) -> bool:
    if action.starts_on is None or action.ends_on is None:
        return True
    return action.starts_on <= action.ends_on


def is_not_over(around: Around, action: ActionRecord) -> bool:
    return action.ends_on is None or action.ends_on >= around.on


def has_milestones(around: Around, action: ActionRecord) -> bool:
    return bool(action.milestones)


def has_steps_on_the_way(around: Around, action: ActionRecord) -> bool:
    return len(action.milestones) != 1 or not lasts_longer_than(MONTHS_WITH_ONE_STEP, action)


def milestones_are_spread(around: Around, action: ActionRecord) -> bool:
    days = [milestone.due_on for milestone in action.milestones if milestone.due_on]
    return len(days) < 2 or len(set(days)) > 1


def can_be_kept_in_view(around: Around, action: ActionRecord) -> bool:
    return not lasts_longer_than(MONTHS_IN_VIEW, action)


def has_name(around: Around, step: Step) -> bool:
    return has("name")(around, step.milestone)


def has_date(around: Around, step: Step) -> bool:
    return dated("due_on")(around, step.milestone)


def is_not_before_the_start(around: Around, step: Step) -> bool:
    """Only asked while the action's own dates are in order."""
    due, start = step.milestone.due_on, step.action.starts_on
    if due is None or start is None or not ends_after_it_starts(around, step.action):
        return True
    return due >= start


def is_not_after_the_end(around: Around, step: Step) -> bool:
    due, end = step.milestone.due_on, step.action.ends_on
    if due is None or end is None or not ends_after_it_starts(around, step.action):
        return True
    return due <= end


def leaves_time_after_the_start(around: Around, step: Step) -> bool:
    """An action of a single day has its milestone on that day."""
    due, start = step.milestone.due_on, step.action.starts_on
    return due is None or due != start or start == step.action.ends_on


def _steps(*dates: date) -> tuple[MilestoneRecord, ...]:
    return tuple(
        MilestoneRecord(f"step-{number}", f"{number}2 families have tried the room", day)
        for number, day in enumerate(dates, start=1)
    )


RULES = (
    Rule(
        code="time.starts_on",
        kind=Kind.MISSING,
        sentence="Say when it starts.",
        criterion="silver.timescales",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHEN,
        field="starts_on",
        met=dated("starts_on"),
        passing=shown("It starts on 11 January 2027.", starts_on=date(2027, 1, 11)),
        failing=shown("There is no first day yet.", starts_on=None),
    ),
    Rule(
        code="time.ends_on",
        kind=Kind.MISSING,
        sentence="Say when it ends.",
        criterion="silver.timescales",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHEN,
        field="ends_on",
        met=dated("ends_on"),
        passing=shown("It ends on 16 July 2027.", ends_on=date(2027, 7, 16)),
        failing=shown("There is no last day yet.", ends_on=None),
    ),
    Rule(
        code="time.not_over",
        kind=Kind.STRONGER,
        sentence="Check the dates: this action is over already. A plan is about what comes next.",
        criterion="silver.timescales",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHEN,
        field="ends_on",
        met=is_not_over,
        passing=shown("It ends next year.", ends_on=date(2027, 7, 16)),
        failing=shown(
            "Its last day was years ago.",
            starts_on=date(2020, 1, 6),
            ends_on=date(2020, 7, 17),
            milestones=_steps(date(2020, 2, 3), date(2020, 5, 4)),
        ),
    ),
    Rule(
        code="time.milestones",
        kind=Kind.MISSING,
        sentence="Add at least one milestone: a step that people can see, with its date.",
        criterion="silver.milestones",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.MILESTONES,
        field="",
        met=has_milestones,
        passing=shown(
            "One step: 12 families have tried the room, by 1 March 2027.",
            starts_on=date(2027, 2, 1),
            ends_on=date(2027, 3, 31),
            milestones=_steps(date(2027, 3, 1)),
        ),
        failing=shown("There is no milestone yet.", milestones=()),
    ),
    Rule(
        code="time.milestone_name",
        kind=Kind.MISSING,
        sentence="Say what will have happened by then.",
        criterion="silver.milestones",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.MILESTONE,
        page=ActionPart.MILESTONES,
        field="name",
        met=has_name,
        passing=written("name", "Pupils have chosen the furniture"),
        failing=blank("name"),
    ),
    Rule(
        code="time.milestone_date",
        kind=Kind.MISSING,
        sentence="Say when this milestone is due.",
        criterion="silver.milestones",
        smart=Smart.TIME_SCALED,
        applies_to=AppliesTo.MILESTONE,
        page=ActionPart.MILESTONES,
        field="due_on",
        met=has_date,
        passing=shown("It is due on 26 February 2027.", due_on=date(2027, 2, 26)),
        failing=shown("It has no date yet.", due_on=None),
    ),
    Rule(
        code="realistic.reason",
        kind=Kind.MISSING,
        sentence="Say why you can keep to these dates. Think of holidays, exams and staff.",
        criterion="silver.timescales",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHEN,
        field="timescale",
        met=has("timescale"),
        passing=written("timescale", "It stays clear of exams, and two terms are enough."),
        failing=blank("timescale"),
    ),
    Rule(
        code="realistic.end_after_start",
        kind=Kind.MISSING,
        sentence="Change one of the two dates: it ends before it starts.",
        criterion="silver.timescales",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHEN,
        field="ends_on",
        met=ends_after_it_starts,
        passing=shown(
            "From 11 January to 16 July 2027.",
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 7, 16),
        ),
        failing=shown(
            "From 16 July to 11 January 2027.",
            starts_on=date(2027, 7, 16),
            ends_on=date(2027, 1, 11),
        ),
    ),
    Rule(
        code="realistic.not_before_start",
        kind=Kind.MISSING,
        sentence="Change one of the dates: this milestone is due before the action starts.",
        criterion="silver.timescales",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.MILESTONE,
        page=ActionPart.MILESTONES,
        field="due_on",
        met=is_not_before_the_start,
        passing=shown(
            "The action starts in January, the milestone is due in March.", due_on=date(2027, 3, 1)
        ),
        failing=shown(
            "The action starts in 2027, the milestone was due in 2026.", due_on=date(2026, 12, 1)
        ),
    ),
    Rule(
        code="realistic.not_after_end",
        kind=Kind.MISSING,
        sentence="Change one of the dates: this milestone is due after the action ends.",
        criterion="silver.timescales",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.MILESTONE,
        page=ActionPart.MILESTONES,
        field="due_on",
        met=is_not_after_the_end,
        passing=shown(
            "The action ends in July, the milestone is due in March.", due_on=date(2027, 3, 1)
        ),
        failing=shown(
            "The action ends in 2027, the milestone is due in 2030.", due_on=date(2030, 3, 1)
        ),
    ),
    Rule(
        code="realistic.after_first_day",
        kind=Kind.STRONGER,
        sentence="Leave some time between the first day and this milestone. Now they fall on one day.",
        criterion="silver.timescales",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.MILESTONE,
        page=ActionPart.MILESTONES,
        field="due_on",
        met=leaves_time_after_the_start,
        passing=shown("It is due seven weeks after the first day.", due_on=date(2027, 3, 1)),
        failing=shown("It is due on the first day.", due_on=date(2027, 1, 11)),
    ),
    Rule(
        code="realistic.steps",
        kind=Kind.STRONGER,
        sentence=(
            "Add a milestone on the way. It takes more than three months, and people want to see "
            "how it goes."
        ),
        criterion="silver.milestones",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.MILESTONES,
        field="",
        met=has_steps_on_the_way,
        passing=shown(
            "Half a year, with milestones in March and June.",
            milestones=_steps(date(2027, 3, 1), date(2027, 6, 1)),
        ),
        failing=shown(
            "Half a year, with one milestone near the end.", milestones=_steps(date(2027, 6, 30))
        ),
    ),
    Rule(
        code="realistic.spread",
        kind=Kind.STRONGER,
        sentence="Spread the milestones. Now all of them are due on the same day.",
        criterion="silver.milestones",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.MILESTONES,
        field="milestones",
        met=milestones_are_spread,
        passing=shown(
            "One in March, one in June.", milestones=_steps(date(2027, 3, 1), date(2027, 6, 1))
        ),
        failing=shown("Both on 1 June.", milestones=_steps(date(2027, 6, 1), date(2027, 6, 1))),
    ),
    Rule(
        code="realistic.length",
        kind=Kind.STRONGER,
        sentence="Split it in two, or end it sooner. It takes more than two years.",
        criterion="silver.timescales",
        smart=Smart.REALISTIC,
        applies_to=AppliesTo.ACTION,
        page=ActionPart.WHEN,
        field="ends_on",
        met=can_be_kept_in_view,
        passing=shown("It takes half a year.", ends_on=date(2027, 7, 16)),
        failing=shown("It ends in 2031.", ends_on=date(2031, 7, 16)),
    ),
)

"""What became of the plan: every action, milestone and measure (scheme.md 13)."""

from dataclasses import replace

from portfolios.choices import (
    ActionState,
    MeasureState,
    MilestoneState,
    PortfolioSection,
    action_code,
    measure_code,
)
from portfolios.records import (
    ActionOutcomeRecord,
    MeasureOutcomeRecord,
    MilestoneOutcome,
    PortfolioRecord,
)
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.coverage import is_shown
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.changing import Change, as_it_is, first, no_evidence_for
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Example, Rule
from portfolios.selectors.words import COUNTABLE, answered, mentions

REPORT = PortfolioSection.REPORT
GOLD = ("gold",)


def has_state(around: Around, thing: ActionOutcomeRecord | MeasureOutcomeRecord) -> bool:
    return bool(thing.state)


def has_day(around: Around, action: ActionOutcomeRecord) -> bool:
    done = action.state in (ActionState.DONE, ActionState.LATE)
    return not done or action.done_on is not None


def tells_what(around: Around, action: ActionOutcomeRecord) -> bool:
    return not action.state or answered(action.text)


def tells_why(around: Around, action: ActionOutcomeRecord) -> bool:
    return action.state in ("", ActionState.DONE) or answered(action.why)


def is_reported(around: Around, milestone: MilestoneOutcome) -> bool:
    return milestone.state != MilestoneState.PLANNED


def has_result(around: Around, measure: MeasureOutcomeRecord) -> bool:
    return answered(measure.result)


def tells_why_not(around: Around, measure: MeasureOutcomeRecord) -> bool:
    return measure.state in ("", MeasureState.REACHED) or answered(measure.why)


def action_is_shown(around: Around, action: ActionOutcomeRecord) -> bool:
    """What was dropped has nothing to show; what is not told yet waits for its words."""
    if action.state in ("", ActionState.DROPPED):
        return True
    return _has_shown(around, action_code(action.id))


def measure_is_shown(around: Around, measure: MeasureOutcomeRecord) -> bool:
    return not answered(measure.result) or _has_shown(around, measure_code(measure.id))


def can_be_compared(around: Around, measure: MeasureOutcomeRecord) -> bool:
    """A number at the beginning asks for one at the end."""
    counted = any(letter.isdigit() for letter in measure.baseline)
    return not counted or mentions(measure.result, COUNTABLE)


def _has_shown(around: Around, code: str) -> bool:
    return any(is_shown(item) for item in around.coverage.items_of(code))


def _milestone_planned(record: PortfolioRecord) -> PortfolioRecord:
    head, *rest = record.actions
    step, *steps = head.milestones
    step = replace(step, state=MilestoneState.PLANNED.value, done_on=None)
    return replace(record, actions=(replace(head, milestones=(step, *steps)), *rest))


def _shown_by_nothing(name: str) -> Change:
    """The first action, or the first measure, has no evidence."""

    def changed(record: PortfolioRecord) -> PortfolioRecord:
        first_one = getattr(record, name)[0]
        return no_evidence_for(f"{name.removesuffix('s')}:{first_one.id}")(record)

    return changed


RULES = (
    Rule(
        code="report.action_state",
        kind=Kind.MISSING,
        sentence="Say whether it was done on time, done late, changed or dropped.",
        applies_to=AppliesTo.ACTION,
        section=REPORT,
        field="state",
        met=has_state,
        passing=Example("“Done on time” is chosen.", as_it_is),
        failing=Example("Nothing is chosen yet.", first("actions", state="")),
        stages=GOLD,
    ),
    Rule(
        code="report.done_on",
        kind=Kind.MISSING,
        sentence="Say when it was done.",
        applies_to=AppliesTo.ACTION,
        section=REPORT,
        field="done_on",
        met=has_day,
        passing=Example("It has a date.", as_it_is),
        failing=Example("It has no date yet.", first("actions", state="done", done_on=None)),
        stages=GOLD,
    ),
    Rule(
        code="report.action_text",
        kind=Kind.MISSING,
        sentence="Say what you did.",
        applies_to=AppliesTo.ACTION,
        section=REPORT,
        field="text",
        met=tells_what,
        passing=Example("“We opened the quiet room in March.”", as_it_is),
        failing=Example("Nothing is written here yet.", first("actions", text="")),
        stages=GOLD,
    ),
    Rule(
        code="report.action_why",
        kind=Kind.MISSING,
        sentence="Say why it was late, changed or dropped.",
        applies_to=AppliesTo.ACTION,
        section=REPORT,
        field="why",
        met=tells_why,
        passing=Example(
            "“The builder was ill for a month.”",
            first("actions", state="late", why="The builder was ill for a month."),
        ),
        failing=Example(
            "It was late, and nobody says why.", first("actions", state="late", why="")
        ),
        stages=GOLD,
    ),
    Rule(
        code="report.milestone",
        kind=Kind.MISSING,
        sentence="Say what became of it.",
        applies_to=AppliesTo.MILESTONE,
        section=REPORT,
        field="",
        met=is_reported,
        passing=Example("It is marked as done.", as_it_is),
        failing=Example("Nobody has reported on it.", _milestone_planned),
        stages=GOLD,
    ),
    Rule(
        code="report.measure_state",
        kind=Kind.MISSING,
        sentence="Say whether you reached it.",
        applies_to=AppliesTo.MEASURE,
        section=REPORT,
        field="state",
        met=has_state,
        passing=Example("“We reached it” is chosen.", as_it_is),
        failing=Example("Nothing is chosen yet.", first("measures", state="")),
        asked="check.impact",
        stages=GOLD,
    ),
    Rule(
        code="report.measure_result",
        kind=Kind.MISSING,
        sentence="Say where you are now.",
        applies_to=AppliesTo.MEASURE,
        section=REPORT,
        field="result",
        met=has_result,
        passing=Example("“24 of 31 pupils said so in June 2027.”", as_it_is),
        failing=Example("Nothing is written here yet.", first("measures", result="")),
        asked="check.impact",
        stages=GOLD,
    ),
    Rule(
        code="report.measure_why",
        kind=Kind.STRONGER,
        sentence="Say what was in the way, and what you do next.",
        applies_to=AppliesTo.MEASURE,
        section=REPORT,
        field="why",
        met=tells_why_not,
        passing=Example(
            "“Fewer pupils were asked than planned.”",
            first("measures", state="partly", why="Fewer pupils were asked than planned."),
        ),
        failing=Example("Nobody says why.", first("measures", state="partly", why="")),
        asked="check.impact",
        stages=GOLD,
    ),
    Rule(
        code="report.measure_compared",
        kind=Kind.STRONGER,
        sentence="Give a number, so that it can be compared with the beginning.",
        applies_to=AppliesTo.MEASURE,
        section=REPORT,
        field="result",
        met=can_be_compared,
        passing=Example("“24 of 31 pupils”, where it was 9 of 31", as_it_is),
        failing=Example(
            "“It went well.”, where it was 9 of 31",
            first("measures", baseline="9 of 31 pupils", result="It went well."),
        ),
        asked="check.impact",
        stages=GOLD,
    ),
    Rule(
        code="report.action_shown",
        kind=Kind.STRONGER,
        sentence="Add evidence that shows it.",
        applies_to=AppliesTo.ACTION,
        section=REPORT,
        field="",
        met=action_is_shown,
        passing=Example("A photograph shows it.", as_it_is),
        failing=Example("No piece of evidence shows it.", _shown_by_nothing("actions")),
        stages=GOLD,
    ),
    Rule(
        code="report.measure_shown",
        kind=Kind.STRONGER,
        sentence="Add the evidence behind it, such as the survey itself.",
        applies_to=AppliesTo.MEASURE,
        section=REPORT,
        field="",
        met=measure_is_shown,
        passing=Example("A survey shows it.", as_it_is),
        failing=Example("No piece of evidence shows it.", _shown_by_nothing("measures")),
        asked="check.impact",
        stages=GOLD,
    ),
)

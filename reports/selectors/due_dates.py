"""By when an organisation's work was or is to come in, as officers read it (scheme.md 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from awards.choices import Status
from awards.models import Extension
from awards.selectors import Deadline, Journey, StageOfJourney
from foundation.dates import london_date
from foundation.forms import show_date
from reports.selectors.awaited import late_words
from reports.selectors.organisations import Event


@dataclass(frozen=True)
class DueDate:
    stage: str
    name: str
    text: str
    # What was agreed since the award that the date is counted from, the first first.
    extensions: list[Extension]
    can_extend: bool
    # “46 days late”, while it is awaited.
    late: str


def due_dates_of(
    journey: Journey, *, extensions: Iterable[Extension], history: Iterable[Event], on: date
) -> list[DueDate]:
    """No query: what the page has read already says it all."""
    given, steps = list(extensions), list(history)
    return [
        DueDate(
            stage=step.stage.code,
            name=step.stage.name,
            text=_text(step.stage.work, step.deadline, _sent(step, steps), on),
            extensions=[row for row in given if row.stage == step.stage.code],
            can_extend=step.awaited is not None,
            late=late_words(step.awaited, on=on) if step.awaited else "",
        )
        for step in journey.stages
        if step.deadline is not None
    ]


def _sent(step: StageOfJourney, history: list[Event]) -> datetime | None:
    """The first sending counts, whatever was sent again after it (T-47)."""
    changes = (event.change for event in history)
    moments = (
        change.at
        for change in changes
        if change.name == "submit"
        and change.application.stage == step.stage.code
        and change.application.status != Status.WITHDRAWN
    )
    return min(moments, default=None)


def _text(work: str, deadline: Deadline, sent: datetime | None, on: date) -> str:
    day = show_date(deadline.due_on)
    if sent is not None:
        kept = "in time" if deadline.is_met(sent) else "late"
        return (
            f"The {work} was sent on {show_date(london_date(sent))}, {kept}. It was due on {day}."
        )
    return f"The {work} {'was' if deadline.is_past(on) else 'is'} due on {day}."

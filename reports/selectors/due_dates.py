"""By when an organisation's work was or is to come in, as officers read it (scheme.md 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from awards.choices import Status
from awards.models import Extension
from awards.selectors import Deadline, Journey, StageOfJourney
from awards.selectors.renewals import Renewal
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
            extensions=[
                row for row in given if row.stage == step.stage.code and row.award_id is None
            ],
            can_extend=step.awaited is not None,
            late=late_words(step.awaited, on=on) if step.awaited else "",
        )
        for step in journey.stages
        if step.deadline is not None
    ]


@dataclass(frozen=True)
class RenewalShown:
    """What an organisation has to renew, as officers read it (scheme.md 22)."""

    renewal: Renewal
    sentence: str
    # Of this award, the first first.
    extensions: list[Extension]
    can_extend: bool


def renewals_shown(
    renewals: Iterable[Renewal], *, extensions: Iterable[Extension], on: date
) -> list[RenewalShown]:
    """No query, like the dates above."""
    given = list(extensions)
    return [
        RenewalShown(
            renewal=renewal,
            sentence=_told(renewal, on),
            extensions=[row for row in given if row.award_id == renewal.award.pk],
            can_extend=on >= renewal.opens_on and not renewal.is_with_champions,
        )
        for renewal in renewals
    ]


def _told(renewal: Renewal, on: date) -> str:
    name, work = renewal.renewed, renewal.work
    if renewal.is_with_champions:
        kept = "It came in after the lapse." if renewal.is_lapsed else f"{name} stays in force."
        return f"The {work} is with the Champions Group. {kept}"
    if renewal.is_lapsed:
        day = show_date(renewal.award.lapses_on or on)
        return f"{name} lapsed on {day}. They keep {renewal.kept}, and can come back."
    if renewal.is_kept_by_next:
        return f"What they sent for the next stage keeps {name} in force until it is decided."
    due, last = show_date(renewal.due_on), show_date(renewal.grace_until)
    begun = "It has been begun." if renewal.is_written else "It has not been begun."
    if on > renewal.due_on:
        return (
            f"The year of {name} ended on {due}. Without a {work} it lapses after {last}. {begun}"
        )
    if on >= renewal.opens_on:
        return f"The {work} for {name} is due on {due}. {begun}"
    return f"{name} runs until {due}. The renewal opens on {show_date(renewal.opens_on)}."


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

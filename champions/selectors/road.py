"""The way from the form to the letter, as the organisation walks it.

It shows nothing that was not released: from the meeting to the letter there is one step, however far
the panel is (scheme.md 18).
"""

from dataclasses import dataclass
from datetime import datetime

from awards.choices import Status
from champions.choices import AppointmentState, StepCode
from champions.selectors.appeals import is_appealed
from champions.selectors.facts import CaseFacts
from champions.selectors.steps import BOTH, ORGANISATION, Step
from champions.times import spoken
from foundation.dates import london_date
from foundation.forms import show_date

WITH_THE_PANEL = (StepCode.ASSESS, StepCode.VISIT, StepCode.DECIDE, StepCode.RELEASE)


@dataclass(frozen=True)
class Milestone:
    """`kind` and `text` are a status as templates/_status.html draws it."""

    name: str
    kind: str
    text: str
    detail: str


def road_of(facts: CaseFacts, step: Step) -> list[Milestone]:
    """Empty when the application is closed."""
    if step.code == StepCode.CLOSED:
        return []
    # After an appeal the meeting has been held already.
    meets = facts.needs_meeting and not is_appealed(facts)
    # Interests are declared before anybody meets or reads.
    chosen: tuple[StepCode, ...] = (StepCode.PANEL,)
    reading: tuple[StepCode, ...] = WITH_THE_PANEL
    if meets:
        chosen = (*chosen, StepCode.DECLARE)
    else:
        reading = (StepCode.DECLARE, *reading)
    write = "You make the changes" if step.code == StepCode.CHANGES else None
    others = "other champions" if is_appealed(facts) else "the champions"
    stops = [
        (
            write or f"You write the {facts.work}",
            (StepCode.WRITING, StepCode.CHANGES),
            "" if write else _sent(facts),
        ),
        (f"A SEND officer chooses {others}", chosen, _chosen(facts)),
        (f"{others.capitalize()} look at it and write to you", reading, ""),
    ]
    if meets:
        meeting = (StepCode.OFFER, StepCode.CHOOSE, StepCode.ANSWER, StepCode.MEET, StepCode.MINUTE)
        stops.insert(2, ("You meet the champions", meeting, _met(facts)))
    if is_appealed(facts):
        stops.insert(1, ("You appealed, and a SEND officer took it on", (), _taken_on(facts)))
    return [_milestone(name, step, codes, detail) for name, codes, detail in stops]


def _milestone(name: str, step: Step, codes: tuple[StepCode, ...], detail: str) -> Milestone:
    if step.code in codes:
        if step.organisation.turn == ORGANISATION:
            return Milestone(name, "now", "Your turn", detail)
        if step.organisation.turn == BOTH:
            return Milestone(name, "waiting", "Agreed", detail)
        return Milestone(name, "waiting", "Now", detail)
    return (
        Milestone(name, "done", "Done", detail) if detail else Milestone(name, "todo", "Later", "")
    )


def _sent(facts: CaseFacts) -> str:
    return _on("Sent", facts.application.submitted_at)


def _taken_on(facts: CaseFacts) -> str:
    return _on("Taken on", facts.judged.at if facts.judged else None)


def _chosen(facts: CaseFacts) -> str:
    if facts.panel is None or facts.application.status == Status.SUBMITTED:
        return ""
    if is_appealed(facts):
        # The panel's own date is that of the people who decided first.
        return _on("Chosen", min((s.assignment.assigned_at for s in facts.seats), default=None))
    return _on("Chosen", facts.panel.settled_at)


def _met(facts: CaseFacts) -> str:
    if facts.meeting is None or facts.meeting.starts_at is None:
        return ""
    if facts.meeting.state == AppointmentState.AGREED:
        return spoken(facts.meeting.starts_at)
    return _on("Held", facts.meeting.starts_at)


def _on(word: str, moment: datetime | None) -> str:
    return f"{word} {show_date(london_date(moment))}" if moment else ""

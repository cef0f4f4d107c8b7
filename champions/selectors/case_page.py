"""The page of a case: what comes next, and what stands open of it in each state.

It is read on phones, so what is needed now comes first, and what is not is folded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from champions.choices import AppealState, StepCode
from champions.selectors.facts import CaseFacts
from champions.selectors.history import Event
from champions.selectors.letters import AppealOnCase
from champions.selectors.steps import Step

# How many events stand open on the timeline.
LATEST = 5

PANEL, APPEAL, MEETING, VISITS, DECISION, CHALLENGES, SENT = (
    "panel",
    "appeal",
    "meeting",
    "visits",
    "assessments",
    "challenges",
    "sent",
)
_TITLES = {
    PANEL: "The panel",
    APPEAL: "The appeal",
    MEETING: "The meeting",
    VISITS: "Visits and interviews",
    DECISION: "Assessments and decision",
    CHALLENGES: "Support and challenge",
    SENT: "What they sent",
}
_TEMPLATES = {
    PANEL: "champions/_case_panel.html",
    APPEAL: "champions/_case_appeal.html",
    MEETING: "champions/_case_meeting.html",
    VISITS: "champions/_case_visits.html",
    DECISION: "champions/_case_decision.html",
    CHALLENGES: "champions/_case_challenges.html",
    SENT: "champions/_case_sent.html",
}
# MEETING stands for visits, too, where the stage has them.
_CHOOSING = (PANEL, SENT, MEETING, DECISION, CHALLENGES)
_MEETING = (MEETING, SENT, CHALLENGES, PANEL, DECISION)
_DECIDING = (DECISION, SENT, MEETING, CHALLENGES, PANEL)
_ORDERS = {
    StepCode.PANEL: _CHOOSING,
    StepCode.DECLARE: _CHOOSING,
    StepCode.OFFER: _MEETING,
    StepCode.CHOOSE: _MEETING,
    StepCode.ANSWER: _MEETING,
    StepCode.MEET: _MEETING,
    StepCode.MINUTE: _MEETING,
    StepCode.ASSESS: (SENT, DECISION, MEETING, CHALLENGES, PANEL),
    StepCode.VISIT: (MEETING, SENT, DECISION, CHALLENGES, PANEL),
    StepCode.CHANGES: (CHALLENGES, SENT, DECISION, MEETING, PANEL),
}
_UNFOLDED = {
    PANEL: (StepCode.PANEL, StepCode.DECLARE),
    VISITS: (StepCode.ASSESS, StepCode.VISIT, StepCode.DECIDE),
}
_THEN = {
    StepCode.PANEL: "the champions say if they have a link with this organisation",
    StepCode.OFFER: "the organisation chooses a time",
    StepCode.CHOOSE: "the champions and the organisation meet",
    StepCode.ANSWER: "the champions and the organisation meet",
    StepCode.MEET: "the champions write up the meeting",
    StepCode.MINUTE: "each champion writes an assessment alone",
    StepCode.ASSESS: "the chair records what the panel agreed",
    StepCode.VISIT: "the chair records what the panel agreed",
    StepCode.DECIDE: "a SEND officer who did not sit releases the letter",
    StepCode.RELEASE: "the organisation reads the letter",
    StepCode.CHANGES: "the panel looks at what they changed",
}


@dataclass(frozen=True)
class Part:
    """One part of the page. `unfolded`: it is needed now."""

    id: str
    unfolded: bool

    @property
    def title(self) -> str:
        return _TITLES[self.id]

    @property
    def template(self) -> str:
        return _TEMPLATES[self.id]


@dataclass(frozen=True)
class Timeline:
    latest: Sequence[Event]
    earlier: Sequence[Event]


def parts_of(facts: CaseFacts, step: Step, appeal: AppealOnCase | None) -> list[Part]:
    """In the order in which they are needed at this step."""
    found = [
        Part(each, step.code in _UNFOLDED.get(each, tuple(StepCode)))
        for each in (_met(name, facts) for name in _ORDERS.get(step.code, _DECIDING))
    ]
    if appeal is not None:
        state, is_open = appeal.appeal.state, facts.application.is_open
        waits = state == AppealState.RECEIVED or (state == AppealState.HEARD and is_open)
        # After it was answered the letter comes first.
        found.insert(0 if waits else 1, Part(APPEAL, waits))
    return found


def then_of(facts: CaseFacts, step: Step) -> str:
    """What follows this step, as the end of a sentence; empty when nothing does."""
    if step.code == StepCode.DECLARE:
        if facts.needs_meeting and not facts.meeting_done:
            return "the champions offer the organisation times to meet"
        return "each champion writes an assessment alone"
    return _THEN.get(step.code, "")


def timeline_of(events: Sequence[Event]) -> Timeline:
    """One single event more is no reason to fold."""
    most = LATEST if len(events) > LATEST + 1 else len(events)
    return Timeline(events[:most], events[most:])


def _met(name: str, facts: CaseFacts) -> str:
    return VISITS if name == MEETING and not facts.needs_meeting else name

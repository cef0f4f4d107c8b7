"""Reads of this room. Other rooms use these names."""

from champions.selectors.bulk import (
    Progress,
    assessment_progress,
    decision_states,
    lacking,
    meeting_states,
    panel_sizes,
)
from champions.selectors.facts import CaseFacts, Seat, facts_for, facts_of, needs_meeting, rule_of
from champions.selectors.interests import known_links
from champions.selectors.problems import (
    mix_problems,
    outcome_problems,
    panel_problems,
    readiness_problems,
)
from champions.selectors.steps import Step, Told, case_step, case_steps, step_of

__all__ = [
    "CaseFacts",
    "Progress",
    "Seat",
    "Step",
    "Told",
    "assessment_progress",
    "case_step",
    "case_steps",
    "decision_states",
    "facts_for",
    "facts_of",
    "known_links",
    "lacking",
    "meeting_states",
    "mix_problems",
    "needs_meeting",
    "outcome_problems",
    "panel_problems",
    "panel_sizes",
    "readiness_problems",
    "rule_of",
    "step_of",
]

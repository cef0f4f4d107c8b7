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
from champions.selectors.findings import (
    Question,
    StrategyQuestion,
    may_read_findings,
    questions_of,
    strategies_found,
)
from champions.selectors.history import Event, history_of
from champions.selectors.interests import known_links
from champions.selectors.problems import (
    mix_problems,
    outcome_problems,
    panel_problems,
    readiness_problems,
)
from champions.selectors.steps import Step, Told, case_step, case_steps, step_of
from champions.selectors.subjects import (
    Subject,
    evidence_subject,
    subjects_decided,
    subjects_judged,
)
from champions.selectors.threads import (
    ChallengeCount,
    ChallengeThread,
    Thread,
    challenges_read_by,
    count_challenges,
    open_challenges,
    thread_for_organisation,
    thread_for_panel,
)
from champions.selectors.work import Next, cases_visible_to, my_cases, next_for

__all__ = [
    "CaseFacts",
    "ChallengeCount",
    "ChallengeThread",
    "Event",
    "Next",
    "Progress",
    "Question",
    "Seat",
    "Step",
    "StrategyQuestion",
    "Subject",
    "Thread",
    "Told",
    "assessment_progress",
    "case_step",
    "case_steps",
    "cases_visible_to",
    "challenges_read_by",
    "count_challenges",
    "decision_states",
    "evidence_subject",
    "facts_for",
    "facts_of",
    "history_of",
    "known_links",
    "lacking",
    "may_read_findings",
    "meeting_states",
    "mix_problems",
    "my_cases",
    "needs_meeting",
    "next_for",
    "open_challenges",
    "outcome_problems",
    "panel_problems",
    "panel_sizes",
    "questions_of",
    "readiness_problems",
    "rule_of",
    "step_of",
    "strategies_found",
    "subjects_decided",
    "subjects_judged",
    "thread_for_organisation",
    "thread_for_panel",
]

"""What panels found and decided, and appeals."""

from champions.models import (
    AgreedFinding,
    Appeal,
    Assessment,
    Decision,
    DecisionPoint,
    Finding,
    Panel,
    StrategyFinding,
    VisitRuling,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import JUDGING, OFFICE, TALK

JUDGEMENTS = (
    Record(
        model=Panel,
        noun="Panel",
        parts=(
            Part(
                code="panels-settled",
                group=OFFICE,
                title="Panels that you put together",
                about="For which application, and when.",
                yours=("settled_by",),
                columns={
                    "application": "Application",
                    "settled_at": "When",
                    "waiver": "Why a view was missing",
                    "anonymised_at": "Made anonymous",
                },
            ),
        ),
        never=("settled_by",),
    ),
    Record(
        model=VisitRuling,
        noun="Word on a visit",
        parts=(
            Part(
                code="visit-rulings",
                group=OFFICE,
                title="What you said about visits before a re-validation",
                about="If the panel had to go, and why you said so.",
                yours=("ruled_by",),
                columns={
                    "application": "Application",
                    "visit": "A visit comes first",
                    "reason": "Why",
                    "ruled_at": "When",
                },
            ),
        ),
        never=("ruled_by",),
    ),
    Record(
        model=Assessment,
        noun="Assessment",
        parts=(
            Part(
                code="assessments",
                group=JUDGING,
                title="Your assessments",
                about="When you began and sent what you found.",
                yours=("assignment__champion__user",),
                columns={
                    "assignment__panel__application": "Application",
                    "state": "State",
                    "started_at": "Begun",
                    "submitted_at": "Sent",
                    "supporter": "Who helped you",
                    "minutes": "How many minutes it took",
                },
            ),
        ),
        never=("assignment", "change", "carried_from"),
    ),
    Record(
        model=Finding,
        noun="Finding",
        parts=(
            Part(
                code="findings",
                group=JUDGING,
                title="What you found",
                about="Your level and your words for each thing that is looked at.",
                yours=("assessment__assignment__champion__user",),
                columns={
                    "assessment__assignment__panel__application": "Application",
                    "code": "What was looked at",
                    "level": "Level",
                    "note": "Your note",
                    "strength": "What is strong",
                    "challenge": "A challenge for them",
                    "carried": "As on the version before",
                },
            ),
        ),
        never=("assessment",),
    ),
    Record(
        model=StrategyFinding,
        noun="Finding on a strategy",
        parts=(
            Part(
                code="strategy-findings",
                group=JUDGING,
                title="What you found on the strategies of the city",
                about="How the work fits each of them.",
                yours=("assessment__assignment__champion__user",),
                columns={
                    "assessment__assignment__panel__application": "Application",
                    "code": "Strategy",
                    "fit": "Does it fit",
                    "note": "Your note",
                    "carried": "As on the version before",
                },
            ),
        ),
        never=("assessment",),
    ),
    Record(
        model=Decision,
        noun="Decision",
        parts=(
            Part(
                code="decisions",
                group=JUDGING,
                title="Decisions that you recorded, released or took back",
                about="What the panel decided, and your part in it.",
                yours=("recorded_by", "released_by", "cancelled_by"),
                columns={
                    "panel__application": "Application",
                    "outcome": "Decision",
                    "feedback": "Feedback",
                    "recorded_by": "Recorded by",
                    "recorded_at": "Recorded",
                    "released_by": "Released by",
                    "released_at": "Released",
                    "cancelled_by": "Taken back by",
                    "cancelled_at": "Taken back",
                    "cancelled_reason": "Why",
                },
            ),
        ),
        quiet=("letter",),
        never=("panel", "change"),
    ),
    Record(
        model=DecisionPoint,
        noun="Point of a decision",
        parts=(
            Part(
                code="decision-points",
                group=JUDGING,
                title="Points of decisions that you recorded",
                about="What an organisation was asked to change.",
                yours=("decision__recorded_by",),
                columns={
                    "decision__panel__application": "Application",
                    "code": "About",
                    "sentence": "What was asked",
                },
            ),
        ),
        never=("decision", "challenge"),
    ),
    Record(
        model=AgreedFinding,
        noun="What a panel agreed",
        parts=(
            Part(
                code="agreed",
                group=JUDGING,
                title="What the panel agreed, as you recorded it",
                about="For each thing that is looked at.",
                yours=("decision__recorded_by",),
                columns={
                    "decision__panel__application": "Application",
                    "code": "What was looked at",
                    "met": "Met",
                    "note": "Note",
                    "dissent": "Who saw it otherwise",
                },
            ),
        ),
        never=("decision",),
    ),
    Record(
        model=Appeal,
        noun="Appeal",
        parts=(
            Part(
                code="appeals",
                group=TALK,
                title="Appeals that you made",
                about="That you asked other people to look again, and why.",
                yours=("made_by",),
                columns={
                    "decision__panel__application": "Application",
                    "made_at": "When",
                    "grounds": "Why",
                    "state": "State",
                    "handled_at": "Taken on, or not",
                    "refused_why": "Why it was not taken on",
                    "outcome": "Outcome",
                },
            ),
            Part(
                code="appeals-handled",
                group=OFFICE,
                title="Appeals that you took on, or did not",
                about="For which application, and when.",
                yours=("handled_by",),
                columns={
                    "decision__panel__application": "Application",
                    "handled_at": "When",
                    "state": "State",
                    "refused_why": "Why it was not taken on",
                },
            ),
        ),
        never=("decision", "state_since", "made_by", "handled_by", "change"),
    ),
)

"""Champions and their service, their places on panels, what they declared for a case."""

from champions.models import (
    Absence,
    Assignment,
    CalendarLink,
    Champion,
    Claim,
    DeclarationOfInterest,
    Training,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import ACCOUNT, JUDGING, OFFICE, SERVING

SERVICE = (
    Record(
        model=Champion,
        noun="Champion",
        parts=(
            Part(
                code="champion",
                group=SERVING,
                title="You as a champion",
                about="The view that you bring, how long you serve, and what suits you.",
                yours=("user",),
                columns={
                    "perspective": "Perspective",
                    "sector": "Sector",
                    "serves_from": "From",
                    "served_until": "Until",
                    "turns_18_on": "Turns 18 on",
                    "term_ends_on": "Means to stop on",
                    "most_cases": "How many cases at once",
                    "suits": "Times that suit",
                    "access_needs": "What helps you to take part",
                    "plain_way": "One question a page, in short words",
                },
            ),
        ),
        never=("user",),
    ),
    Record(
        model=Absence,
        noun="Days away",
        parts=(
            Part(
                code="absences",
                group=SERVING,
                title="Days on which you are away",
                about="So that nobody asks you for anything on them.",
                yours=("champion__user",),
                columns={"from_on": "From", "until_on": "Until"},
            ),
        ),
        never=("champion",),
    ),
    Record(
        model=CalendarLink,
        noun="Calendar link",
        parts=(
            Part(
                code="calendar-links",
                group=ACCOUNT,
                title="The link of your calendar",
                about="That you have one, and since when. The link itself is a secret: your own page shows it.",
                yours=("user",),
                columns={"created_at": "Made", "renewed_at": "Made anew"},
            ),
        ),
        never=("user",),
    ),
    Record(
        model=Training,
        noun="Training",
        parts=(
            Part(
                code="training",
                group=SERVING,
                title="Training that you did",
                about="The courses, and when.",
                yours=("champion__user",),
                columns={"course": "Course", "done_on": "Day"},
            ),
            Part(
                code="training-recorded",
                group=OFFICE,
                title="Training of champions that you noted",
                about="Whose, and when you noted it.",
                yours=("recorded_by",),
                columns={
                    "champion__user": "Champion",
                    "course": "Course",
                    "recorded_at": "When",
                },
            ),
        ),
        never=("champion", "recorded_by"),
    ),
    Record(
        model=Claim,
        noun="Offer to sit on a panel",
        parts=(
            Part(
                code="claims",
                group=SERVING,
                title="Panels that you offered to sit on",
                about="For which application, and when.",
                yours=("champion__user",),
                columns={
                    "application": "Application",
                    "made_at": "Offered",
                    "withdrawn_at": "Taken back",
                },
            ),
        ),
        never=("champion",),
    ),
    Record(
        model=Assignment,
        noun="Place on a panel",
        parts=(
            Part(
                code="assignments",
                group=JUDGING,
                title="Panels that you sat on",
                about="Which applications you were asked to judge.",
                yours=("champion__user",),
                columns={
                    "panel__application": "Application",
                    "is_chair": "Chair",
                    "assigned_by": "Asked by",
                    "assigned_at": "From",
                    "ended_at": "Until",
                    "ended_reason": "Why it ended",
                    "ended_note": "What was written about that",
                },
            ),
            Part(
                code="assignments-made",
                group=OFFICE,
                title="Champions that you asked to a panel",
                about="For which application, and when.",
                yours=("assigned_by",),
                columns={
                    "panel__application": "Application",
                    "champion__user": "Champion",
                    "assigned_at": "When",
                },
            ),
            Part(
                code="assignments-ended",
                group=JUDGING,
                title="Places on panels that you ended",
                about="Your own, or one that you ended as an officer. Why is shown to whom it is about.",
                yours=("ended_by",),
                columns={
                    "panel__application": "Application",
                    "champion__user": "Champion",
                    "ended_at": "When",
                },
            ),
        ),
        never=("panel", "champion", "ended_by"),
    ),
    Record(
        model=DeclarationOfInterest,
        noun="Declaration of interest",
        parts=(
            Part(
                code="interests",
                group=JUDGING,
                title="What was said of your links with applicants",
                about="What you declared, or an officer noted for you.",
                yours=("assignment__champion__user", "declared_by"),
                columns={
                    "assignment__panel__application": "Application",
                    "assignment__champion__user": "Champion",
                    "nature": "Link",
                    "details": "Details",
                    "declared_by": "Said by",
                    "declared_at": "When",
                },
            ),
        ),
        never=("assignment",),
    ),
)

"""Meetings, visits and interviews: when they were, who came, what was found."""

from champions.models import (
    Appointment,
    AppointmentFinding,
    AppointmentPhoto,
    Attendance,
    OfferedTime,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import JUDGING

MEETINGS = (
    Record(
        model=Appointment,
        noun="Meeting",
        parts=(
            Part(
                code="meetings",
                group=JUDGING,
                title="Meetings, visits and interviews that you arranged, minuted or showed",
                about="When and where they were, what they were about, and the minutes.",
                yours=("created_by", "minuted_by", "shown_by"),
                columns={
                    "application": "Application",
                    "purpose": "What for",
                    "about": "What to see or hear",
                    "group": "With whom",
                    "state": "State",
                    "starts_at": "Begins",
                    "minutes": "Minutes it takes",
                    "place_kind": "How",
                    "place": "Place",
                    "held_on": "Held on",
                    "people_count": "How many people",
                    "summary": "What was said",
                    "commitment_assessed": "The commitment",
                    "next_steps": "Next steps",
                    "outcome": "Outcome",
                    "cancelled_reason": "Why it was cancelled",
                    "created_by": "Arranged by",
                    "created_at": "Arranged",
                    "minuted_by": "Minuted by",
                    "minuted_at": "Minuted",
                    "shown_by": "Shown by",
                    "shown_at": "Shown",
                },
            ),
        ),
        quiet=("access_needs",),
        never=("state_since", "place_changed_at", "checked"),
    ),
    Record(
        model=AppointmentPhoto,
        noun="Photo of a visit",
        nothing="Who took it is told with the evidence that somebody added.",
        never=("appointment", "item"),
    ),
    Record(
        model=AppointmentFinding,
        noun="What was found at a visit or an interview",
        parts=(
            Part(
                code="visit-findings",
                group=JUDGING,
                title="What was found at visits and interviews, as you wrote it up",
                about="For each thing that is looked at.",
                yours=("appointment__minuted_by",),
                columns={
                    "appointment__application": "Application",
                    "appointment__held_on": "Day",
                    "code": "What was looked at",
                    "text": "What was found",
                },
            ),
        ),
        never=("appointment",),
    ),
    Record(
        model=OfferedTime,
        noun="Time for a meeting",
        parts=(
            Part(
                code="offered-times",
                group=JUDGING,
                title="Times for a meeting that you offered",
                about="For which application, and when.",
                yours=("offered_by",),
                columns={
                    "appointment__application": "Application",
                    "starts_at": "Time",
                    "side": "For",
                    "offered_at": "Offered",
                    "closed_at": "Closed",
                },
            ),
        ),
        never=("appointment", "offered_by"),
    ),
    Record(
        model=Attendance,
        noun="Who came to a meeting",
        parts=(
            Part(
                code="attendances",
                group=JUDGING,
                title="Meetings that you were at",
                about="Whether you came, and as what.",
                yours=("user",),
                columns={
                    "appointment__application": "Application",
                    "appointment__held_on": "Day",
                    "name": "Name",
                    "capacity": "As",
                    "attended": "Came",
                },
                own=frozenset({"name"}),
            ),
        ),
        never=("appointment", "user"),
    ),
)

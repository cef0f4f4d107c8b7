"""The table, second part: champions, panels, meetings and decisions; certificates."""

from certificates.models import Certificate, CertificateNumbers, LogoPack, Signatory, SigningKey
from champions.models import (
    AgreedFinding,
    Appointment,
    Assessment,
    Assignment,
    Attendance,
    Champion,
    Decision,
    DecisionPoint,
    DeclarationOfInterest,
    Finding,
    OfferedTime,
    Panel,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import JUDGING, OFFICE

CHAMPIONS = (
    Record(
        model=Champion,
        noun="Champion",
        parts=(
            Part(
                code="champion",
                group=JUDGING,
                title="You as a champion",
                about="The view that you bring, and how long you serve.",
                yours=("user",),
                columns={
                    "perspective": "Perspective",
                    "sector": "Sector",
                    "serves_from": "From",
                    "served_until": "Until",
                    "turns_18_on": "Turns 18 on",
                },
            ),
        ),
        never=("user",),
    ),
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
        ),
        never=("panel", "champion"),
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
                },
            ),
        ),
        never=("assignment", "change"),
    ),
    Record(
        model=Finding,
        noun="Finding",
        parts=(
            Part(
                code="findings",
                group=JUDGING,
                title="What you found",
                about="Your level and your note for each thing that is looked at.",
                yours=("assessment__assignment__champion__user",),
                columns={
                    "assessment__assignment__panel__application": "Application",
                    "code": "What was looked at",
                    "level": "Level",
                    "note": "Your note",
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
        model=Appointment,
        noun="Meeting",
        parts=(
            Part(
                code="meetings",
                group=JUDGING,
                title="Meetings that you arranged or minuted",
                about="When and where they were, and the minutes.",
                yours=("created_by", "minuted_by"),
                columns={
                    "application": "Application",
                    "purpose": "What for",
                    "state": "State",
                    "starts_at": "Begins",
                    "minutes": "Minutes it takes",
                    "place_kind": "How",
                    "place": "Place",
                    "held_on": "Held on",
                    "summary": "What was said",
                    "commitment_assessed": "The commitment",
                    "next_steps": "Next steps",
                    "outcome": "Outcome",
                    "cancelled_reason": "Why it was cancelled",
                    "created_by": "Arranged by",
                    "created_at": "Arranged",
                    "minuted_by": "Minuted by",
                    "minuted_at": "Minuted",
                },
            ),
        ),
        quiet=("access_needs",),
        never=("state_since",),
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

CERTIFICATES = (
    Record(
        model=Certificate,
        noun="Certificate",
        parts=(
            Part(
                code="certificates",
                group=OFFICE,
                title="Certificates that you issued",
                about="The numbers and days.",
                yours=("issued_by",),
                columns={
                    "number": "Number",
                    "printed_name": "Organisation",
                    "stage": "Award",
                    "issued_at": "When",
                },
            ),
        ),
        quiet=("signatories",),
        never=(
            "award",
            "code",
            "edition",
            "awarded_on",
            "valid_until",
            "issued_by",
            "superseded_at",
            "file_deleted_at",
            "file",
            "sha256",
        ),
    ),
    Record(
        model=CertificateNumbers,
        noun="Numbers of certificates",
        nothing="It counts certificates.",
        never=("year", "last"),
    ),
    Record(
        model=SigningKey,
        noun="Key",
        nothing="It is about a key of the council.",
        never=("key_id", "certificate_pem", "first_used_at", "compromised_on"),
    ),
    Record(
        model=LogoPack,
        noun="Logo pack",
        nothing="It is a file with logos.",
        never=("stage", "edition", "year", "file"),
    ),
    Record(
        model=Signatory,
        noun="Signatory of certificates",
        nothing="Signatories have no account. Their name is found under “Where your name appears”.",
        quiet=("name", "role", "organisation_line", "signs_from", "signs_until"),
        never=("picture", "order"),
    ),
)

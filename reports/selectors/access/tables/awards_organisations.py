"""Organisations, who belongs to them, their applications and awards."""

from awards.models import (
    Application,
    Award,
    Invitation,
    Membership,
    Organisation,
    Revocation,
    StatusChange,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE, PLACE, WORK

ORGANISATIONS = (
    Record(
        model=Organisation,
        noun="Organisation",
        nothing="It is about an organisation.",
        quiet=("name", "printed_name"),
        never=("slug", "sector", "kind", "postcode", "created_at", "erased_at"),
    ),
    Record(
        model=Membership,
        noun="Membership",
        parts=(
            Part(
                code="memberships",
                group=PLACE,
                title="Organisations you belong to",
                about="Where you can read and write, and in which role.",
                yours=("user",),
                columns={"organisation": "Organisation", "role": "Role", "joined_at": "Since"},
            ),
        ),
        never=("user",),
    ),
    Record(
        model=Invitation,
        noun="Invitation",
        parts=(
            Part(
                code="invitations",
                group=PLACE,
                title="Invitations to you",
                about="Somebody asked you to join an organisation here.",
                addressed=("email",),
                columns={
                    "organisation": "Organisation",
                    "email": "Sent to",
                    "role": "Role",
                    "invited_by": "Invited by",
                    "invited_at": "When",
                    "expires_at": "Open until",
                    "accepted_at": "Accepted",
                    "cancelled_at": "Cancelled",
                },
            ),
            Part(
                code="invitations-sent",
                group=PLACE,
                title="Invitations that you sent",
                about="You asked somebody to join an organisation here.",
                yours=("invited_by",),
                columns={
                    "organisation": "Organisation",
                    "email": "Sent to",
                    "role": "Role",
                    "invited_at": "When",
                    "accepted_at": "Accepted",
                    "cancelled_at": "Cancelled",
                },
            ),
        ),
    ),
    Record(
        model=Application,
        noun="Application",
        parts=(
            Part(
                code="applications",
                group=WORK,
                title="Applications that you began",
                about="The forms that you started for an organisation.",
                yours=("created_by",),
                columns={
                    "organisation": "Organisation",
                    "stage": "Award",
                    "reference": "Reference",
                    "status": "Status",
                    "created_at": "Begun",
                    "submitted_at": "Sent",
                },
            ),
        ),
        never=(
            "kind",
            "edition",
            "status_since",
            "created_by",
            "contents_deleted_at",
            "entered_by_officer",
        ),
    ),
    Record(
        model=StatusChange,
        noun="Step of an application",
        parts=(
            Part(
                code="steps",
                group=WORK,
                title="Steps that you took",
                about="When you sent, withdrew or moved on an application.",
                yours=("actor",),
                columns={
                    "application": "Application",
                    "at": "When",
                    "from_status": "From",
                    "to_status": "To",
                    "role": "As",
                    "note": "Note",
                },
            ),
        ),
        quiet=("snapshot",),
        never=("name", "actor"),
    ),
    Record(
        model=Award,
        noun="Award",
        parts=(
            Part(
                code="awards-revoked",
                group=OFFICE,
                title="Awards that you took back",
                about="With the reason that you gave.",
                yours=("revoked_by",),
                columns={
                    "organisation": "Organisation",
                    "stage": "Award",
                    "revoked_on": "Day",
                    "revocation_reason": "Reason",
                    "revocation_public_reason": "What everybody reads",
                },
            ),
        ),
        never=(
            "application",
            "edition",
            "awarded_on",
            "held_since",
            "runs_from",
            "valid_until",
            "due_on",
            "grace_until",
            "pending_since",
            "pending_until",
            "revoked_by",
            "superseded_on",
            "superseded_by",
        ),
    ),
    Record(
        model=Revocation,
        noun="Proposal to take back an award",
        parts=(
            Part(
                code="revocations-proposed",
                group=OFFICE,
                title="Awards that you proposed to take back",
                about="With the reason that you gave.",
                yours=("proposed_by",),
                columns={
                    "award": "Award",
                    "proposed_at": "When",
                    "reason": "Reason",
                    "public_reason": "What everybody would read",
                    "answer": "Answer",
                },
            ),
            Part(
                code="revocations-answered",
                group=OFFICE,
                title="Proposals to take back an award that you answered",
                about="What you decided, and why.",
                yours=("answered_by",),
                columns={
                    "award": "Award",
                    "answered_at": "When",
                    "answer": "Answer",
                    "note": "Note",
                },
            ),
        ),
        never=("proposed_by", "answered_by"),
    ),
)

"""The table, first part: accounts, organisations and their applications."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from awards.models import (
    Application,
    Award,
    Challenge,
    Concern,
    EditionInForce,
    Extension,
    Hold,
    Invitation,
    Membership,
    Organisation,
    Remark,
    StatusChange,
    User,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import ACCOUNT, OFFICE, PLACE, RIGHTS, TALK, WORK

ACCOUNTS = (
    Record(
        model=User,
        noun="Account",
        parts=(
            Part(
                code="account",
                group=ACCOUNT,
                title="Your account",
                about="What you told us when you signed up, and what you may do.",
                yours=("pk",),
                columns={
                    "name": "Name",
                    "email": "E-mail address",
                    "is_officer": "SEND officer",
                    "is_champion": "Champion",
                    "is_staff": "May open the repair pages",
                    "is_superuser": "May do everything there",
                    "is_active": "May sign in",
                    "mail_rhythm": "How often we write",
                    "date_joined": "Signed up",
                    "last_login": "Last signed in",
                    "erased_at": "Made anonymous",
                },
                own=frozenset({"name", "email"}),
            ),
        ),
        never=("password",),
    ),
    Record(
        model=EmailAddress,
        noun="E-mail address",
        parts=(
            Part(
                code="addresses",
                group=ACCOUNT,
                title="Your e-mail addresses",
                about="The addresses that you sign in with, or asked to.",
                yours=("user",),
                columns={"email": "Address", "verified": "Confirmed", "primary": "Main address"},
                own=frozenset({"email"}),
            ),
        ),
        never=("user",),
    ),
    Record(
        model=EmailConfirmation,
        noun="Check of an e-mail address",
        parts=(
            Part(
                code="address-checks",
                group=ACCOUNT,
                title="Checks of your e-mail address",
                about="When we asked you to confirm an address.",
                yours=("email_address__user",),
                columns={"created": "Made", "sent": "Sent"},
            ),
        ),
        never=("email_address",),
    ),
    Record(
        model=Authenticator,
        noun="Second step",
        parts=(
            Part(
                code="second-steps",
                group=ACCOUNT,
                title="Your second step for signing in",
                about="Apps, keys and spare codes that you set up. Their secrets are not shown to anybody.",
                yours=("user",),
                columns={"type": "Kind", "created_at": "Set up", "last_used_at": "Last used"},
            ),
        ),
        never=("user", "data"),
    ),
    Record(
        model=UserSession,
        noun="Sign-in",
        parts=(
            Part(
                code="sign-ins",
                group=ACCOUNT,
                title="Where you are signed in",
                about="Each device that is signed in now. Of its internet address we keep the network alone.",
                yours=("user",),
                columns={
                    "created_at": "Signed in",
                    "last_seen_at": "Last seen",
                    "ip": "Network",
                    "user_agent": "Browser",
                },
                own=frozenset({"user_agent"}),
            ),
        ),
        never=("user", "session_key", "data"),
    ),
    Record(
        model=Session,
        noun="Sign-in",
        nothing="Whoever holds it is signed in, so it is a secret. “Where you are signed in” says the rest.",
        never=("session_key", "session_data", "expire_date"),
    ),
    Record(
        model=LogEntry,
        noun="Repair",
        parts=(
            Part(
                code="repairs",
                group=OFFICE,
                title="Repairs that you made",
                about="Changes made on the repair pages.",
                yours=("user",),
                columns={
                    "action_time": "When",
                    "content_type__model": "Kind of record",
                    "object_repr": "Record",
                    "action_flag": "What",
                    "change_message": "Change",
                },
            ),
        ),
        never=("user", "content_type", "object_id"),
    ),
    Record(
        model=Group,
        noun="Group",
        nothing="Groups are not used, and hold no person.",
        never=("name",),
    ),
    Record(
        model=Permission,
        noun="Permission",
        nothing="A list of what software can do.",
        never=("name", "content_type", "codename"),
    ),
    Record(
        model=ContentType,
        noun="Kind of record",
        nothing="A list of the kinds of records.",
        never=("app_label", "model"),
    ),
)

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
        model=Challenge,
        noun="Challenge",
        parts=(
            Part(
                code="challenges",
                group=TALK,
                title="Challenges that you raised",
                about="Questions and doubts that you wrote to an applicant or the panel.",
                yours=("raised_by",),
                columns={
                    "application": "Application",
                    "raised_at": "When",
                    "raised_as": "As",
                    "subject_name": "About",
                    "text": "What you wrote",
                    "audience": "Who sees it",
                },
            ),
            Part(
                code="challenges-closed",
                group=TALK,
                title="Challenges that you closed",
                about="With the note that you left.",
                yours=("closed_by",),
                columns={
                    "application": "Application",
                    "subject_name": "About",
                    "closed_at": "When",
                    "closing_note": "Your note",
                },
            ),
        ),
        never=("subject", "raised_by", "closed_by", "sent_back_in"),
    ),
    Record(
        model=Remark,
        noun="Remark",
        parts=(
            Part(
                code="remarks",
                group=TALK,
                title="Remarks and answers that you wrote",
                about="Replies, questions, praise and thanks.",
                yours=("author",),
                columns={
                    "application": "Application",
                    "at": "When",
                    "author_as": "As",
                    "text": "What you wrote",
                    "answer": "Kind of answer",
                    "audience": "Who sees it",
                },
            ),
        ),
        never=("author", "challenge"),
    ),
    Record(
        model=Concern,
        noun="Concern",
        parts=(
            Part(
                code="concerns",
                group=RIGHTS,
                title="Concerns that you reported",
                about="What you told us because you were worried.",
                yours=("reported_by",),
                addressed=("contact",),
                columns={
                    "reported_at": "When",
                    "about": "About",
                    "what": "What you told us",
                    "where": "Where it was",
                    "name": "Your name",
                    "contact": "How to reach you",
                    "handled_at": "Closed",
                },
                own=frozenset({"name", "contact"}),
            ),
            Part(
                code="concerns-handled",
                group=OFFICE,
                title="Concerns that you closed",
                about="When you closed them. What was told is not yours, and stays out.",
                yours=("handled_by",),
                columns={"reported_at": "Reported", "handled_at": "Closed"},
            ),
        ),
        # Words about somebody's safety may put a child in danger if they are handed on: a concern that
        # another person reported is not looked through (Data Protection Act 2018, schedule 3).
        searched=False,
        never=("reported_by", "handled_by", "outcome", "organisation"),
    ),
    Record(
        model=EditionInForce,
        noun="Edition",
        parts=(
            Part(
                code="editions",
                group=OFFICE,
                title="Editions of the scheme that you put in force",
                about="The rules of the award, and from which day they count.",
                yours=("switched_by",),
                columns={"code": "Edition", "from_date": "From", "switched_at": "When"},
            ),
        ),
        never=("switched_by",),
    ),
    Record(
        model=Extension,
        noun="Later date",
        parts=(
            Part(
                code="extensions",
                group=OFFICE,
                title="Later dates that you gave",
                about="More time for an organisation, and why.",
                yours=("granted_by",),
                columns={
                    "organisation": "Organisation",
                    "stage": "Award",
                    "due_on": "New date",
                    "reason": "Reason",
                    "granted_at": "When",
                },
            ),
        ),
        never=("award", "granted_by"),
    ),
    Record(
        model=Hold,
        noun="Legal hold",
        parts=(
            Part(
                code="holds",
                group=RIGHTS,
                title="Legal holds on your data",
                about="While one is open, nothing about you is deleted.",
                yours=("person",),
                columns={"placed_at": "From", "ended_at": "Until", "reason": "Reason"},
            ),
            Part(
                code="holds-placed",
                group=OFFICE,
                title="Legal holds that you placed or ended",
                about="Dates alone. The reason belongs to whom it is about.",
                yours=("placed_by", "ended_by"),
                columns={
                    "organisation": "Organisation",
                    "placed_by": "Placed by",
                    "placed_at": "From",
                    "ended_by": "Ended by",
                    "ended_at": "Until",
                },
            ),
        ),
        never=("person",),
    ),
)

"""Accounts, how people sign in, and what Django and allauth keep for that."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from awards.models import User
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import ACCOUNT, OFFICE

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

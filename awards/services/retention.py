"""How long the records of this room are kept: people's mail and typing, invitations, concerns, holds."""

from datetime import datetime, timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from awards.models import (
    Award,
    Concern,
    EditionInForce,
    Extension,
    Hold,
    Invitation,
    Membership,
    Organisation,
    Revocation,
    StandingInterest,
    held_people,
)
from awards.selectors.holds import by_hold
from foundation.models import Draft, OutboxMessage
from foundation.outbox import KEEP_TEXT, old_texts
from foundation.retention import Holding
from foundation.retention_table import OURS, delete_row, months_ago

# What has ended is still shown to whoever opens an old link.
INVITATIONS_KEPT = timedelta(days=30)


def typed(at: datetime, *, held: bool = False) -> "QuerySet[Draft]":
    rows = Draft.objects.filter(saved_at__lt=months_ago(at, 12))
    return by_hold(rows, held=held, person=["owner"])


def invitations(at: datetime, *, held: bool = False) -> "QuerySet[Invitation]":
    limit = at - INVITATIONS_KEPT
    ended = Q(accepted_at__lt=limit) | Q(cancelled_at__lt=limit) | Q(expires_at__lt=limit)
    return by_hold(Invitation.objects.filter(ended), held=held, organisation=["organisation"])


def concerns(at: datetime, *, held: bool = False) -> "QuerySet[Concern]":
    rows = Concern.objects.filter(handled_at__lt=months_ago(at, 36))
    return by_hold(rows, held=held, person=["reported_by"])


def mail(at: datetime, *, held: bool = False) -> "QuerySet[OutboxMessage]":
    """The row says that somebody was told, so that nobody is told twice; no reminder is two years late."""
    rows = OutboxMessage.objects.filter(created_at__lt=months_ago(at, 24))
    return _of_held(rows, held)


def mail_texts(at: datetime) -> "QuerySet[OutboxMessage]":
    return old_texts(at - KEEP_TEXT - timedelta(days=1))


def holds(at: datetime, *, held: bool = False) -> "QuerySet[Hold]":
    """An ended one; while another holds the same thing, it stays with it."""
    rows = Hold.objects.filter(ended_at__lt=months_ago(at, 72))
    return by_hold(rows, held=held, organisation=["organisation"], person=["person"])


def interests(at: datetime, *, held: bool = False) -> "QuerySet[StandingInterest]":
    """For as long as the work of a panel says who left it because of one."""
    rows = StandingInterest.objects.filter(ended_at__lt=months_ago(at, 72))
    return by_hold(rows, held=held, organisation=["organisation"], person=["person"])


def repairs(at: datetime, *, held: bool = False) -> "QuerySet[LogEntry]":
    rows = LogEntry.objects.filter(action_time__lt=months_ago(at, 72))
    return by_hold(rows, held=held, person=["user"])


def _of_held(rows: "QuerySet[OutboxMessage]", held: bool) -> "QuerySet[OutboxMessage]":
    kept = Q(to__in=held_people().values("email"))
    return rows.filter(kept) if held else rows.exclude(kept)


REGISTER = Holding(
    code="register",
    name="The register: organisations, their people and their awards",
    kept="The register of awards is kept for good. Who belongs to an organisation: until they leave it.",
    then="It holds the name of the organisation and its awards, and no other personal data.",
    models=(Organisation, Membership, Award, Extension, Revocation, EditionInForce),
)
HOLDINGS = [
    Holding(
        code="typed",
        name="What you typed and did not save",
        kept="12 months.",
        then="Deleted.",
        models=(Draft,),
        past=typed,
        held=partial(typed, held=True),
        act=delete_row,
    ),
    Holding(
        code="invitations",
        name="Invitations to join an organisation",
        kept="30 days after they were used, cancelled or ran out.",
        then="Deleted.",
        models=(Invitation,),
        past=invitations,
        held=partial(invitations, held=True),
        act=delete_row,
        source=OURS,
    ),
    Holding(
        code="concerns",
        name="Concerns that somebody told us",
        kept="3 years after they were closed.",
        then="Deleted.",
        models=(Concern,),
        past=concerns,
        held=partial(concerns, held=True),
        act=delete_row,
    ),
    Holding(
        code="mail-text",
        name="The text of e-mails that we sent",
        kept="90 days.",
        then="Deleted. That we wrote, to whom and when, stays for 2 years.",
        models=(),
        past=mail_texts,
        duty="delete the text of old mail",
    ),
    Holding(
        code="mail",
        name="That we wrote to you",
        kept="2 years.",
        then="Deleted.",
        models=(OutboxMessage,),
        past=mail,
        held=partial(mail, held=True),
        act=delete_row,
    ),
    Holding(
        code="holds",
        name="Legal holds",
        kept="6 years after they ended.",
        then="Deleted.",
        models=(Hold,),
        past=holds,
        held=partial(holds, held=True),
        act=delete_row,
        public=False,
    ),
    Holding(
        code="interests",
        name="What ties champions and officers to an organisation, as they told us",
        kept="While it lasts, and 6 years after it ended. Never longer than the account.",
        then="Deleted.",
        models=(StandingInterest,),
        past=interests,
        held=partial(interests, held=True),
        act=delete_row,
    ),
    Holding(
        code="repairs",
        name="What was changed on the repair pages",
        kept="6 years.",
        then="Deleted.",
        models=(LogEntry,),
        past=repairs,
        held=partial(repairs, held=True),
        act=delete_row,
        public=False,
    ),
    Holding(
        code="devices",
        name="The devices that you are signed in on",
        kept="Until that sign-in ends.",
        then="Deleted with it.",
        models=(UserSession,),
        duty="delete expired sign-ins",
    ),
    Holding(
        code="permissions",
        name="Lists of what there is in the service",
        kept="For good. They hold nobody’s data.",
        then="Nothing.",
        models=(ContentType, Permission, Group),
        source=OURS,
        public=False,
    ),
]

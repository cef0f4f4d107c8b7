"""The second step of signing in: who needs it, who has it, and how a lost phone is dealt with."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from awards import emails
from awards.choices import MembershipRole
from awards.models import User
from awards.permissions import need_officer
from foundation import audit
from foundation.outbox import queue_mail
from foundation.refusals import NotAllowed, Refused

SHORTEST_ACCOUNT = 20


def is_required(person: User) -> bool:
    """Whether one of the person's roles is in `SECOND_FACTOR_ROLES`, or opens the repair pages (T-35)."""
    if person.is_staff and settings.ADMIN_ADDRESS:
        return True
    roles = set(settings.SECOND_FACTOR_ROLES)
    if (person.is_officer and "officer" in roles) or (person.is_champion and "champion" in roles):
        return True
    wanted = roles & set(MembershipRole.values)
    return bool(wanted) and person.memberships.filter(role__in=wanted).exists()


def has_one(person: User) -> bool:
    """An app or a passkey; recovery codes alone only help out."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def is_missing(person: User) -> bool:
    return is_required(person) and not has_one(person)


@transaction.atomic
def reset_second_factor(*, person: User, officer: User, how_checked: str, at: datetime) -> None:
    """Take every second step off the account of somebody who lost their phone.

    All their sessions end, they are told by e-mail, and how the officer made sure that it is them
    is kept in the audit log.
    """
    need_officer(officer)
    if person == officer:
        raise NotAllowed("Ask another officer to do this for you.")
    if len(how_checked.strip()) < SHORTEST_ACCOUNT:
        raise Refused("Say how you made sure that it is them.")
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise Refused(f"{person} has no second step to reset.")
    for session in UserSession.objects.filter(user=person):
        session.end()
    queue_mail(
        key=f"second_factor_reset:{person.pk}:{at.isoformat()}",
        message="account_second_factor_reset",
        to=person.email,
        context={"person": person, "at": at, "sign_in_url": emails.address_of("account_login")},
        at=at,
    )
    audit.record(
        "account.second_factor_reset",
        actor=officer,
        target=person,
        at=at,
        role="officer",
        reason=how_checked.strip(),
    )

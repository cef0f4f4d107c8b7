"""Making an account, or an organisation, nobody's: the rows of this room (UK GDPR, article 17).

Rows stay, so that what one person did is still known to be one person's; names and addresses go.
`reports.services.erasure` calls this with what the rooms between have to forget.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction

from awards.choices import Interest, MembershipRole
from awards.models import (
    Award,
    Extension,
    Hold,
    Invitation,
    Membership,
    Organisation,
    Revocation,
    StandingInterest,
    User,
)
from foundation import audit
from foundation.dates import london_date
from foundation.models import Draft, KeptPost
from foundation.refusals import Refused

ENDED = "Its organisation asked to have its name deleted."
DELETED = "Deleted"


def pseudonym(person: User) -> str:
    """The same for good, and nobody's name."""
    return f"Former user {person.uuid.hex[:6].upper()}"


def reasons_to_keep(person: User) -> list[str]:
    """What has to be settled before this account can be made anonymous, in sentences."""
    found = []
    if Hold.objects.active().filter(person=person).exists():
        found.append(f"What is about {person} is under a legal hold.")
    if person.is_officer:
        found.append(f"{person} is a SEND officer. End that appointment first.")
    if person.is_champion:
        found.append(f"{person} is a champion. End that appointment first.")
    for membership in person.memberships.select_related("organisation"):
        if membership.is_lead and not _other_leads(membership):
            found.append(
                f"{person} is the only co-production lead of {membership.organisation}. Hand it over first."
            )
    return found


@transaction.atomic
def anonymise_account(person: User, *, at: datetime) -> None:
    """Name, address and everything that signs in. A second call changes nothing."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.erased_at is not None:
        return
    if reasons := reasons_to_keep(locked):
        raise Refused(" ".join(reasons))
    Invitation.objects.filter(email=locked.email).delete()
    _end_memberships(locked, at=at)
    StandingInterest.objects.filter(person=locked).delete()
    for session in UserSession.objects.filter(user=locked):
        Session.objects.filter(session_key=session.session_key).delete()
        session.delete()
    for model in (EmailAddress, Authenticator, Draft, KeptPost, LogEntry):
        field = "owner" if model in (Draft, KeptPost) else "user"
        model.objects.filter(**{field: locked}).delete()
    locked.email = f"erased-{locked.uuid.hex}@removed.invalid"
    locked.name = pseudonym(locked)
    locked.set_unusable_password()
    locked.is_active = False
    locked.is_staff = False
    locked.is_superuser = False
    locked.last_login = None
    locked.erased_at = at
    locked.save()
    person.refresh_from_db()


def _end_memberships(person: User, *, at: datetime) -> None:
    """Written down as any other end of one: what they could open has to be shut behind them."""
    for membership in person.memberships.select_related("organisation"):
        audit.record(
            "membership.ended",
            actor=None,
            target=membership,
            at=at,
            acting_for=membership.organisation.uuid,
            details={"role": membership.role, "own_act": False},
        )
        membership.delete()


@transaction.atomic
def empty_organisation(
    organisation: Organisation, *, with_name: bool, ended_by: User | None, at: datetime
) -> None:
    """Its people and what only they need. With its name, its awards end: nothing public is left of it."""
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    Membership.objects.filter(organisation=locked).delete()
    Invitation.objects.filter(organisation=locked).delete()
    locked.postcode = ""
    if with_name:
        short = locked.uuid.hex[:6]
        locked.name = locked.printed_name = f"Deleted organisation {short.upper()}"
        locked.slug = f"deleted-{locked.uuid.hex}"
        Extension.objects.filter(organisation=locked).update(reason=DELETED)
        _forget_ties(locked)
        Award.objects.filter(organisation=locked).standing().update(
            revoked_on=london_date(at), revoked_by=ended_by, revocation_reason=ENDED
        )
        Award.objects.filter(organisation=locked).exclude(revocation_reason__in=["", ENDED]).update(
            revocation_reason=DELETED
        )
        Award.objects.filter(organisation=locked).update(revocation_public_reason="")
        _forget_revocations(locked)
    locked.erased_at = locked.erased_at or at
    locked.save()
    organisation.refresh_from_db()


def _forget_ties(organisation: Organisation) -> None:
    """Who was tied stays tied: what is left of it is not theirs to see. Its name and the words go."""
    tied = StandingInterest.objects.filter(organisation=organisation)
    tied.update(organisation_name=organisation.name)
    tied.filter(nature=Interest.OTHER).update(details=DELETED)
    tied.exclude(nature=Interest.OTHER).update(details="")


def _forget_revocations(organisation: Organisation) -> None:
    """That two officers took an award back stays, and when; why they did does not."""
    rows = Revocation.objects.filter(award__organisation=organisation)
    rows.exclude(note="").update(note=DELETED)
    rows.update(reason=DELETED, public_reason="")


def _other_leads(membership: Membership) -> bool:
    leads = Membership.objects.filter(
        organisation=membership.organisation_id, role=MembershipRole.LEAD, user__is_active=True
    )
    return leads.exclude(pk=membership.pk).exists()

"""Organisations: joining the scheme, and who acts for them (scheme.md 4)."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from awards import emails
from awards.choices import MembershipRole
from awards.models import Invitation, Membership, Organisation, User, normal_email
from awards.services.interests import match_names
from foundation import audit
from foundation.printing.scripts import CannotPrint, require_printable
from foundation.refusals import NotAllowed, Refused

INVITATION_LASTS = timedelta(days=14)
# Addresses below /organisations/ and /register/ that are pages already.
RESERVED = {"new", "embed", "share"}


def _free_slug(name: str) -> str:
    base = slugify(name)[:60] or "organisation"
    slug = base
    while slug in RESERVED or Organisation.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(2)}"
    return slug


@transaction.atomic
def create_organisation(
    *,
    name: str,
    sector: str,
    kind: str,
    postcode: str,
    actor: User,
    at: datetime,
    lead: bool = True,
) -> Organisation:
    """A new organisation; whoever makes it becomes its first lead, except an officer typing in paper."""
    organisation = Organisation.objects.create(
        slug=_free_slug(name),
        name=name,
        printed_name=name,
        sector=sector,
        kind=kind,
        postcode=postcode,
        created_at=at,
    )
    if lead:
        Membership.objects.create(
            organisation=organisation, user=actor, role=MembershipRole.LEAD, joined_at=at
        )
    audit.record(
        "organisation.created",
        actor=actor,
        target=organisation,
        at=at,
        acting_for=organisation.uuid,
    )
    match_names(organisation, at=at)
    return organisation


def _locked(organisation: Organisation) -> Organisation:
    """One at a time per organisation, so that two people leaving at once cannot both be 'not the last'."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: MembershipRole, actor: User, at: datetime
) -> Invitation:
    """Ask somebody to join. A second invitation to the same mailbox replaces the first."""
    address = normal_email(email)
    _locked(organisation)
    if Membership.objects.filter(organisation=organisation, user__email=address).exists():
        raise Refused(f"{address} already belongs to {organisation}.")
    Invitation.objects.filter(
        organisation=organisation, email=address, accepted_at=None, cancelled_at=None
    ).update(cancelled_at=at)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role,
        invited_by=actor,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    emails.send_invitation(invitation, at=at)
    audit.record(
        "invitation.sent",
        actor=actor,
        target=invitation,
        at=at,
        acting_for=organisation.uuid,
        details={"role": role.value},
    )
    return invitation


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, actor: User, at: datetime) -> None:
    changed = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, cancelled_at=None
    ).update(cancelled_at=at)
    if not changed:
        raise Refused("This invitation has already been used or cancelled.")
    audit.record(
        "invitation.cancelled",
        actor=actor,
        target=invitation,
        at=at,
        acting_for=invitation.organisation.uuid,
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, actor: User, at: datetime) -> Membership:
    """Join. Only the person whose mailbox it was sent to can, and only once."""
    if actor.email != invitation.email:
        raise NotAllowed("This invitation was sent to another e-mail address.")
    changed = Invitation.objects.filter(pk=invitation.pk).pending(at).update(accepted_at=at)
    if not changed:
        raise Refused("This invitation has ended. Ask the person who invited you for a new one.")
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                organisation=invitation.organisation,
                user=actor,
                role=invitation.role,
                joined_at=at,
            )
    except IntegrityError as clash:
        raise Refused(f"You already belong to {invitation.organisation}.") from clash
    audit.record(
        "membership.joined",
        actor=actor,
        target=membership,
        at=at,
        acting_for=invitation.organisation.uuid,
        details={"role": invitation.role},
    )
    return membership


def _refuse_last_lead(membership: Membership) -> None:
    others = Membership.objects.filter(
        organisation=membership.organisation, role=MembershipRole.LEAD
    ).exclude(pk=membership.pk)
    if membership.is_lead and not others.exists():
        raise Refused(
            "Every organisation needs a co-production lead. Make somebody else a lead first."
        )


@transaction.atomic
def change_role(
    *, membership: Membership, role: MembershipRole, actor: User, at: datetime
) -> Membership:
    _locked(membership.organisation)
    membership.refresh_from_db()
    if role != MembershipRole.LEAD:
        _refuse_last_lead(membership)
    before = membership.role
    membership.role = role
    membership.save(update_fields=["role"])
    audit.record(
        "membership.role_changed",
        actor=actor,
        target=membership,
        at=at,
        acting_for=membership.organisation.uuid,
        details={"from": before, "to": role.value},
    )
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, actor: User, at: datetime) -> None:
    """End a membership: one's own, or a colleague's. What they wrote stays with the organisation."""
    _locked(membership.organisation)
    _refuse_last_lead(membership)
    audit.record(
        "membership.ended",
        actor=actor,
        target=membership,
        at=at,
        acting_for=membership.organisation.uuid,
        details={"role": membership.role, "own_act": membership.user_id == actor.pk},
    )
    membership.delete()


@transaction.atomic
def hand_over(
    *, organisation: Organisation, email: str, reason: str, actor: User, at: datetime
) -> Invitation:
    """An officer invites a new lead when the old one has gone; the reason is kept."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can hand an organisation to a new lead.")
    if not reason.strip():
        raise Refused("Say how you know that this person speaks for the organisation.")
    audit.record(
        "organisation.handed_over",
        actor=actor,
        target=organisation,
        at=at,
        role="officer",
        reason=reason,
        acting_for=organisation.uuid,
    )
    return invite(
        organisation=organisation, email=email, role=MembershipRole.LEAD, actor=actor, at=at
    )


@transaction.atomic
def correct_printed_name(
    *, organisation: Organisation, printed_name: str, reason: str, actor: User, at: datetime
) -> Organisation:
    """What the next certificate will say. Those that were issued keep their name."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can correct the name on a certificate.")
    if not printed_name.strip():
        raise Refused("Write the name as it should stand on the certificate.")
    if not reason.strip():
        raise Refused("Say how you know that this is the right name.")
    try:
        require_printable(printed_name)
    except CannotPrint as error:
        raise Refused(str(error)) from error
    current = _locked(organisation)
    if current.printed_name == printed_name:
        raise Refused(f"Certificates will say “{printed_name}” already.")
    current.printed_name = printed_name
    current.save(update_fields=["printed_name"])
    organisation.printed_name = printed_name
    audit.record(
        "organisation.printed_name_corrected",
        actor=actor,
        target=organisation,
        at=at,
        role="officer",
        reason=reason,
        acting_for=organisation.uuid,
    )
    return organisation

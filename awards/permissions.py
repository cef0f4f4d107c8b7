"""Who may do what with an organisation; each returns the role to act in, or refuses with the reason."""

from awards.choices import MembershipRole, Role
from awards.models import Application, Membership, Organisation, User
from foundation.refusals import NotAllowed


def role_in(user: User, organisation: Organisation) -> Role | None:
    """Lead or member; an officer who is neither acts as officer."""
    membership = Membership.objects.filter(user=user, organisation=organisation).first()
    if membership is not None:
        return Role.LEAD if membership.role == MembershipRole.LEAD else Role.MEMBER
    return Role.OFFICER if user.is_officer else None


def need_lead(user: User, organisation: Organisation) -> Role:
    """Leads send, sign and withdraw; officers do so only for what they entered from paper."""
    role = role_in(user, organisation)
    if role is Role.LEAD:
        return role
    raise NotAllowed("Only a co-production lead of this organisation can do this.")


def need_writer(user: User, application: Application) -> Role:
    """Members write their organisation's application; an officer writes only what came on paper (T-31)."""
    role = role_in(user, application.organisation)
    if role in (Role.LEAD, Role.MEMBER):
        return role
    if role is Role.OFFICER and application.entered_by_officer:
        return role
    raise NotAllowed("Only people of this organisation can write here.")


def need_sender(user: User, application: Application) -> Role:
    """Who may send an application off: a lead, or the officer who typed it in from paper."""
    role = role_in(user, application.organisation)
    if role is Role.LEAD:
        return role
    if role is Role.OFFICER and application.entered_by_officer:
        return role
    raise NotAllowed(
        "Only a co-production lead can send this. You can write, and ask a lead to send."
    )


def need_officer(user: User) -> Role:
    if not user.is_officer:
        raise NotAllowed("Only SEND officers can do this.")
    return Role.OFFICER


def need_officer_from_outside(user: User, organisation: Organisation) -> Role:
    """Officers do themselves no favours: not for an organisation that they belong to (T-36)."""
    need_officer(user)
    if Membership.objects.filter(user=user, organisation=organisation).exists():
        raise NotAllowed("You belong to this organisation. Another SEND officer has to do this.")
    return Role.OFFICER

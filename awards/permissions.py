"""Who may do what with an organisation; each returns the role to act in, or refuses with the reason."""

from awards.choices import MembershipRole, Role
from awards.models import Application, Membership, Organisation, StandingInterest, User
from foundation.refusals import NotAllowed


def role_in(user: User, organisation: Organisation) -> Role | None:
    """Lead or member; an officer who is neither acts as officer."""
    membership = Membership.objects.filter(user=user, organisation=organisation).first()
    if membership is not None:
        return Role.LEAD if membership.role == MembershipRole.LEAD else Role.MEMBER
    return Role.OFFICER if user.is_officer else None


def may_write(role: Role | None, application: Application) -> bool:
    """Members write their organisation's application; an officer writes only what came on paper (T-31)."""
    return role in (Role.LEAD, Role.MEMBER) or (
        role is Role.OFFICER and application.entered_by_officer
    )


def may_send(role: Role | None, application: Application) -> bool:
    """A lead, or the officer who typed it in from paper."""
    return role is not Role.MEMBER and may_write(role, application)


def may_withdraw(role: Role | None) -> bool:
    """Leads alone: no officer takes back what an organisation has sent."""
    return role is Role.LEAD


def need_lead(user: User, organisation: Organisation) -> Role:
    """Who withdraws, and who invites and removes people. Officers are not let in."""
    role = role_in(user, organisation)
    if role is Role.LEAD:
        return role
    raise NotAllowed("Only a co-production lead of this organisation can do this.")


def need_member(user: User, organisation: Organisation) -> Role:
    """Who keeps what is the organisation's and no application's; officers are not let in (T-31)."""
    role = role_in(user, organisation)
    if role in (Role.LEAD, Role.MEMBER):
        return role
    raise NotAllowed("Only people of this organisation can change this.")


def need_writer(user: User, application: Application) -> Role:
    role = role_in(user, application.organisation)
    if role is None or not may_write(role, application):
        raise NotAllowed("Only people of this organisation can write here.")
    return role


def need_sender(user: User, application: Application) -> Role:
    role = role_in(user, application.organisation)
    if role is None or not may_send(role, application):
        raise NotAllowed(
            "Only a co-production lead can send this. You can write, and ask a lead to send."
        )
    return role


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


def why_not_untied(user: User, organisation: Organisation) -> str | None:
    """Why this officer has no say over what the organisation holds: a part in it, or a link to it (T-36)."""
    if not user.is_officer:
        return "Only SEND officers can do this."
    if Membership.objects.filter(user=user, organisation=organisation).exists():
        return "You belong to this organisation. Another SEND officer has to do this."
    if StandingInterest.objects.active().filter(person=user, organisation=organisation).exists():
        return "You have a link with this organisation. Another SEND officer has to do this."
    return None


def need_untied_officer(user: User, organisation: Organisation) -> Role:
    if (reason := why_not_untied(user, organisation)) is not None:
        raise NotAllowed(reason)
    return Role.OFFICER

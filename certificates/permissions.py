"""Who may have a certificate's file, beyond seeing that it exists."""

from datetime import date

from awards.choices import Role
from awards.models import User
from awards.permissions import role_in
from certificates.models import Certificate


def is_member(user: User, certificate: Certificate) -> bool:
    """Its own people, who may write its spotlight; an officer from outside may not."""
    return role_in(user, certificate.award.organisation) in (Role.LEAD, Role.MEMBER)


def may_download(user: User, certificate: Certificate, *, on: date) -> bool:
    """Officers in every state; the organisation while it holds the award, grace included."""
    return user.is_officer or certificate.condition(on).is_held


def may_use_logo(certificate: Certificate, *, on: date) -> bool:
    """The logo belongs to an award that is held (T-80); officers have no use for an old one."""
    return certificate.condition(on).is_held


def picture_can_be_shown(certificate: Certificate | None) -> bool:
    """Everybody who checks may see it, but not of an award that was taken back: it must not be used."""
    return (
        certificate is not None
        and certificate.picture_id is not None
        and certificate.award.revoked_on is None
    )


def badge_is_there(certificate: Certificate) -> bool:
    """Made with the file, and not forgotten since. `certificate` was loaded with its badge."""
    badge = getattr(certificate, "badge", None)
    return badge is not None and badge.forgotten_at is None

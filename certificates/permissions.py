"""Who may have a certificate's file, beyond seeing that it exists."""

from datetime import date

from awards.choices import AwardCondition
from awards.models import User
from certificates.models import Certificate

HELD = (AwardCondition.IN_FORCE, AwardCondition.DUE)


def may_download(user: User, certificate: Certificate, *, on: date) -> bool:
    """Officers in every state; the organisation while it holds the award, grace included."""
    return user.is_officer or certificate.condition(on) in HELD


def may_use_logo(certificate: Certificate, *, on: date) -> bool:
    """The logo belongs to an award that is held (T-80); officers have no use for an old one."""
    return certificate.condition(on) in HELD

"""Small answers: the edition of a day, and somebody's place in an organisation."""

from datetime import date

from django.conf import settings

from awards.models import EditionInForce, Membership, Organisation, User
from awards.scheme import Scheme, edition


def scheme_in_force(*, on: date) -> Scheme:
    """The edition that officers switched on, or the one this installation begins with (scheme.md 31).

    Installing a file never changes the rules by itself.
    """
    row = EditionInForce.objects.filter(from_date__lte=on).order_by("-from_date").first()
    return edition(row.code if row is not None else settings.SCHEME_DEFAULT)


def membership_of(user: User, organisation: Organisation) -> Membership | None:
    return Membership.objects.filter(user=user, organisation=organisation).first()

"""For how long a kind of record is kept: the words of the retention table (`reports.services.retention`).

The table as a whole lies above this room's jobs. Rooms below say their rows themselves; the few of this
room are said again here, and a test holds them to the table.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.db.models import Model

from awards.models import User
from awards.services import retention as awards
from celebrations.services import retention as celebrations
from certificates import retention as certificates
from champions.services import retention as champions
from foundation import retention_table as foundation
from portfolios.services import retention as portfolios
from reports.models import AccessPackage, Erasure, PrivacyRequest, RequestEntry, RequestItem

ACCOUNT = (
    "As long as you belong to an organisation, or work for the award. After that until 12 months "
    "after you last signed in. We write to you a month before."
)
REQUEST = "3 years after it was closed."
HERE: dict[type[Model], str] = {
    **dict.fromkeys((User, EmailAddress, EmailConfirmation, Authenticator), ACCOUNT),
    **dict.fromkeys((PrivacyRequest, RequestEntry, RequestItem), REQUEST),
    AccessPackage: "3 years.",
    Erasure: "6 years. It holds no name that was deleted.",
}
BELOW: dict[type[Model], str] = {
    model: holding.kept
    for holding in (
        portfolios.APPLICATIONS,
        portfolios.EVIDENCE,
        portfolios.PRINTS,
        *champions.HOLDINGS,
        *celebrations.HOLDINGS,
        *certificates.HOLDINGS,
        awards.REGISTER,
        *awards.HOLDINGS,
        foundation.SESSIONS,
        foundation.AUDIT,
        foundation.LEDGER,
        *foundation.MACHINERY,
    )
    for model in holding.models
}


def kept_of(model: type[Model]) -> str:
    return HERE.get(model) or BELOW[model]

"""What `/readyz/` cannot know without this room."""

from datetime import datetime, timedelta

from certificates.models import Certificate
from certificates.tasks import make_certificate
from foundation.health import Check
from foundation.jobs import is_waiting

# A certificate is made within seconds; only one that should be there already counts.
USUAL = timedelta(minutes=1)


def ready(at: datetime) -> Check:
    """Not ready while certificates that should be there are still to be made.

    One that cannot be made, and pauses between tries, is the officers' business and holds nobody up.
    """
    late = Certificate.objects.filter(file=None, file_deleted_at=None, issued_at__lt=at - USUAL)
    if late.exists() and is_waiting(make_certificate, at=at):
        return Check("certificates", False, "Certificates are being made.")
    return Check("certificates", True, "Certificates are made.")

"""Champions hear of a new version. It is sent in a lower room, which knows nothing of panels."""

from datetime import timedelta

from awards.choices import Status
from awards.models import StatusChange
from champions import emails
from foundation.clock import DutyContext

# Long enough for a clock that stood still over a weekend; after that the list of cases tells.
LATEST = timedelta(days=7)


def tell_of_new_versions(context: DutyContext) -> int:
    """For the clock. Each champion is written to once for each version, however often this runs (T-90).

    Tells how many were written to now.
    """
    rows = StatusChange.objects.filter(
        name="resubmit", application__status=Status.IN_REVIEW, at__gte=context.now - LATEST
    ).select_related("application__organisation")
    return sum(
        emails.tell_changes_sent(row.application, change=row.pk, at=context.now)
        for row in rows.defer("snapshot")
    )

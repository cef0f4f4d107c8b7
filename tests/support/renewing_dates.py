"""Time that passes for an award, without moving anybody's clock: its dates go back, and those of its statement.

as_if_days_passed(award, 40)        # what was due in 30 days is ten days late now
"""

from datetime import timedelta

from awards.choices import ApplicationKind
from awards.models import Application, Award, StatusChange

DATES = (
    "awarded_on",
    "held_since",
    "runs_from",
    "valid_until",
    "due_on",
    "grace_until",
    "pending_since",
    "pending_until",
)


def as_if_days_passed(award: Award, days: int) -> None:
    """Certificates keep what is printed on them: they say what they said on the day they were given."""
    back = timedelta(days=days)
    award.refresh_from_db()
    for name in DATES:
        day = getattr(award, name)
        if day is not None:
            setattr(award, name, day - back)
    award.save(update_fields=DATES)
    for renewal in Application.objects.filter(
        organisation=award.organisation_id, kind=ApplicationKind.REVALIDATION
    ):
        for name in ("created_at", "status_since", "submitted_at"):
            moment = getattr(renewal, name)
            if moment is not None:
                setattr(renewal, name, moment - back)
        renewal.save(update_fields=["created_at", "status_since", "submitted_at"])
        for change in StatusChange.objects.filter(application=renewal):
            StatusChange.objects.filter(pk=change.pk).update(at=change.at - back)

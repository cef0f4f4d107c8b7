"""Appeals against a "not yet": who has decided already, and how each one stands (ours)."""

from django.db.models import F

from awards.models import Application
from champions.models import Assignment


def who_decided(application: Application) -> set[int]:
    """Keys of the champions who may not hear the appeal: all who ever sat before it was taken on.

    Also who left before the letter: they knew the case, and others were to look at it afresh. One query.
    """
    return set(
        Assignment.objects.filter(
            panel__application=application,
            panel__decisions__appeal__change__isnull=False,
            ended_at__lte=F("panel__decisions__appeal__change__at"),
        ).values_list("champion", flat=True)
    )

"""Who has decided a case that is appealed, and whether what is judged came in by an appeal (ours).

Low on purpose: who may sit is asked from here. How an appeal stands is in `letters`.
"""

from django.db.models import F

from awards.models import Application
from champions.models import Assignment
from champions.selectors.facts import APPEAL, CaseFacts


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


def is_appealed(facts: CaseFacts) -> bool:
    """What is judged now came in by an appeal."""
    return facts.judged is not None and facts.judged.name == APPEAL

"""What the champions asked an organisation, and what it still owes an answer to (scheme.md 17)."""

from awards.choices import Status
from awards.models import Application, Challenge, StatusChange
from awards.models.challenges import ChallengeQuerySet


def challenges_asked(application: Application) -> ChallengeQuerySet:
    """What the last letter sent back, while it is the organisation's turn; each with `is_answered`."""
    rows = Challenge.objects.filter(application=application)
    if application.status != Status.CHANGES_REQUESTED:
        return rows.none()
    change = (
        StatusChange.objects.filter(application=application, name="request_changes")
        .order_by("-at", "-pk")
        .values("pk")[:1]
    )
    return rows.visible_to_organisation().filter(sent_back_in=change).with_answers()


def unanswered_challenges(application: Application) -> ChallengeQuerySet:
    """What has to be answered before the organisation can send again.

    Questions that champions put while they read are not among them: only what was sent back is.
    """
    return challenges_asked(application).unanswered()

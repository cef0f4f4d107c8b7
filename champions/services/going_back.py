"""What a decision asks to be changed becomes visible, and is owed an answer (scheme.md 17)."""

from awards.choices import Audience, Role
from awards.models import Challenge, StatusChange
from champions.models import Decision, DecisionPoint
from champions.selectors import subjects_decided
from foundation import audit


def send_back(decision: Decision, change: StatusChange) -> None:
    """In the transaction that releases the letter, which is the mail that tells of them.

    Two queries for the challenges that stood, and a few for each point that was written for the letter.
    """
    points = list(decision.points.all())
    stood = [point.challenge_id for point in points if point.challenge_id is not None]
    Challenge.objects.filter(pk__in=stood).update(
        audience=Audience.ORGANISATION, sent_back_in=change
    )
    names = {each.code: each.name for each in subjects_decided(decision)}
    for point in points:
        if point.challenge_id is None:
            _make_challenge(point, names[point.code], decision, change)
    application = decision.panel.application
    audit.record(
        "challenges.sent_back",
        actor=change.actor,
        target=change,
        at=change.at,
        role=Role.OFFICER,
        acting_for=application.organisation.uuid,
        details={"count": len(points)},
    )


def _make_challenge(
    point: DecisionPoint, name: str, decision: Decision, change: StatusChange
) -> None:
    point.challenge = Challenge.objects.create(
        application=decision.panel.application,
        subject=point.code,
        subject_name=name,
        text=point.sentence,
        audience=Audience.ORGANISATION,
        raised_by=decision.recorded_by,
        raised_as=Role.CHAIR,
        raised_at=change.at,
        sent_back_in=change,
    )
    point.save(update_fields=["challenge"])

"""Support and challenge: champions ask while they read, and what went back is answered."""

from uuid import uuid4

from awards.choices import Answer, Audience
from awards.selectors.challenges import unanswered_challenges
from champions.services.challenges import close_challenge, raise_challenge, remark
from champions.services.remarks import answer_challenge
from config.demo.case import COMMITMENT, SIGNED, chair, champions
from config.demo.tale import Tale


def support_and_challenge(tale: Tale, day: int) -> None:
    """One champion asks the organisation, another keeps a doubt for the panel, the chair praises."""
    sketch, days = tale.sketch, tale.days
    asked = raise_challenge(
        panel=tale.panel,
        subject=COMMITMENT,
        text=sketch.question,
        audience=Audience.ORGANISATION,
        key=uuid4(),
        actor=champions(tale)[1].user,
        at=days.at(day, 11),
    )
    raise_challenge(
        panel=tale.panel,
        subject=SIGNED,
        text=sketch.aside,
        audience=Audience.PANEL,
        key=uuid4(),
        actor=chair(tale),
        at=days.at(day, 12),
    )
    remark(
        panel=tale.panel,
        challenge=None,
        text=sketch.praise,
        audience=Audience.ORGANISATION,
        key=uuid4(),
        actor=chair(tale),
        at=days.at(day, 13),
    )
    if sketch.reply:
        answer_challenge(
            challenge=asked,
            answer=Answer.EXPLANATION,
            text=sketch.reply,
            key=uuid4(),
            actor=tale.member,
            at=days.at(day, 18),
        )


def answer_points(tale: Tale, day: int) -> None:
    asked = unanswered_challenges(tale.application)
    for challenge, text in zip(asked, tale.sketch.answers, strict=True):
        answer_challenge(
            challenge=challenge,
            answer=Answer.CHANGE,
            text=text,
            key=uuid4(),
            actor=tale.lead,
            at=tale.days.at(day, 15),
        )


def close_first(tale: Tale, day: int) -> None:
    close_challenge(
        panel=tale.panel,
        challenge=tale.application.challenges.all()[0],
        note=tale.sketch.settled,
        actor=chair(tale),
        at=tale.days.at(day, 9),
    )

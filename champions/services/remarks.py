"""One entry of the thread, whoever writes it; and the organisation's own entries (scheme.md 17)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.choices import Answer, Audience, Role, Status
from awards.models import Application, Challenge, Remark, User
from awards.permissions import need_writer
from champions import emails
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import Refused


@transaction.atomic
def answer_challenge(
    *, challenge: Challenge, answer: Answer, text: str, key: UUID, actor: User, at: datetime
) -> Remark:
    """The organisation says what it changed, or why not. Any member can; only a lead sends."""
    application = locked(challenge.application)
    role = need_writer(actor, application)
    current = Challenge.objects.get(pk=challenge.pk)
    if not current.is_shown:
        raise Refused("There is nothing to answer here.")
    current.application = application
    said, is_new = add_remark(
        application,
        current,
        text=text,
        audience=Audience.ORGANISATION,
        answer=answer,
        key=key,
        author=actor,
        role=role,
        at=at,
    )
    if is_new:
        emails.tell_answered(said, current)
    return said


@transaction.atomic
def say(*, application: Application, text: str, key: UUID, actor: User, at: datetime) -> Remark:
    """The organisation writes to the champions, about the whole."""
    current = locked(application)
    role = need_writer(actor, current)
    said, is_new = add_remark(
        current,
        None,
        text=text,
        audience=Audience.ORGANISATION,
        key=key,
        author=actor,
        role=role,
        at=at,
    )
    if is_new:
        emails.tell_remark(said, None, to_panel=True)
    return said


def add_remark(
    application: Application,
    challenge: Challenge | None,
    *,
    text: str,
    audience: Audience,
    key: UUID,
    author: User,
    role: Role,
    at: datetime,
    answer: Answer | None = None,
) -> tuple[Remark, bool]:
    """The entry, and whether it is new: a second click finds the first one's (T-43).

    Called under the application's lock, by who has asked if this person may.
    """
    before = Remark.objects.filter(application=application, key=key).first()
    if before is not None:
        same = before.author_id == author.pk and before.text == text
        refuse_another_text(same and before.challenge_id == (challenge.pk if challenge else None))
        return before, False
    if application.status == Status.DRAFT or not application.is_open:
        raise Refused("You can write here while the application is with the champions.")
    if challenge is not None and challenge.closed_at is not None:
        raise Refused("This challenge has been closed. You can still write a message on the whole.")
    if not text.strip():
        raise Refused("Write your message.")
    remark = Remark.objects.create(
        application=application,
        challenge=challenge,
        audience=audience,
        author=author,
        author_as=role,
        at=at,
        text=text,
        answer=answer or "",
        key=key,
    )
    audit.record(
        "challenge.answered" if answer else "remark.made",
        actor=author,
        target=remark,
        at=at,
        role=role,
        acting_for=application.organisation.uuid,
        details={"audience": audience.value, "answer": remark.answer},
    )
    return remark, True


def refuse_another_text(is_same: bool) -> None:
    """A form sent before, with other words now (after the back button): both must be kept."""
    if not is_same:
        raise Refused("You sent this form before. Open the page again and paste what you wrote.")

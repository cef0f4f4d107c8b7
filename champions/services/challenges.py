"""What champions ask and say while they support and challenge (scheme.md 17; T-24, T-25, T-43)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.choices import Audience, Role, Status
from awards.models import Application, Challenge, Remark, User
from champions import emails
from champions.models import DecisionPoint, Panel
from champions.permissions import eyes_on, need_challenger, need_steerer, need_voice
from champions.selectors import Subject, evidence_subject, subjects_judged
from champions.services.locks import locked
from champions.services.remarks import add_remark, refuse_another_text
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Refused
from portfolios.records import Eyes


@transaction.atomic
def raise_challenge(
    *,
    panel: Panel,
    subject: str,
    text: str,
    audience: Audience,
    key: UUID,
    actor: User,
    at: datetime,
) -> Challenge:
    """Ask. The panel alone sees it, unless its author says otherwise.

    The same `key` finds what the first click raised (T-43).
    """
    application = locked(panel.application)
    role = need_challenger(actor, panel)
    before = Challenge.objects.filter(application=application, key=key).first()
    if before is not None:
        refuse_another_text(before.raised_by_id == actor.pk and before.text == text)
        return before
    if application.status not in (Status.IN_REVIEW, Status.CHANGES_REQUESTED):
        raise Refused("This application is not with the champions now.")
    if not text.strip():
        raise Refused("Write what you ask.")
    about = _subject(application, subject, at, eyes_on(panel, actor, on=london_date(at)))
    challenge = Challenge.objects.create(
        application=application,
        subject=about.code,
        subject_name=about.name,
        text=text,
        audience=audience,
        raised_by=actor,
        raised_as=role,
        raised_at=at,
        key=key,
    )
    _record("challenge.raised", challenge, actor, role, at)
    if challenge.is_shown:
        emails.tell_challenged(challenge, at=at)
    return challenge


def _subject(application: Application, code: str, at: datetime, eyes: Eyes) -> Subject:
    """Only what this very application is about (T-25), and what they may see of it (T-30)."""
    found = evidence_subject(application, code, on=london_date(at), eyes=eyes)
    if found is None:
        found = next((s for s in subjects_judged(application) if s.code == code), None)
    if found is None:
        raise Refused("Choose what this is about from the list.")
    return found


@transaction.atomic
def remark(
    *,
    panel: Panel,
    challenge: Challenge | None,
    text: str,
    audience: Audience,
    key: UUID,
    actor: User,
    at: datetime,
) -> Remark:
    """A champion or an officer says something, about a challenge or about the whole."""
    application = locked(panel.application)
    role = need_voice(actor, panel)
    current = _current(challenge, application) if challenge is not None else None
    if current is not None and not current.is_shown and audience is Audience.ORGANISATION:
        raise Refused("Show the challenge to the organisation first. Then it can read replies.")
    said, is_new = add_remark(
        application, current, text=text, audience=audience, key=key, author=actor, role=role, at=at
    )
    if is_new and audience is Audience.ORGANISATION:
        emails.tell_remark(said, current, to_panel=False)
    return said


@transaction.atomic
def show_to_organisation(
    *, panel: Panel, challenge: Challenge, actor: User, at: datetime
) -> Challenge:
    """Widen it. What the panel said among itself so far stays with the panel."""
    application = locked(panel.application)
    current = _current(challenge, application)
    role = need_steerer(actor, panel, current)
    _refuse_closed(current)
    if current.is_shown:
        raise Refused("The organisation already sees this.")
    current.audience = Audience.ORGANISATION
    current.save(update_fields=["audience"])
    _record("challenge.shown", current, actor, role, at)
    emails.tell_challenged(current, at=at)
    return current


@transaction.atomic
def close_challenge(
    *, panel: Panel, challenge: Challenge, note: str, actor: User, at: datetime
) -> Challenge:
    """Settled, and everybody who sees it sees that, with the note."""
    application = locked(panel.application)
    current = _current(challenge, application)
    role = need_steerer(actor, panel, current)
    _refuse_closed(current)
    if DecisionPoint.objects.filter(
        challenge=current, decision__released_at=None, decision__cancelled_at=None
    ).exists():
        raise Refused("The panel has just decided to send this back. It cannot be closed now.")
    current.closed_at = at
    current.closed_by = actor
    current.closing_note = note.strip()
    current.save(update_fields=["closed_at", "closed_by", "closing_note"])
    _record("challenge.closed", current, actor, role, at)
    return current


def _current(challenge: Challenge, application: Application) -> Challenge:
    """As it is now, under the lock of its case; one of another case is not there."""
    current = Challenge.objects.get(pk=challenge.pk, application=application)
    current.application = application
    return current


def _refuse_closed(challenge: Challenge) -> None:
    if challenge.closed_at is not None:
        raise Refused("This challenge has already been closed.")
    if not challenge.application.is_open:
        raise Refused("This application has ended.")


def _record(event: str, challenge: Challenge, actor: User, role: Role, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        target=challenge,
        at=at,
        role=role,
        acting_for=challenge.application.organisation.uuid,
        details={"subject": challenge.subject, "audience": challenge.audience},
    )

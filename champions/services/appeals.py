"""An organisation asks that champions who did not decide look again at a "not yet" (ours; T-39)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import Role
from awards.emails import officers
from awards.models import Application, StatusChange, User
from awards.permissions import need_lead
from awards.workflow import apply_transition
from champions import emails_appeals
from champions.choices import AppealState, Ended
from champions.models import Appeal, Assignment, Decision
from champions.permissions import need_hearer, why_not_hear
from champions.selectors.facts import APPEAL
from champions.selectors.letters import began_again, letters_of
from champions.services.locks import locked
from champions.services.panels import end_seat
from foundation import audit
from foundation.refusals import Link, Refused
from portfolios.models import EvidenceItem, SentFile, SentItem

BEGAN_AGAIN = (
    "They have begun this stage again since, so this appeal cannot be taken on. "
    "Tell them so: do not take it on, and say why."
)


@transaction.atomic
def make_appeal(*, decision: Decision, grounds: str, actor: User, at: datetime) -> Appeal:
    """A lead appeals, once for each letter. The second click gets the same receipt (T-43)."""
    application = locked(decision.panel.application)
    need_lead(actor, application.organisation)
    letters = letters_of(Decision.objects.filter(pk=decision.pk), at=at)
    if not letters:
        raise Refused("There is no letter to appeal against.")
    (letter,) = letters
    if letter.appeal is not None:
        if (letter.appeal.made_by_id, letter.appeal.grounds) == (actor.pk, grounds):
            return letter.appeal
        link = Link("See the appeal", reverse("appeal", args=[letter.appeal.uuid]))
        raise Refused(letter.refusal, link=link)
    if letter.refusal:
        raise Refused(letter.refusal)
    if not grounds.strip():
        raise Refused("Say why they should look again.")
    appeal = Appeal.objects.create(
        decision=letter.decision,
        grounds=grounds,
        state_since=at,
        made_by=actor,
        made_at=at,
    )
    _audit("appeal.made", appeal, actor=actor, role=Role.LEAD, at=at)
    emails_appeals.tell_made(
        appeal, hearers=[each for each in officers() if why_not_hear(each, appeal) is None]
    )
    return appeal


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, actor: User, at: datetime) -> Appeal:
    """A lead takes it back, as long as nobody has taken it on."""
    application, current = _locked(appeal)
    need_lead(actor, application.organisation)
    if current.state == AppealState.HEARD:
        raise Refused("It is with the champions now. A lead can still withdraw the application.")
    _need_received(current)
    _move(current, AppealState.WITHDRAWN, at)
    _audit("appeal.withdrawn", current, actor=actor, role=Role.LEAD, at=at)
    return current


@transaction.atomic
def refuse_appeal(*, appeal: Appeal, why: str, actor: User, at: datetime) -> Appeal:
    """It is not taken on, and the organisation reads why."""
    _, current = _locked(appeal)
    need_hearer(actor, current)
    _need_received(current)
    if not why.strip():
        raise Refused("Say why it is not taken on.")
    current.refused_why = why
    _handle(current, AppealState.REFUSED, actor, at)
    _audit("appeal.refused", current, actor=actor, role=Role.OFFICER, at=at)
    emails_appeals.tell_refused(current, at=at)
    return current


@transaction.atomic
def hear_appeal(*, appeal: Appeal, actor: User, at: datetime) -> Appeal:
    """Take it on: the same version comes before a panel of people who did not decide.

    Every seat ends; an officer then settles a new panel, as for any case. Of two officers at once the
    second waits for the case's lock, and finds it taken on. An organisation that begins the stage anew
    at this instant meets the constraint that there is one open application of a stage: one of the two is
    refused.
    """
    application, current = _locked(appeal)
    need_hearer(actor, current)
    _need_received(current)
    if began_again(current):
        raise Refused(BEGAN_AGAIN)
    sat = _end_seats(application, actor, at)
    # The pieces before the snapshot: what is forgotten meanwhile must not come back in a copy.
    items = EvidenceItem.objects.filter(sent_in__change=current.decision.change_id)
    pieces = list(items.order_by("pk").select_for_update(of=("self",), no_key=True))
    judged = StatusChange.objects.get(pk=current.decision.change_id)
    try:
        with transaction.atomic():
            change = apply_transition(
                application,
                APPEAL,
                actor=actor,
                role=Role.OFFICER,
                at=at,
                problems=[],
                snapshot=judged.snapshot,
            )
    except IntegrityError:
        raise Refused(BEGAN_AGAIN) from None
    SentItem.objects.bulk_create(SentItem(change=change, item=piece) for piece in pieces)
    SentFile.objects.bulk_create(
        SentFile(change=change, file=row.file)
        for row in SentFile.objects.filter(change=judged).select_related("file")
    )
    current.change = change
    _handle(current, AppealState.HEARD, actor, at)
    _audit("appeal.heard", current, actor=actor, role=Role.OFFICER, at=at)
    emails_appeals.tell_heard(current, sat=sat, at=at)
    return current


def close_appeal(decision: Decision, *, actor: User, at: datetime) -> None:
    """In the transaction that releases the letter: those who looked again have decided."""
    appeal = Appeal.objects.filter(change=decision.change_id, state=AppealState.HEARD).first()
    if appeal is None:
        return
    appeal.outcome = decision.outcome
    _move(appeal, AppealState.DECIDED, at)
    _audit("appeal.decided", appeal, actor=actor, role=Role.OFFICER, at=at)


def end_with_application(
    application: Application, *, actor: User, role: Role, at: datetime
) -> None:
    """They withdrew what others were looking at: there is nothing left to decide."""
    heard = Appeal.objects.filter(decision__panel__application=application, state=AppealState.HEARD)
    for appeal in heard.select_related("decision__panel__application__organisation"):
        _move(appeal, AppealState.ENDED, at)
        _audit("appeal.ended", appeal, actor=actor, role=role, at=at)


def _locked(appeal: Appeal) -> tuple[Application, Appeal]:
    """The case's lock, and the appeal as it is once the lock is held."""
    application = locked(appeal.decision.panel.application)
    current = Appeal.objects.select_related("decision__panel").get(pk=appeal.pk)
    current.decision.panel.application = application
    return application, current


def _need_received(appeal: Appeal) -> None:
    done = {
        AppealState.HEARD: "This appeal has already been taken on.",
        AppealState.DECIDED: "This appeal has already been decided.",
        AppealState.REFUSED: "A SEND officer has already answered that this appeal is not taken on.",
        AppealState.WITHDRAWN: "The organisation has taken this appeal back.",
        AppealState.ENDED: "This appeal ended with the application.",
    }
    state = AppealState(appeal.state)
    if state in done:
        raise Refused(done[state])


def _end_seats(application: Application, actor: User, at: datetime) -> list[User]:
    """Also of those whose account or service has ended: nobody who sat is there any more."""
    seats = Assignment.objects.filter(panel__application=application, ended_at=None)
    people = []
    for seat in seats.select_related("champion__user", "panel__application__organisation"):
        end_seat(seat, why=Ended.APPEAL, actor=actor, at=at)
        if seat.champion.user.is_active:
            people.append(seat.champion.user)
    return people


def _handle(appeal: Appeal, state: AppealState, actor: User, at: datetime) -> None:
    appeal.handled_by, appeal.handled_at = actor, at
    _move(appeal, state, at)


def _move(appeal: Appeal, state: AppealState, at: datetime) -> None:
    appeal.state, appeal.state_since = state, at
    appeal.save()


def _audit(event: str, appeal: Appeal, *, actor: User, role: Role, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        target=appeal,
        at=at,
        role=role,
        acting_for=appeal.decision.panel.application.organisation.uuid,
    )

"""Leaving a panel: because of a link, by stepping back, or taken off by an officer (T-36, T-37)."""

from datetime import datetime

from django.db import transaction

from awards.choices import Interest, Role
from awards.models import Application, StandingInterest, User
from awards.permissions import need_officer
from champions import emails_panels, emails_people
from champions.choices import Ended
from champions.models import Assignment, Champion, DeclarationOfInterest, Panel
from champions.permissions import SITS_TOO, sits, why_not_settle
from champions.services.interests import remember_tie
from champions.services.locks import locked
from champions.services.panels.seats import OPEN_FOR_PANELS, end_seat, reopen_if_quorum_lost
from champions.services.panels.settling import need_officer_apart, need_other_officer
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def declare_interest(
    *,
    assignment: Assignment,
    nature: Interest,
    details: str = "",
    actor: User,
    at: datetime,
) -> DeclarationOfInterest:
    """A champion says what ties them to the applicant, or an officer records it for them (T-36).

    "None" opens the case. Anything else ends the place at once, also after assessing (T-37), and
    stands for every case of this organisation to come.
    """
    application = locked(assignment.panel.application)
    seat = _seat_of(application, champion=assignment.champion_id)
    if seat is None or seat.pk != assignment.pk:
        raise Refused("This champion no longer sits on this panel.")
    if _for_another(seat, application, actor) and nature is Interest.NONE:
        raise NotAllowed("Only the champion can say that there is no link.")
    if application.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended. Write to a SEND officer about it.")
    if nature is Interest.NONE and seat.declarations.filter(nature=Interest.NONE).exists():
        raise Refused("You have already told us that you have no link with this organisation.")
    return _declare(seat, application, nature, details, actor, at)


@transaction.atomic
def end_tied_place(*, assignment: Assignment, tie: StandingInterest, at: datetime) -> bool:
    """For the clock: a link that is known to be with this organisation ends the place.

    As if whoever told of it had said so on the case; nothing when the place has ended meanwhile.
    """
    application = locked(assignment.panel.application)
    seat = _seat_of(application, champion=assignment.champion_id)
    if seat is None or seat.pk != assignment.pk or application.status not in OPEN_FOR_PANELS:
        return False
    _declare(seat, application, Interest(tie.nature), tie.details, tie.declared_by, at)
    return True


@transaction.atomic
def stand_aside(
    *, assignment: Assignment, organisation_name: str, actor: User, at: datetime
) -> Assignment:
    """A link was told by a name that may be this organisation's, and may be another's (T-36).

    The place ends, and they can be asked again once it is known which one is meant.
    """
    application = locked(assignment.panel.application)
    seat = _seat_of(application, champion=assignment.champion_id)
    if seat is None:
        raise Refused("This champion no longer sits on this panel.")
    other = _for_another(seat, application, actor)
    _need_open(application)
    note = f"A link with “{organisation_name}” may be with this organisation."
    why = Ended.CHANGED if other else Ended.ABSTAINED
    end_seat(seat, why=why, note=note, actor=actor, at=at)
    if other:
        emails_panels.tell_left(seat, at=at)
    else:
        emails_panels.tell_stepped_back(seat, at=at)
    reopen_if_quorum_lost(application, why="A champion may have an interest.", actor=actor, at=at)
    return seat


def _for_another(seat: Assignment, application: Application, actor: User) -> bool:
    """Whether an officer acts for the champion; refused when this one may not."""
    if seat.champion.user_id == actor.pk:
        return False
    need_officer(actor)
    need_officer_apart(actor, application)
    if sits(actor, application):
        # Who judges does not choose with whom (T-36, T-39).
        raise NotAllowed(SITS_TOO)
    why_not = why_not_settle(actor, application)
    if why_not:
        raise NotAllowed(why_not)
    return True


def _declare(
    seat: Assignment,
    application: Application,
    nature: Interest,
    details: str,
    actor: User,
    at: datetime,
) -> DeclarationOfInterest:
    own = seat.champion.user_id == actor.pk
    declaration = DeclarationOfInterest.objects.create(
        assignment=seat, nature=nature, details=details, declared_at=at, declared_by=actor
    )
    audit.record(
        "interest.declared",
        actor=actor,
        target=declaration,
        at=at,
        role=Role.CHAMPION if own else Role.OFFICER,
        acting_for=application.organisation.uuid,
        details={"nature": nature.value},
    )
    if nature is not Interest.NONE:
        end_seat(seat, why=Ended.INTEREST, actor=actor, at=at)
        tie = remember_tie(
            person=seat.champion.user,
            organisation=application.organisation,
            nature=nature,
            details=details,
            actor=actor,
            at=at,
        )
        emails_panels.tell_interest(declaration, application=application)
        if not own:
            # Nobody is taken off, or written about, behind their back.
            emails_panels.tell_left(seat, at=at)
            if tie.declared_by_id == actor.pk and seat.champion.user.is_active:
                emails_people.tell_link_recorded(tie, at=at)
        reopen_if_quorum_lost(
            application, why="A champion declared an interest.", actor=actor, at=at
        )
    return declaration


@transaction.atomic
def step_back(*, panel: Panel, reason: str, actor: User, at: datetime) -> Assignment:
    """A champion gives their own place up, also before they said if they have a link.

    What they sent stays for audit and no longer counts. They may be asked again later.
    """
    application = locked(panel.application)
    seat = _seat_of(application, user=actor.pk)
    if seat is None:
        raise NotAllowed("Only champions of this panel can do this.")
    _need_open(application)
    note = _reason(reason)
    end_seat(seat, why=Ended.ABSTAINED, note=note, actor=actor, at=at)
    emails_panels.tell_stepped_back(seat, at=at)
    reopen_if_quorum_lost(application, why="A champion stepped back.", actor=actor, at=at)
    return seat


@transaction.atomic
def take_off(
    *, panel: Panel, champion: Champion, reason: str, actor: User, at: datetime
) -> Assignment:
    """An officer takes a champion off, with the reason. They never see this case again (T-36)."""
    need_officer(actor)
    application = locked(panel.application)
    _need_open(application)
    need_other_officer(actor, application)
    seat = _seat_of(application, champion=champion.pk)
    if seat is None:
        raise Refused("This champion no longer sits on this panel.")
    end_seat(seat, why=Ended.RECUSED, note=_reason(reason), actor=actor, at=at)
    emails_panels.tell_left(seat, at=at)
    reopen_if_quorum_lost(
        application, why="A SEND officer took a champion off the panel.", actor=actor, at=at
    )
    return seat


def _seat_of(application: Application, *, champion: int = 0, user: int = 0) -> Assignment | None:
    """Read after the lock: the place may have ended while it was waited for."""
    seats = Assignment.objects.active().filter(panel__application=application)
    mine = seats.filter(champion=champion) if champion else seats.filter(champion__user=user)
    seat = mine.select_related("champion__user", "panel").first()
    if seat is not None:
        seat.panel.application = application
    return seat


def _need_open(application: Application) -> None:
    if application.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended, so its panel cannot change.")


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("Say why, so that the chair and SEND officers can read it later.")
    return text.strip()[:500]

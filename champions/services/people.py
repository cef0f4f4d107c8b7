"""Officers appoint champions and end their service (scheme.md 3)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from awards.choices import Role
from awards.models import Application, User, normal_email
from awards.permissions import need_officer
from champions import emails
from champions.choices import Ended, Perspective
from champions.models import Assignment, Champion, Claim, Panel
from champions.services.locks import locked
from champions.services.panels import end_seat, reopen_if_quorum_lost
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Refused


@transaction.atomic
def appoint_champion(
    *,
    person: User,
    perspective: Perspective,
    sector: str = "",
    turns_18_on: date | None = None,
    actor: User,
    at: datetime,
) -> Champion:
    """Begin, or begin again. A birthday is not asked: only the day that T-30 stops applying."""
    need_officer(actor)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    champion = Champion.objects.filter(user=person).first() or Champion(user=person)
    if champion.pk is not None and champion.served_until is None:
        raise Refused(f"{person} is already a champion.")
    today = london_date(at)
    _describe(champion, perspective, sector, turns_18_on, today)
    champion.serves_from = today
    champion.served_until = None
    # Of the service before; they are asked anew.
    champion.term_ends_on = None
    champion.save()
    person.is_champion = True
    person.save(update_fields=["is_champion"])
    audit.record(
        "champion.appointed",
        actor=actor,
        target=champion,
        at=at,
        role=Role.OFFICER,
        details={"perspective": perspective.value},
    )
    emails.welcome_champion(champion, at=at)
    return champion


def invite_champion(*, email: str, actor: User, at: datetime) -> None:
    """Ask somebody without an account to make one; an officer appoints them after that."""
    need_officer(actor)
    with transaction.atomic():
        emails.invite_to_sign_up(normal_email(email), at=at)
        audit.record("champion.invited", actor=actor, at=at, role=Role.OFFICER)


@transaction.atomic
def change_champion(
    *,
    champion: Champion,
    perspective: Perspective,
    sector: str = "",
    turns_18_on: date | None = None,
    actor: User,
    at: datetime,
) -> Champion:
    """Set right whose eyes they look with. A panel that loses its mix by it decides again (T-40)."""
    need_officer(actor)
    applications = _hold_cases(champion)
    champion = _held(champion)
    if champion.served_until is not None:
        raise Refused(f"{champion.user} is no longer a champion.")
    _describe(champion, perspective, sector, turns_18_on, london_date(at))
    champion.save(update_fields=["perspective", "sector", "turns_18_on"])
    audit.record(
        "champion.changed",
        actor=actor,
        target=champion,
        at=at,
        role=Role.OFFICER,
        details={
            "perspective": perspective.value,
            "sector": sector,
            "under_18": champion.turns_18_on is not None,
        },
    )
    for application in applications:
        reopen_if_quorum_lost(
            application, why="What a champion brings was set right.", actor=actor, at=at
        )
    return champion


def _describe(
    champion: Champion,
    perspective: Perspective,
    sector: str,
    turns_18_on: date | None,
    today: date,
) -> None:
    if (perspective is Perspective.PROFESSIONAL) != bool(sector):
        raise Refused("Professionals come from a sector; others do not.")
    champion.perspective = perspective
    champion.sector = sector
    champion.turns_18_on = turns_18_on if turns_18_on and turns_18_on > today else None


def _hold_cases(champion: Champion, offers: QuerySet[Claim] | None = None) -> list[Application]:
    """Cases come before people, in one order, so that no two acts wait for each other in a ring."""
    touched = Q(panel__assignments__in=_open_seats(champion))
    if offers is not None:
        touched |= Q(claims__in=offers)
    rows = Application.objects.filter(touched).distinct().order_by("pk")
    return [locked(application) for application in rows]


def _held(champion: Champion) -> Champion:
    rows = Champion.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    return rows.get(pk=champion.pk)


def _open_seats(champion: Champion) -> QuerySet[Assignment]:
    seats = Assignment.objects.filter(
        champion=champion, ended_at=None, panel__in=Panel.objects.open()
    )
    return seats.select_related("panel__application")


@transaction.atomic
def end_service(*, champion: Champion, actor: User, at: datetime) -> Champion:
    """From the next request on they see no case (T-32); what they found stays for the record."""
    need_officer(actor)
    offers = Claim.objects.standing().filter(champion=champion)
    _hold_cases(champion, offers)
    champion = _held(champion)
    if champion.served_until is not None:
        raise Refused(f"{champion.user} is no longer a champion.")
    for seat in _open_seats(champion):
        application = locked(seat.panel.application)
        end_seat(seat, why=Ended.SERVICE, actor=actor, at=at)
        reopen_if_quorum_lost(application, why="A champion left the panel.", actor=actor, at=at)
    offers.update(withdrawn_at=at)
    champion.served_until = london_date(at)
    champion.save(update_fields=["served_until"])
    User.objects.filter(pk=champion.user_id).update(is_champion=False)
    audit.record("champion.ended", actor=actor, target=champion, at=at, role=Role.OFFICER)
    return champion

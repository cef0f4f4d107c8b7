"""What is kept of champions for a time: what they need, who helps them, days away, offers, links."""

from collections.abc import Callable
from datetime import datetime

from awards.choices import Interest, Role
from awards.models import Application, StandingInterest
from awards.services.applications import start_application, withdraw
from champions.choices import TimeOfWeek
from champions.models import Absence, Assessment, Assignment, Champion, Claim, Panel
from foundation.dates import london_date
from tests.conftest import make_user
from tests.support.champions import make_champion, send
from tests.support.keeping_house import DAY, SNAPSHOT, House, Kept, exists, later


def champion(house: House, at: datetime) -> Champion:
    """Of their own, so that a hold on one keeps nothing of another."""
    house.made += 1
    person = make_user(f"Champion Number{house.made}")
    return make_champion(person, officer=house.officer, at=at - 300 * DAY)


def stops(made: Champion, at: datetime) -> None:
    Champion.objects.filter(pk=made.pk).update(served_until=london_date(at))
    type(made.user).objects.filter(pk=made.user_id).update(is_champion=False, last_login=at)


def withdrawn(house: House, at: datetime) -> Application:
    organisation, lead = house.organisation(at - 30 * DAY)
    made = start_application(organisation=organisation, stage="bronze", actor=lead, at=at - 9 * DAY)
    send(made, lead, at=at - 8 * DAY, snapshot=SNAPSHOT)
    withdraw(application=made, actor=lead, role=Role.LEAD, note="We moved.", at=at)
    return made


def needs(house: House, at: datetime) -> Kept:
    made = champion(house, at)
    rows = Champion.objects.filter(pk=made.pk)
    rows.update(access_needs="A quiet room.", suits=[TimeOfWeek.EVENING], plain_way=True)
    stops(made, at)

    def is_there() -> bool:
        row = rows.get()
        return bool(row.access_needs or row.suits or row.plain_way)

    return Kept("needs", london_date(at), is_there, person=made.user)


def supporter(house: House, at: datetime) -> Kept:
    made, application = champion(house, at), withdrawn(house, at - DAY)
    panel = Panel.objects.create(
        application=application, settled_by=house.officer, settled_at=at - 5 * DAY
    )
    seat = Assignment.objects.create(
        panel=panel, champion=made, assigned_by=house.officer, assigned_at=at - 5 * DAY
    )
    row = Assessment.objects.create(
        assignment=seat,
        change=application.changes.get(name="submit"),
        started_at=at - 4 * DAY,
        supporter="Sam Helper",
    )
    stops(made, at)

    def is_there() -> bool:
        row.refresh_from_db()
        return bool(row.supporter)

    return Kept("supporters", london_date(at), is_there, application.organisation)


def absence(house: House, at: datetime) -> Kept:
    made, today = champion(house, at), london_date(at)
    row = Absence.objects.create(champion=made, from_on=today - 9 * DAY, until_on=today)
    return Kept("absences", later(at, 3), exists(row), person=made.user)


def claim(house: House, at: datetime) -> Kept:
    application = withdrawn(house, at)
    row = Claim.objects.create(
        application=application, champion=house.panel[0], made_at=at - 7 * DAY
    )
    return Kept("claims", later(at, 12), exists(row), application.organisation)


def interest(house: House, at: datetime) -> Kept:
    organisation, _ = house.organisation(at - 300 * DAY)
    row = StandingInterest.objects.create(
        person=house.officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.GOVERNOR,
        declared_at=at - 200 * DAY,
        declared_by=house.officer,
        ended_at=at,
        ended_by=house.officer,
    )
    return Kept("interests", later(at, 72), exists(row), organisation)


CHAMPIONS: dict[str, Callable[[House, datetime], Kept]] = {
    "needs": needs,
    "supporters": supporter,
    "absences": absence,
    "claims": claim,
    "interests": interest,
}

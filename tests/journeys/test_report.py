"""An officer with forty cases: who waits on whom, and what is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from tests.conftest import make_user
from tests.journeys.people import sign_in
from tests.support.champions import make_champion, settle
from tests.support.portfolios import fill_registration, send_registration

pytestmark = pytest.mark.journey

DAY = timedelta(days=1)


def sent_by(name: str, lead, *, days_ago: int):
    at = timezone.now() - days_ago * DAY
    organisation = create_organisation(
        name=name, sector="health", kind="gp_practice", postcode="B6 5AA", actor=lead, at=at
    )
    application = start_application(organisation=organisation, stage="bronze", actor=lead, at=at)
    fill_registration(application, lead=lead, at=at)
    send_registration(application, lead=lead, at=at)
    return application


@pytest.mark.parametrize("phone", [False, True])
def test_report_of_who_waits(walker, lead, officer, phone):
    sent_by("Long Lane Surgery", lead, days_ago=30)
    quick = sent_by("Quick Hill Practice", lead, days_ago=2)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=timezone.now() - 9 * DAY)
    settle(quick, [chair], officer, at=timezone.now() - DAY)
    reading = walker("officer", phone=phone)
    sign_in(reading, officer.email)
    reading.sees("Long Lane Surgery")
    reading.sees("Quick Hill Practice")
    reading.shot("all")
    reading.follow("waiting on SEND officers")
    reading.sees("Long Lane Surgery")
    reading.does_not_see("Quick Hill Practice")
    reading.shot("waiting-on-officers")
    reading.type("Name, reference, person or postcode", "quick hill")
    reading.select("Waiting on", "Any")
    reading.press("Show")
    reading.sees("Quick Hill Practice")
    reading.does_not_see("Long Lane Surgery")
    reading.follow("Quick Hill Practice")
    reading.sees("In review")
    reading.shot("one-organisation")
    reading.follow("Bronze")
    reading.sees("Cherry Chair")
    reading.shot("its-case")

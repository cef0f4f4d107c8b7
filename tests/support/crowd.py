"""Thirty champions and three hundred cases, written into the database at once.

The rows are as the services leave them; only no mail is written and nothing is audited. A case stands at one
of five steps in turn: without a panel, undeclared, assessing, deciding, and waiting for changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from awards.choices import Interest, Status
from awards.models import Application, Organisation, StatusChange, User
from champions.choices import Perspective
from champions.models import (
    Assessment,
    Assignment,
    Champion,
    DeclarationOfInterest,
    Panel,
)
from foundation.dates import london_date

PERSPECTIVES = (Perspective.PROFESSIONAL, Perspective.PARENT_CARER, Perspective.YOUNG_PERSON)
BARE, UNDECLARED, ASSESSING, DECIDING, CHANGING = range(5)
PANEL_SIZE = 3


@dataclass(frozen=True)
class Crowd:
    champions: Sequence[Champion]
    applications: Sequence[Application]


def crowd(*, officer: User, lead: User, at: datetime, champions: int, cases: int) -> Crowd:
    """Case number n was sent n hours before `at`, and its panel settled at once: the last waits longest."""
    people = _champions(champions, at)
    applications = _applications(cases, lead, at)
    changes = StatusChange.objects.bulk_create(
        StatusChange(
            application=each,
            name="submit",
            from_status=Status.DRAFT,
            to_status=Status.SUBMITTED,
            actor=lead,
            role="lead",
            at=each.status_since,
            snapshot={"edition": each.edition},
        )
        for each in applications
    )
    seats = _seats(
        [each for number, each in enumerate(applications) if number % 5 != BARE], people, officer
    )
    _declared_and_assessed(seats, {each.application_id: each for each in changes})
    with connection.cursor() as cursor:
        # As the database does by itself soon after so many rows have come in.
        cursor.execute("ANALYZE")
    return Crowd(people, applications)


def _champions(number: int, at: datetime) -> list[Champion]:
    users = User.objects.bulk_create(
        User(
            email=f"champion{each}@people.example",
            name=f"Champion {each:02}",
            password="!",
            is_champion=True,
        )
        for each in range(number)
    )
    return Champion.objects.bulk_create(
        Champion(
            user=user,
            perspective=PERSPECTIVES[place % 3],
            sector="" if place % 3 else "education",
            serves_from=london_date(at) - timedelta(days=100),
        )
        for place, user in enumerate(users)
    )


def _applications(number: int, lead: User, at: datetime) -> list[Application]:
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"school-{each}",
            name=f"School {each:03}",
            printed_name=f"School {each:03}",
            sector="education",
            kind="school",
            created_at=at,
        )
        for each in range(number)
    )
    statuses = {BARE: Status.SUBMITTED, CHANGING: Status.CHANGES_REQUESTED}
    return Application.objects.bulk_create(
        Application(
            reference=f"CROWD-{place:05}",
            organisation=each,
            stage="silver",
            edition="birmingham-2026",
            status=statuses.get(place % 5, Status.IN_REVIEW),
            status_since=at - timedelta(hours=place),
            submitted_at=at - timedelta(hours=place),
            created_at=at - timedelta(hours=place),
            created_by=lead,
        )
        for place, each in enumerate(organisations)
    )


def _seats(
    applications: Sequence[Application], people: Sequence[Champion], officer: User
) -> list[Assignment]:
    """One of each perspective; the professional is the chair. They take turns, so that all have every step."""
    panels = Panel.objects.bulk_create(
        Panel(application=each, settled_by=officer, settled_at=each.status_since)
        for each in applications
    )
    groups = len(people) // PANEL_SIZE
    return Assignment.objects.bulk_create(
        Assignment(
            panel=panel,
            champion=people[(place // 4 % groups) * PANEL_SIZE + chair],
            is_chair=chair == 0,
            assigned_by=officer,
            assigned_at=panel.settled_at,
        )
        for place, panel in enumerate(panels)
        for chair in range(PANEL_SIZE)
    )


def _declared_and_assessed(seats: Sequence[Assignment], sent: dict[int, StatusChange]) -> None:
    places = {application: place for place, application in enumerate(sent)}
    standing = [(seat, places[seat.panel.application_id] % 5) for seat in seats]
    DeclarationOfInterest.objects.bulk_create(
        DeclarationOfInterest(
            assignment=seat,
            nature=Interest.NONE,
            declared_at=seat.assigned_at,
            declared_by=seat.champion.user,
        )
        for seat, step in standing
        if step != UNDECLARED
    )
    Assessment.objects.bulk_create(
        Assessment(
            assignment=seat,
            change=sent[seat.panel.application_id],
            state="submitted",
            started_at=seat.assigned_at,
            submitted_at=seat.assigned_at,
        )
        for seat, step in standing
        if step == DECIDING
    )

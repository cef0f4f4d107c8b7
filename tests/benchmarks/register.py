"""The public register with 2,500 organisations that hold an award, each with all stages below it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection
from django.test import Client

from awards.choices import Status
from awards.models import Application, Award, Organisation
from certificates.artwork import STAGES
from certificates.register.holders import holders
from foundation.dates import london_date
from tests.conftest import make_user

Measure = Callable[..., None]
HOLDERS = 2500
PAGES = (
    "/register/",
    "/register/?q=school+24",
    "/register/?page=40",
    "/register/school-2400/",
    "/register/school-2400/award.svg",
    "/register/embed/",
    "/register.json",
    "/register.csv",
)


def run(measure: Measure, *, at: datetime) -> None:
    fill(at=at)
    client = Client()
    measure("everybody who holds an award", lambda: holders(on=london_date(at)))
    for address in PAGES:

        def opened(address: str = address) -> None:
            answer = client.get(address)
            assert answer.status_code == 200
            b"".join(answer)

        measure(address, opened)


def fill(*, at: datetime) -> None:
    """Rows as the services leave them, one in four at each stage; a third of the awards were renewed before."""
    lead = make_user("Bench Register")
    everybody = Organisation.objects.bulk_create(
        Organisation(
            slug=f"school-{number}",
            name=f"School {number} of Saint Élodie",
            printed_name=f"School {number} of Saint Élodie",
            sector="education",
            kind="school",
            created_at=at,
        )
        for number in range(HOLDERS)
    )
    wanted = [
        (each, stage, renewed)
        for number, each in enumerate(everybody)
        for stage in STAGES[: number % 4 + 1]
        for renewed in ((True, False) if number % 3 == 0 else (False,))
    ]
    applications = Application.objects.bulk_create(
        Application(
            reference=f"BENCH-{number}",
            organisation=each,
            stage=stage,
            edition="birmingham-2026",
            status=Status.APPROVED,
            status_since=at,
            created_at=at,
            created_by=lead,
        )
        for number, (each, stage, _) in enumerate(wanted)
    )
    day = london_date(at) - timedelta(days=100)
    Award.objects.bulk_create(
        _award(each, day, renewed)
        for each, (_, _, renewed) in zip(applications, wanted, strict=True)
    )
    with connection.cursor() as cursor:
        # As the database does by itself soon after so many rows have come in.
        cursor.execute("ANALYZE")


def _award(application: Application, day: date, renewed: bool) -> Award:
    ends = day + timedelta(days=365) if application.stage in ("gold", "platinum") else None
    return Award(
        organisation_id=application.organisation_id,
        application=application,
        stage=application.stage,
        edition=application.edition,
        awarded_on=day,
        held_since=day,
        runs_from=day,
        valid_until=ends,
        due_on=ends,
        grace_until=ends + timedelta(days=28) if ends else None,
        superseded_on=day if renewed else None,
    )

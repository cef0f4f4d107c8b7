"""Some certificates with their files, for print runs."""

from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from awards.models import Award, User
from awards.services.organisations import create_organisation
from certificates.models import Certificate, Signatory
from certificates.print_jobs import make_print_run
from certificates.services import issue_certificate
from certificates.tasks import make_certificate
from tests.support.jobs import run_waiting_jobs

# The Urdu one comes last by its name, the Platinum one by its stage.
EVENING = (
    ("Oak", "platinum"),
    ("Łódź & Sons", "bronze"),
    ("اردو مرکز", "bronze"),
    ("=1+1 Acorn", "gold"),
)


def finish() -> None:
    """What is queued for print runs alone: certificates have their files, and logos take a while."""
    others = DBTaskResult.objects.exclude(task_path=make_print_run.module_path)
    others.delete()
    run_waiting_jobs()


@pytest.fixture
def issue(
    make_award: Callable[..., Award],
    signatory: Signatory,
    officer: User,
    lead: User,
    now,
) -> Callable[..., Certificate]:
    """Issued to an organisation of its own; its file comes with the next jobs."""

    def make(name: str = "Oak", stage: str = "bronze", **fields: object) -> Certificate:
        organisation = create_organisation(
            name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=now
        )
        award = make_award(stage, organisation=organisation, **fields)
        return issue_certificate(award=award, printed_name=name, at=now, actor=officer)

    return make


@pytest.fixture
def evening(issue: Callable[..., Certificate]) -> list[Certificate]:
    made = [issue(name, stage) for name, stage in EVENING]
    for certificate in made:
        make_certificate.call(str(certificate.uuid))
        certificate.refresh_from_db()
        assert certificate.file is not None
    return made

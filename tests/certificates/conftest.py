"""Awards and certificates for the stories of this room."""

import itertools
from collections.abc import Callable
from datetime import date, datetime

import pytest

from awards.choices import Status
from awards.models import Application, Award, Organisation, User
from certificates.models import Certificate, Signatory
from certificates.services import issue_certificate
from tests.support.awards import dated
from tests.support.jobs import run_waiting_jobs

EDITION = "birmingham-2026"
_references = itertools.count(1)


@pytest.fixture
def signatory(db: None) -> Signatory:
    return Signatory.objects.create(
        name="Amina Okafor-Hughes",
        role="Chair of the Champions Group",
        organisation_line="Birmingham Parent Carer Forum",
        signs_from=date(2026, 1, 1),
    )


@pytest.fixture
def make_award(organisation: Organisation, lead: User, now: datetime) -> Callable[..., Award]:
    def make(stage: str = "bronze", **fields: object) -> Award:
        holder = fields.pop("organisation", organisation)
        application = Application.objects.create(
            reference=f"TEST-{next(_references)}",
            organisation=holder,
            stage=stage,
            edition=EDITION,
            status=Status.APPROVED,
            status_since=now,
            created_at=now,
            created_by=lead,
        )
        ends = date(2027, 11, 20) if stage in {"gold", "platinum"} else None
        dates = dated(fields.pop("awarded_on", date(2026, 11, 20)), fields.pop("valid_until", ends))
        fields = dates | fields
        return Award.objects.create(
            organisation=holder, application=application, stage=stage, edition=EDITION, **fields
        )

    return make


@pytest.fixture
def award(make_award: Callable[..., Award]) -> Award:
    return make_award()


@pytest.fixture
def certificate(award: Award, signatory: Signatory, officer: User, now: datetime) -> Certificate:
    """Issued; its file is not made yet."""
    return issue_certificate(award=award, printed_name="Łódź & Sons", at=now, actor=officer)


@pytest.fixture
def made(certificate: Certificate) -> Certificate:
    """Issued, printed and signed."""
    run_waiting_jobs()
    certificate.refresh_from_db()
    assert certificate.file is not None
    return certificate


@pytest.fixture
def made_bytes(made: Certificate) -> bytes:
    return content_of(made)


def content_of(certificate: Certificate) -> bytes:
    with certificate.file.store.open(certificate.file.storage_key) as opened:
        return opened.read()

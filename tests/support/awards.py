"""An organisation that holds Bronze, without the way there."""

from datetime import datetime

from awards.choices import Status
from awards.models import Application, Award, Organisation, User
from awards.services.applications import grant_award, start_application
from awards.services.organisations import create_organisation
from tests.conftest import make_user
from tests.support.champions import send


def hold(
    organisation: Organisation, stage: str = "bronze", *, lead: User, officer: User, at: datetime
) -> Award:
    """Begun, sent and awarded at one moment; the panel and the certificate are left out."""
    application = start_application(organisation=organisation, stage=stage, actor=lead, at=at)
    send(application, lead, at=at)
    Application.objects.filter(pk=application.pk).update(status=Status.APPROVED)
    application.refresh_from_db()
    return grant_award(application=application, actor=officer, at=at)


def holder(name: str, *, officer: User, at: datetime) -> Award:
    """Another organisation with its own lead, and its Bronze Award."""
    lead = make_user(f"Lead {name}")
    organisation = create_organisation(
        name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=at
    )
    return hold(organisation, lead=lead, officer=officer, at=at)

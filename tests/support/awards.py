"""An organisation that holds Bronze, without the way there."""

from datetime import date, datetime, timedelta

from awards.choices import Role
from awards.models import Award, Organisation, User
from awards.services.applications import grant_award, start_application
from awards.services.organisations import create_organisation
from awards.workflow import apply_transition
from tests.conftest import make_user
from tests.support.champions import send


def hold(
    organisation: Organisation, stage: str = "bronze", *, lead: User, officer: User, at: datetime
) -> Award:
    """Begun, sent and awarded at one moment; the panel and the certificate are left out."""
    application = start_application(organisation=organisation, stage=stage, actor=lead, at=at)
    send(application, lead, at=at)
    for step in ("start_review", "approve"):
        apply_transition(application, step, actor=officer, role=Role.OFFICER, at=at, problems=[])
    return grant_award(application=application, actor=officer, at=at)


def holder(name: str, *, officer: User, at: datetime) -> Award:
    """Another organisation with its own lead, and its Bronze Award."""
    lead = make_user(f"Lead {name}")
    organisation = create_organisation(
        name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=at
    )
    return hold(organisation, lead=lead, officer=officer, at=at)


def dated(awarded_on: date, until: date | None = None) -> dict[str, date | None]:
    """The dates of an award that is written by hand, by the windows of the edition (scheme.md 22)."""
    return {
        "awarded_on": awarded_on,
        "held_since": awarded_on,
        "runs_from": awarded_on,
        "valid_until": until,
        "due_on": until,
        "grace_until": until + timedelta(days=28) if until else None,
    }

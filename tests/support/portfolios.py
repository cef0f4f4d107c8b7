"""A whole registration, written through the services as people would write it.

application = registration_of("Acorn Lane School", lead=lead, at=now)        # a draft, ready to send
change = send_registration(application, lead=lead, at=now)                   # and sent
"""

from datetime import datetime
from uuid import UUID, uuid4

from awards.choices import Audience, Role, Status
from awards.models import Application, Challenge, StatusChange, User
from awards.scheme import edition
from portfolios.choices import SectionCode
from portfolios.models import EngagementLevel, RegistrationForm, SectionEdit
from portfolios.services import registration as services


def registration_of(
    name: str, *, lead: User, at: datetime, postcode: str = "B1 1BB"
) -> Application:
    """A new organisation whose registration is complete and signed, but not sent."""
    application = services.begin_registration(
        name=name, sector="education", kind="school", postcode=postcode, actor=lead, at=at
    )
    return fill_registration(application, lead=lead, at=at)


def fill_registration(application: Application, *, lead: User, at: datetime) -> Application:
    """Write every section of an application that has been started, and sign it."""
    name = application.organisation.name
    values = {
        SectionCode.ORGANISATION: {
            "organisation_name": name,
            "sector": application.organisation.sector,
            "kind": application.organisation.kind,
            "address_line_1": "12 Canal Street",
            "town": "Birmingham",
            "postcode": application.organisation.postcode,
            "outside_area_note": "Half of our families live in the city.",
        },
        SectionCode.CONTACT: {"email": "office@acorn.example", "telephone": "+441214960000"},
        SectionCode.ABOUT: {
            "description": f"{name} teaches 200 children, 40 of them with SEND.",
            "commitment_statement": "Families have chosen our new sensory room with us.",
        },
        SectionCode.CERTIFICATE: {"printed_name": name},
    }
    for section, fields in values.items():
        services.save_section(
            application=application,
            section=section,
            values=fields,
            expected_version=version_of(application, section),
            actor=lead,
            at=at,
        )
    services.save_levels(
        application=application,
        answers={
            level.code: ("now", f"{level.name} meet us each month.")
            for level in edition(application.edition).engagement_levels
        },
        expected_version=version_of(application, SectionCode.LEVELS),
        actor=lead,
        at=at,
    )
    add_lead(application, actor=lead, at=at)
    add_partner(application, actor=lead, at=at)
    sign(application, lead=lead, at=at)
    return application


def add_lead(
    application: Application, *, actor: User, at: datetime, name: str = "Lena Lead"
) -> None:
    services.add_item(
        application=application,
        section=SectionCode.LEADS,
        key=uuid4(),
        values={"name": name, "job_title": "Deputy head", "email": "lena@acorn.example"},
        actor=actor,
        at=at,
    )


def add_partner(
    application: Application, *, actor: User, at: datetime, name: str = "Parent Forum"
) -> None:
    services.add_item(
        application=application,
        section=SectionCode.PARTNERS,
        key=uuid4(),
        values={"name": name, "kind": "external", "how": "We plan each term together."},
        actor=actor,
        at=at,
    )


def sign(application: Application, *, lead: User, at: datetime) -> None:
    services.sign_commitment(
        application=application,
        signed_name=lead.name,
        signed_role="Deputy head",
        levels=["level.board", "level.parents_carers"],
        actor=lead,
        at=at,
    )


def send_registration(
    application: Application, *, lead: User, at: datetime, key: UUID | None = None
) -> StatusChange:
    return services.submit_registration(
        application=application, actor=lead, role=Role.LEAD, at=at, key=key or uuid4()
    )


def version_of(application: Application, section: str) -> int:
    """Of a registration or a plan; 0 before anybody has saved it."""
    edit = SectionEdit.objects.filter(application=application, section=section).first()
    return edit.version if edit else 0


def form_of(application: Application) -> RegistrationForm:
    return RegistrationForm.objects.get(application=application)


def level_of(application: Application, code: str) -> EngagementLevel:
    return EngagementLevel.objects.get(application=application, level=code)


def asked_back(application: Application, officer: User, *, at: datetime) -> list[Challenge]:
    """As when the panel's letter asked for two changes; without a panel."""
    Application.objects.filter(pk=application.pk).update(status=Status.CHANGES_REQUESTED)
    application.refresh_from_db()
    change = StatusChange.objects.create(
        application=application,
        name="request_changes",
        from_status=Status.IN_REVIEW,
        to_status=Status.CHANGES_REQUESTED,
        actor=officer,
        role=Role.OFFICER,
        at=at,
    )
    return [
        Challenge.objects.create(
            application=application,
            subject=subject,
            subject_name=name,
            text=text,
            audience=Audience.ORGANISATION,
            raised_by=officer,
            raised_as=Role.CHAIR,
            raised_at=at,
            sent_back_in=change,
        )
        for subject, name, text in (
            ("bronze.commitment", "Commitment", "Say more about <your> board"),
            ("", "The whole application", "Name a partner"),
        )
    ]

"""The registration form with its commitment, and who wrote in which section."""

from portfolios.models import (
    Commitment,
    EngagementLevel,
    Partner,
    RegistrationForm,
    RegistrationLead,
    SectionEdit,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import PLACE, WORK
from reports.selectors.access.tables.reasons import OF_ORGANISATION

FORMS = (
    Record(
        model=RegistrationForm,
        noun="Registration form",
        parts=(
            Part(
                code="registrations",
                group=WORK,
                title="Registration forms that you changed last",
                about="Which form, and when.",
                yours=("updated_by",),
                columns={"application": "Application", "updated_at": "Changed"},
            ),
        ),
        quiet=(
            "organisation_name",
            "address_line_1",
            "address_line_2",
            "town",
            "outside_area_note",
            "email",
            "website",
            "description",
            "commitment_statement",
            "printed_name",
        ),
        never=(
            "updated_by",
            "sector",
            "kind",
            "postcode",
            "telephone",
            "no_partners_yet",
            "registration_date",
        ),
    ),
    Record(
        model=RegistrationLead,
        noun="Lead named in a registration form",
        parts=(
            Part(
                code="lead-rows",
                group=PLACE,
                title="Registration forms that name you as a lead",
                about="Forms that give your e-mail address for a co-production lead.",
                addressed=("email",),
                columns={
                    "application": "Application",
                    "name": "Name",
                    "job_title": "Job title",
                    "email": "E-mail address",
                    "telephone": "Telephone number",
                },
                own=frozenset({"name", "job_title", "email", "telephone"}),
            ),
        ),
    ),
    Record(
        model=Partner,
        noun="Partner",
        nothing=OF_ORGANISATION,
        quiet=("name", "how"),
        never=("application", "kind"),
    ),
    Record(
        model=EngagementLevel,
        noun="Level of engagement",
        nothing=OF_ORGANISATION,
        quiet=("text",),
        never=("application", "level", "engagement"),
    ),
    Record(
        model=SectionEdit,
        noun="Change of a form",
        parts=(
            Part(
                code="edits",
                group=WORK,
                title="Parts of forms that you changed",
                about="Each part of a form notes who changed it last.",
                yours=("updated_by",),
                columns={
                    "application": "Application",
                    "section": "Part",
                    "updated_at": "Changed",
                },
            ),
        ),
        never=("updated_by",),
    ),
    Record(
        model=Commitment,
        noun="Signed commitment",
        parts=(
            Part(
                code="signatures",
                group=WORK,
                title="Commitments that you signed or entered",
                about="Who signed, when, and to which words.",
                yours=("signed_by",),
                columns={
                    "application": "Application",
                    "organisation_name": "Organisation",
                    "signed_name": "Signed by",
                    "signed_role": "Role",
                    "signed_on": "Day",
                    "signed_at": "Entered",
                    "wording_text": "Words that were signed",
                    "superseded_at": "Replaced",
                },
            ),
        ),
        never=("edition", "wording", "wording_sha256", "levels", "signed_by"),
    ),
)

"""What is still missing in a registration: the check before it can be sent.

Saving asks for nothing; this does. Each problem names its field, so that the page can link to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.models import Application
from awards.scheme import UnknownCodeError
from foundation.forms import EmailField, PostcodeField, TelephoneField
from foundation.printing.fields import PrintedTextField
from portfolios.choices import Engagement, SectionCode, SectionState, field_of
from portfolios.models import Partner, RegistrationLead
from portfolios.selectors.registration.reading import (
    Registration,
    Task,
    can_sign,
    whole_registration,
)
from portfolios.selectors.registration.wording import commitment_wording


@dataclass(frozen=True)
class Problem:
    section: SectionCode
    # The id of the very field on its page, without "id_"; empty where the page itself is meant.
    field: str
    sentence: str
    item: UUID | None = None

    def address(self, application: Application) -> str:
        """A link that opens the page at the field."""
        if self.item is None:
            page = reverse("registration-section", args=[application.uuid, self.section.value])
        else:
            page = reverse(
                "registration-item", args=[application.uuid, self.section.value, self.item]
            )
        return f"{page}#id_{self.field}" if self.field else page


def registration_problems(application: Application) -> list[Problem]:
    return problems_of(whole_registration(application))


def problems_of(registration: Registration) -> list[Problem]:
    before = [
        *_organisation(registration),
        *_contact(registration),
        *_leads(registration),
        *_about(registration),
        *_levels(registration),
        *_partners(registration),
        *_certificate(registration),
    ]
    return [*before, *_sign(registration)]


def tasks_of(registration: Registration, problems: list[Problem]) -> list[Task]:
    """The rows of the task list, in their order."""
    open_sections = {problem.section for problem in problems}
    return [
        Task(
            section=section,
            state=_state(section, registration, open_sections),
            edit=registration.edits.get(section),
            problems=sum(problem.section is section for problem in problems),
        )
        for section in SectionCode
    ]


def _state(
    section: SectionCode, registration: Registration, open_sections: set[SectionCode]
) -> SectionState:
    """Done when nothing is missing in it; not started while nobody has saved it."""
    if section not in open_sections:
        return SectionState.DONE
    if section is SectionCode.SIGN and not can_sign(open_sections):
        return SectionState.CANNOT_START
    return SectionState.IN_PROGRESS if section in registration.edits else SectionState.NOT_STARTED


def _wrong(field: forms.Field, value: str) -> str | None:
    """What the strict field says about a text that was saved as it was typed."""
    try:
        field.clean(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def _organisation(registration: Registration) -> Iterator[Problem]:
    form, scheme, section = registration.form, registration.scheme, SectionCode.ORGANISATION
    if not form.organisation_name:
        yield Problem(section, "organisation_name", "Enter the name of your organisation.")
    try:
        scheme.organisation_kind(form.kind)
    except UnknownCodeError:
        yield Problem(section, "kind", "Choose what kind of organisation you are.")
    if not form.address_line_1:
        yield Problem(section, "address_line_1", "Enter the first line of your address.")
    if not form.town:
        yield Problem(section, "town", "Enter your town or city.")
    if not form.postcode:
        yield Problem(section, "postcode", "Enter your postcode.")
    elif sentence := _wrong(PostcodeField(), form.postcode):
        yield Problem(section, "postcode", sentence)
    elif registration.outside_area and not form.outside_area_note:
        yield Problem(
            section,
            "outside_area_note",
            f"Your postcode looks outside {scheme.authority.name}. "
            f"Tell us how you work with {scheme.authority.name} families.",
        )


def _contact(registration: Registration) -> Iterator[Problem]:
    form, section = registration.form, SectionCode.CONTACT
    if not form.email:
        yield Problem(section, "email", "Enter an e-mail address for your organisation.")
    elif sentence := _wrong(EmailField(), form.email):
        yield Problem(section, "email", sentence)
    if not form.telephone:
        yield Problem(section, "telephone", "Enter a telephone number for your organisation.")
    elif sentence := _wrong(TelephoneField(), form.telephone):
        yield Problem(section, "telephone", sentence)
    if form.website and (sentence := _wrong(forms.URLField(assume_scheme="https"), form.website)):
        yield Problem(section, "website", "Enter a web address, like https://www.example.com.")


def _leads(registration: Registration) -> Iterator[Problem]:
    section = SectionCode.LEADS
    if not registration.leads:
        yield Problem(section, "", "Add at least one co-production lead.")
    for lead in registration.leads:
        yield from _lead(lead)


def _lead(lead: RegistrationLead) -> Iterator[Problem]:
    section = SectionCode.LEADS
    if not lead.name:
        yield Problem(section, "name", "Enter the full name of each lead.", lead.uuid)
    if not lead.job_title:
        yield Problem(section, "job_title", f"Enter the role of {lead}.", lead.uuid)
    if not lead.email:
        yield Problem(section, "email", f"Enter an e-mail address for {lead}.", lead.uuid)
    elif sentence := _wrong(EmailField(), lead.email):
        yield Problem(section, "email", f"{lead}: {sentence}", lead.uuid)
    if lead.telephone and (sentence := _wrong(TelephoneField(), lead.telephone)):
        yield Problem(section, "telephone", f"{lead}: {sentence}", lead.uuid)


def _about(registration: Registration) -> Iterator[Problem]:
    form, section = registration.form, SectionCode.ABOUT
    if not form.description:
        yield Problem(section, "description", "Describe your organisation in a few sentences.")
    if not form.commitment_statement:
        yield Problem(
            section, "commitment_statement", "Say how your organisation is committed, and why."
        )


def _levels(registration: Registration) -> Iterator[Problem]:
    section = SectionCode.LEVELS
    for level in registration.scheme.engagement_levels:
        answer = registration.levels.get(level.code)
        if answer is None or not answer.engagement:
            name = field_of("engagement", level.code)
            yield Problem(section, f"{name}_0", f"{level.name}: say whether you involve them.")
        elif not answer.text:
            planned = answer.engagement == Engagement.PLANNED
            yield Problem(
                section,
                field_of("text", level.code),
                f"{level.name}: say what you plan."
                if planned
                else f"{level.name}: say how you involve them.",
            )


def _partners(registration: Registration) -> Iterator[Problem]:
    section = SectionCode.PARTNERS
    if not registration.partners and not registration.form.no_partners_yet:
        yield Problem(section, "", "Add a partner, or say that you have none yet.")
    for partner in registration.partners:
        yield from _partner(partner)


def _partner(partner: Partner) -> Iterator[Problem]:
    section = SectionCode.PARTNERS
    if not partner.name:
        yield Problem(section, "name", "Enter the name of each partner.", partner.uuid)
    if not partner.kind:
        yield Problem(
            section, "kind_0", f"Say whether {partner} is inside or outside.", partner.uuid
        )
    if not partner.how:
        yield Problem(section, "how", f"Say how you work with {partner}.", partner.uuid)


def _certificate(registration: Registration) -> Iterator[Problem]:
    section, name = SectionCode.CERTIFICATE, registration.form.printed_name
    if not name:
        yield Problem(section, "printed_name", "Check the name for your certificate.")
    elif sentence := _wrong(PrintedTextField(), name):
        yield Problem(section, "printed_name", sentence)


def _sign(registration: Registration) -> Iterator[Problem]:
    commitment, section = registration.commitment, SectionCode.SIGN
    if commitment is None:
        yield Problem(section, "", "Sign the commitment.")
    elif commitment.organisation_name != registration.form.organisation_name:
        yield Problem(
            section, "", "The name of the organisation changed after it was signed. Sign again."
        )
    elif commitment.wording_sha256 != commitment_wording(registration.scheme).sha256:
        yield Problem(section, "", "The wording changed after it was signed. Sign again.")

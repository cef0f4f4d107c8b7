"""The sections of the registration form that are one page of questions each."""

from typing import Any, cast

from django import forms

from awards.scheme import Scheme
from foundation.forms import (
    EmailField,
    PlainTextArea,
    PlainTextField,
    PostcodeField,
    TelephoneField,
)
from foundation.layout import Fieldset, Layout, Paragraph, Part, Question
from foundation.printing.fields import PrintedTextField
from portfolios.choices import SectionCode
from portfolios.forms.registration.beginning import kind_choices
from portfolios.forms.saving import SectionForm, save_buttons
from portfolios.selectors.registration.reading import Registration
from portfolios.selectors.registration.wording import question


class WebsiteField(PlainTextField):
    """A web address as people write it: `https://` may be left out."""

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        found: str = forms.URLField(
            assume_scheme="https",
            error_messages={"invalid": "Enter a web address, like https://www.example.com."},
        ).clean(text)
        return found


class RegistrationSection(SectionForm):
    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.registration = registration

    def ask(self, scheme: Scheme, **codes: str) -> None:
        """Use the edition's words for these fields."""
        for name, code in codes.items():
            asked = question(scheme, f"registration.{code}")
            self.fields[name].label, self.fields[name].help_text = asked.label, asked.hint


class OrganisationSection(RegistrationSection):
    shaped = {"postcode": 12}

    organisation_name = PlainTextField(max_length=160, required=False)
    kind = forms.ChoiceField(required=False)
    address_line_1 = PlainTextField(label="Address line 1", max_length=120, required=False)
    address_line_2 = PlainTextField(
        label="Address line 2 (optional)", max_length=120, required=False
    )
    town = PlainTextField(label="Town or city", max_length=80, required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    outside_area_note = PlainTextArea(max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scheme = self.registration.scheme
        self.ask(scheme, organisation_name="name", kind="kind")
        cast(forms.ChoiceField, self.fields["kind"]).choices = kind_choices(scheme)
        place = scheme.authority.name
        self.fields["outside_area_note"].label = f"How do you work with {place} families?"
        for name, token in (
            ("organisation_name", "organization"),
            ("address_line_1", "address-line1"),
            ("address_line_2", "address-line2"),
            ("town", "address-level2"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = token
        if not self.registration.outside_area:
            del self.fields["outside_area_note"]

    @property
    def values(self) -> dict[str, str]:
        """With the sector, which the kind has in the edition."""
        kind = self.cleaned_data["kind"]
        sector = self.registration.scheme.organisation_kind(kind).sector if kind else ""
        return {**super().values, "sector": sector}

    def layout(self) -> Layout:
        address = question(self.registration.scheme, "registration.address")
        place = self.registration.scheme.authority.name
        outside: list[Part] = []
        if "outside_area_note" in self.fields:
            outside = [
                Paragraph(
                    f"This looks outside {place}. That can be right: tell us how you work with "
                    f"{place} families.",
                    inset=True,
                ),
                Question("outside_area_note", rows=3),
            ]
        return Layout(
            "organisation_name",
            Question("kind"),
            Fieldset(
                address.label,
                "address_line_1",
                "address_line_2",
                Question("town", width="two-thirds"),
                Question("postcode", width=10),
                hint=address.hint,
            ),
            *outside,
            save_buttons(),
        )


class ContactSection(RegistrationSection):
    shaped = {"email": 254, "telephone": 40, "website": 200}

    email = EmailField(max_length=254, required=False)
    telephone = TelephoneField(required=False)
    website = WebsiteField(label="Website (optional)", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(self.registration.scheme, email="email", telephone="telephone")
        self.fields["website"].widget.attrs.update(autocomplete="url", inputmode="url")

    def layout(self) -> Layout:
        return Layout("email", Question("telephone", width=20), "website", save_buttons())


class AboutSection(RegistrationSection):
    description = PlainTextArea(max_length=3000, required=False)
    commitment_statement = PlainTextArea(max_length=3000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(
            self.registration.scheme, description="description", commitment_statement="commitment"
        )

    def layout(self) -> Layout:
        return Layout(
            Question("description", size="m", rows=7),
            Question("commitment_statement", size="m", rows=9),
            save_buttons(),
        )


class CertificateSection(RegistrationSection):
    shaped = {"printed_name": 160}

    printed_name = PrintedTextField(max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(self.registration.scheme, printed_name="printed_name")

    def layout(self) -> Layout:
        return Layout("printed_name", save_buttons())


PAGES: dict[SectionCode, type[RegistrationSection]] = {
    SectionCode.ORGANISATION: OrganisationSection,
    SectionCode.CONTACT: ContactSection,
    SectionCode.ABOUT: AboutSection,
    SectionCode.CERTIFICATE: CertificateSection,
}

"""The sections of the registration form that are one page of questions each.

Nothing is required here: what is missing is said on the task list, never at saving. "Save and come
back later" also keeps what is half-typed (`lenient`); "Save and continue" has it looked at.
"""

from typing import Any, ClassVar, cast

from django import forms

from awards.scheme import Scheme
from foundation.forms import (
    EmailField,
    GovForm,
    PlainTextArea,
    PlainTextField,
    PostcodeField,
    TelephoneField,
    Versioned,
)
from foundation.layout import Buttons, Fieldset, Layout, Paragraph, Part, Question, Submit
from foundation.printing.fields import PrintedTextField
from portfolios.choices import Engagement, SectionCode
from portfolios.forms.registration.beginning import kind_choices
from portfolios.selectors.registration.problems import level_field
from portfolios.selectors.registration.reading import Registration
from portfolios.selectors.registration.wording import question

LATER = "later"


def save_buttons() -> Buttons:
    return Buttons(
        Submit("Save and continue"),
        Submit("Save and come back later", name="action", value=LATER, kind="secondary"),
    )


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


class SectionForm(Versioned, GovForm):
    # Fields with a shape, and how long their column is: kept as typed when `lenient`.
    shaped: ClassVar[dict[str, int]] = {}

    def __init__(self, *args: Any, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lenient:
            for name, longest in self.shaped.items():
                strict = self.fields[name]
                self.fields[name] = PlainTextField(
                    label=strict.label or "",
                    help_text=strict.help_text,
                    required=False,
                    max_length=longest,
                )

    def ask(self, scheme: Scheme, **codes: str) -> None:
        """Use the edition's words for these fields."""
        for name, code in codes.items():
            asked = question(scheme, f"registration.{code}")
            self.fields[name].label, self.fields[name].help_text = asked.label, asked.hint

    @property
    def values(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name != "version"}


class OrganisationSection(SectionForm):
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

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.registration = registration
        scheme = registration.scheme
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
        if not registration.outside_area:
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


class ContactSection(SectionForm):
    shaped = {"email": 254, "telephone": 40, "website": 200}

    email = EmailField(max_length=254, required=False)
    telephone = TelephoneField(required=False)
    website = WebsiteField(label="Website (optional)", max_length=200, required=False)

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(registration.scheme, email="email", telephone="telephone")
        self.fields["website"].widget.attrs.update(autocomplete="url", inputmode="url")

    def layout(self) -> Layout:
        return Layout("email", Question("telephone", width=20), "website", save_buttons())


class AboutSection(SectionForm):
    description = PlainTextArea(max_length=3000, required=False)
    commitment_statement = PlainTextArea(max_length=3000, required=False)

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(registration.scheme, description="description", commitment_statement="commitment")

    def layout(self) -> Layout:
        return Layout(
            Question("description", size="m", rows=7),
            Question("commitment_statement", size="m", rows=9),
            save_buttons(),
        )


class CertificateSection(SectionForm):
    shaped = {"printed_name": 160}

    printed_name = PrintedTextField(max_length=160, required=False)

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(registration.scheme, printed_name="printed_name")

    def layout(self) -> Layout:
        return Layout("printed_name", save_buttons())


class LevelsSection(SectionForm):
    """For each level of the edition: are they involved, and how (scheme.md 2)?"""

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = registration.scheme.engagement_levels
        for level in self.levels:
            self.fields[level_field("engagement", level.code)] = forms.ChoiceField(
                label=f"Do you involve them? ({level.name})",
                choices=Engagement.choices,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": f"{level.name}: choose one of the answers."},
            )
            self.fields[level_field("text", level.code)] = PlainTextArea(
                label=f"How, or what do you plan? ({level.name})",
                max_length=2000,
                required=False,
            )

    @staticmethod
    def initial_of(registration: Registration) -> dict[str, str]:
        found = {}
        for code, answer in registration.levels.items():
            found[level_field("engagement", code)] = answer.engagement
            found[level_field("text", code)] = answer.text
        return found

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        return {
            level.code: (
                self.cleaned_data[level_field("engagement", level.code)],
                self.cleaned_data[level_field("text", level.code)],
            )
            for level in self.levels
        }

    def layout(self) -> Layout:
        return Layout(
            *(
                Fieldset(
                    level.name,
                    Question(level_field("engagement", level.code), inline=True),
                    Question(level_field("text", level.code), rows=3),
                    hint=level.hint,
                )
                for level in self.levels
            ),
            save_buttons(),
        )


PAGES: dict[SectionCode, type[SectionForm]] = {
    SectionCode.ORGANISATION: OrganisationSection,
    SectionCode.CONTACT: ContactSection,
    SectionCode.ABOUT: AboutSection,
    SectionCode.LEVELS: LevelsSection,
    SectionCode.CERTIFICATE: CertificateSection,
}

"""What is asked before there is an organisation: enough to begin, and never asked again (WCAG 3.3.7)."""

from datetime import date
from typing import Any, cast

from django import forms

from awards.scheme import Scheme
from foundation.forms import DateField, EmailField, GovForm, PlainTextField, PostcodeField
from foundation.layout import Buttons, Layout, Question, Section, Submit
from portfolios.choices import Source
from portfolios.selectors.registration.wording import question


def kind_choices(scheme: Scheme) -> list[Any]:
    """Kinds of organisation below their sector: whoever chooses a kind has said the sector as well."""
    groups = [
        (sector.name, [(kind.code, kind.name) for kind in scheme.kinds_in(sector.code)])
        for sector in scheme.sectors
    ]
    return [("", "Choose one"), *groups]


class NewOrganisationForm(GovForm):
    name = PlainTextField(
        max_length=160, error_messages={"required": "Enter the name of your organisation."}
    )
    kind = forms.ChoiceField(
        error_messages={
            "required": "Choose what kind of organisation you are.",
            "invalid_choice": "Choose what kind of organisation you are.",
        }
    )
    postcode = PostcodeField(error_messages={"required": "Enter your postcode, like B1 1BB."})

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        for name in ("name", "kind", "postcode"):
            asked = question(scheme, f"registration.{name}")
            self.fields[name].label, self.fields[name].help_text = asked.label, asked.hint
        cast(forms.ChoiceField, self.fields["kind"]).choices = kind_choices(scheme)
        self.fields["name"].widget.attrs["autocomplete"] = "organization"

    @property
    def sector(self) -> str:
        return self.scheme.organisation_kind(self.cleaned_data["kind"]).sector

    def layout(self) -> Layout:
        return Layout(
            "name",
            Question("kind"),
            Question("postcode", width=10),
            Buttons(Submit("Save and continue")),
        )


class EnterRegistrationForm(NewOrganisationForm):
    """The same for an officer who has it on paper or on the telephone."""

    source = forms.ChoiceField(
        label="How did it come?", choices=Source.choices, widget=forms.RadioSelect
    )
    received_on = DateField(label="When did it come?", help_text="For example, 23 11 2026.")
    lead_email = EmailField(
        label="A co-production lead’s e-mail address",
        help_text="If you have one, we invite them, and they can go on from here.",
        required=False,
        max_length=254,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(DateField, self.fields["received_on"]).latest = today
        # The officer's own browser must not offer the officer's own address.
        self.fields["lead_email"].widget.attrs["autocomplete"] = "off"

    def layout(self) -> Layout:
        return Layout(
            Section("How it reached you", Question("source", inline=True), "received_on"),
            Section("The organisation", "name", Question("kind"), Question("postcode", width=10)),
            Section("Who looks after it", Question("lead_email")),
            Buttons(Submit("Save and continue")),
        )

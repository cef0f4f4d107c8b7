"""One lead, one partner."""

from typing import Any
from uuid import uuid4

from django import forms

from foundation.forms import EmailField, PlainTextArea, PlainTextField, TelephoneField
from foundation.layout import Layout, Question
from portfolios.choices import PartnerKind, SectionCode
from portfolios.forms.registration.sections import SectionForm, save_buttons


class ItemForm(SectionForm):
    """`key` names a new item before it is there, so that a second click adds no second one (T-43)."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "This page is out of date. Open it again."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    @property
    def values(self) -> dict[str, str]:
        return {name: text for name, text in super().values.items() if name != "key"}


class LeadForm(ItemForm):
    shaped = {"email": 254, "telephone": 40}

    name = PlainTextField(label="Full name", max_length=120, required=False)
    job_title = PlainTextField(
        label="Role in your organisation",
        help_text="For example, deputy head or parent governor.",
        max_length=120,
        required=False,
    )
    email = EmailField(label="E-mail address", max_length=254, required=False)
    telephone = TelephoneField(label="Telephone number (optional)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "telephone"):
            # It may be a colleague's: the browser should not fill in the writer's own.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def layout(self) -> Layout:
        return Layout("name", "job_title", "email", Question("telephone", width=20), save_buttons())


class PartnerForm(ItemForm):
    name = PlainTextField(label="Name of the partner", max_length=160, required=False)
    kind = forms.ChoiceField(
        label="Are they inside or outside your organisation?",
        choices=PartnerKind.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the answers on the page."},
    )
    how = PlainTextArea(label="How do you work together?", max_length=2000, required=False)

    def layout(self) -> Layout:
        return Layout(
            "name",
            Question("kind", hints={PartnerKind.INTERNAL: "For example, another team."}),
            "how",
            save_buttons(),
        )


ITEMS: dict[SectionCode, type[ItemForm]] = {
    SectionCode.LEADS: LeadForm,
    SectionCode.PARTNERS: PartnerForm,
}

"""One partner: the same page at sign-up and in the plan."""

from django import forms

from foundation.forms import PlainTextArea, PlainTextField
from foundation.layout import Layout, Question
from portfolios.choices import PartnerKind
from portfolios.forms.saving import ItemForm, save_buttons


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

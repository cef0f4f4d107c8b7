"""Marking a piece of evidence as restricted, and taking the mark off again."""

from typing import Any

from django import forms

from foundation.forms import GovForm, PlainTextField
from foundation.layout import Buttons, Layout, Link, Question, Submit

YES, NO = "yes", "no"


class RestrictForm(GovForm):
    restricted = forms.ChoiceField(
        label="Who may see it?",
        choices=[
            (NO, "Everybody who may see the other evidence"),
            (YES, "Only those who must see it: it is restricted"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say who may see it.",
            "invalid_choice": "Choose from the answers on the page.",
        },
    )
    why = PlainTextField(
        label="Why is it restricted?",
        help_text="Only those who may open it can read this. Do not write names.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("restricted") == YES and "why" not in self.errors and not said["why"].strip():
            self.add_error("why", "Say why it is restricted.")
        return said

    @property
    def restricts(self) -> bool:
        return bool(self.cleaned_data["restricted"] == YES)

    def layout(self) -> Layout:
        return Layout(
            Question("restricted", size="m", reveal={YES: ["why"]}),
            Buttons(Submit("Save"), Link("Leave it as it is", self.cancel)),
        )

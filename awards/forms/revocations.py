"""Proposing that an award is taken back, and turning that down."""

from typing import Any

from django import forms

from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Layout, Question

YES, NO = "yes", "no"
NEVER = "Names of people, and anything about a child, never."


class TakeBackForm(GovForm):
    reason = PlainTextArea(
        label="Why should it be taken back?",
        help_text="The organisation’s co-production leads read this, word for word, when it is taken back. "
        "Say what happened, and what the scheme asks.",
        max_length=1000,
        error_messages={"required": "Say why it should be taken back."},
    )
    publish = forms.ChoiceField(
        label="May everybody read a reason who checks the certificate?",
        choices=[(YES, "Yes, a short one"), (NO, "No, only that it was taken back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose if everybody may read a reason."},
    )
    public_reason = PlainTextArea(
        label="What may everybody read?",
        help_text=f"One or two sentences. {NEVER}",
        max_length=300,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("reason", size="m", rows=6),
            Question("publish", size="m", reveal={YES: ["public_reason"]}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("publish") == NO:
            cleaned["public_reason"] = ""
        elif cleaned.get("publish") == YES and cleaned.get("public_reason") == "":
            self.add_error("public_reason", "Write what everybody may read.")
        return cleaned


class TurnDownForm(GovForm):
    note = PlainTextArea(
        label="Why should the award stay?",
        help_text="The officer who proposed it reads this. The organisation does not.",
        max_length=500,
        error_messages={"required": "Say why the award should stay."},
    )

    def layout(self) -> Layout:
        return Layout(Question("note", size="m", rows=4))

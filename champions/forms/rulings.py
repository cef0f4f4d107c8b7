"""Saying otherwise than the rule whether a panel visits."""

from typing import Any

from django import forms

from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Layout, Question, Submit


class RulingForm(GovForm):
    """`visits`: what holds now; the form is about the contrary, so there is nothing to choose."""

    reason = PlainTextArea(
        label="Why?",
        help_text=(
            "The whole panel reads this, also young people, and it stays with the case. "
            "Please name no child, and write nothing of a concern that somebody told us."
        ),
        max_length=1000,
        error_messages={"required": "Say why. The panel reads it."},
    )
    visit = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, visits: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visit"].initial = not visits
        self.visits = visits

    def layout(self) -> Layout:
        text = "No visit is needed" if self.visits else "Ask for a visit"
        return Layout(Question("reason", rows=5), "visit", Submit(text))

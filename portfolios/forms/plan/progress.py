"""What became of a milestone (scheme.md 13)."""

from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms

from foundation.forms import DateField, GovForm, PlainTextArea
from foundation.layout import Buttons, Layout, Link, Question, Submit
from portfolios.choices import MilestoneState

HINTS = {
    MilestoneState.PLANNED.value: "It goes on as planned. Choose this to undo a mistake.",
    MilestoneState.LATE.value: "It will still happen, on another day.",
    MilestoneState.CHANGED.value: "Something else happens in its place.",
    MilestoneState.DROPPED.value: "It will not happen.",
}


class ProgressForm(GovForm):
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "This page is out of date. Open it again."
        ),
    )
    state = forms.ChoiceField(
        label="How does it stand?",
        choices=MilestoneState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands."},
    )
    done_on = DateField(label="On which day was it done?", required=False)
    new_due_on = DateField(label="By when do you now expect it?", required=False)
    # A field stands once on a page; what becomes of a changed milestone is asked under its own answer.
    changed_due_on = DateField(label="What is its new day, if it has one?", required=False)
    why = PlainTextArea(
        label="What happened?",
        help_text="Say why if it is late, changed or dropped. Champions read this when you apply for Gold.",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, today: date, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.initial.setdefault("key", uuid4())
        cast(DateField, self.fields["done_on"]).latest = today

    def clean(self) -> dict[str, Any]:
        """The service asks the same; here it is said beside the question."""
        super().clean()
        state = self.cleaned_data.get("state")
        if state == MilestoneState.DONE:
            self._need("done_on", "Say on which day it was done.")
        elif state in (MilestoneState.LATE, MilestoneState.CHANGED, MilestoneState.DROPPED):
            self._need("why", "Say why, so that everybody can read it later.")
        if state == MilestoneState.LATE:
            self._need("new_due_on", "Say by when you now expect it.")
        return self.cleaned_data

    @property
    def new_day(self) -> date | None:
        changed = self.cleaned_data["state"] == MilestoneState.CHANGED
        said: date | None = self.cleaned_data["changed_due_on" if changed else "new_due_on"]
        return said

    def _need(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def layout(self) -> Layout:
        return Layout(
            Question(
                "state",
                hints=HINTS,
                reveal={
                    MilestoneState.DONE.value: ["done_on"],
                    MilestoneState.LATE.value: ["new_due_on"],
                    MilestoneState.CHANGED.value: ["changed_due_on"],
                },
            ),
            Question("why", rows=4),
            Buttons(Submit("Save"), Link("Cancel", self.cancel)),
        )

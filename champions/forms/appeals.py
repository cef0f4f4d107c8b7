"""Asking that others look again, and an officer's answer."""

from typing import Any

from django import forms

from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Buttons, Layout, Link, Question, Submit

HEAR, REFUSE = "hear", "refuse"


class AppealForm(GovForm):
    grounds = PlainTextArea(
        label="Why should other champions look again?",
        help_text=(
            "Say what the letter got wrong, and where you showed it. "
            "SEND officers and the new champions read this. Please name no child."
        ),
        max_length=5000,
        error_messages={"required": "Say why other champions should look again."},
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._back = back

    def layout(self) -> Layout:
        return Layout(
            Question("grounds", rows=10),
            Buttons(Submit("Send the appeal"), Link("Cancel", self._back)),
        )


class TakeBackForm(GovForm):
    sure = forms.BooleanField(
        label="Yes, take the appeal back. I know that we cannot send it again.",
        error_messages={"required": "Tick the box if you want to take it back."},
    )

    def layout(self) -> Layout:
        return Layout("sure", Submit("Take the appeal back", kind="warning"))


class HearForm(GovForm):
    answer = forms.ChoiceField(
        label="Do you take this appeal on?",
        choices=[(HEAR, "Yes, take it on"), (REFUSE, "No, do not take it on")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose if you take it on."},
    )
    why = PlainTextArea(
        label="Why not?",
        help_text="They get these words by e-mail. Say it plainly and kindly.",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, may_hear: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hear:
            answer = self.fields["answer"]
            if isinstance(answer, forms.ChoiceField):
                answer.choices = [(REFUSE, "No, do not take it on")]

    def clean(self) -> dict[str, Any]:
        super().clean()
        refuses = self.cleaned_data.get("answer") == REFUSE
        if refuses and "why" not in self.errors and not self.cleaned_data.get("why"):
            self.add_error("why", "Say why it is not taken on.")
        return self.cleaned_data

    def layout(self) -> Layout:
        hints = {
            HEAR: "The panel ends. You then choose champions who did not decide.",
            REFUSE: "The first letter stands.",
        }
        return Layout(
            Question("answer", hints=hints, reveal={REFUSE: [Question("why", rows=5)]}),
            Submit("Send the answer"),
        )

"""The letter on its way out: reworded, released, or given back."""

from django import forms

from foundation.forms import GovForm, PlainTextArea, Versioned
from foundation.layout import Layout, Question, Submit


class LetterForm(Versioned, GovForm):
    letter = PlainTextArea(label="The letter", max_length=12000)

    def layout(self) -> Layout:
        return Layout(Question("letter", rows=18), Submit("Save the letter", kind="secondary"))


class ReleaseForm(Versioned, GovForm):
    """The confirmation; its version is the letter that was read."""

    read = forms.BooleanField(
        label="I have read the letter, and it can go out.",
        error_messages={"required": "Read the letter first, then tick the box."},
    )

    def layout(self) -> Layout:
        return Layout("read", Submit("Release the decision"))


class GiveBackForm(GovForm):
    reason = PlainTextArea(
        label="What should the panel look at again?",
        help_text="The panel reads this.",
        max_length=400,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("reason", rows=3), Submit("Give it back to the panel", kind="warning")
        )

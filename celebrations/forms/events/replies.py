"""What whoever holds the link answers, and what they tell of each guest."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from celebrations.choices import Answer
from celebrations.forms.spotlights import ISO
from foundation.forms import GovForm, PlainTextArea, PlainTextField, Versioned
from foundation.layout import Buttons, Fieldset, Layout, Question, Section, Submit

OUT_OF_DATE = "This page is out of date. Copy what you typed, open the page again and paste it."


class ReplyForm(GovForm):
    answer = forms.ChoiceField(
        label="Will you come?",
        choices=[
            (Answer.COMING.value, "Yes, we are coming"),
            (Answer.NOT_COMING.value, "No, we can’t come"),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Say whether you come."),
    )
    message = PlainTextArea(
        label="A word to the SEND officers (optional)",
        help_text="For example when you arrive. What guests need has a place of its own.",
        max_length=500,
        required=False,
    )
    # When the answer was given that the page shows; empty while there is none.
    seen = forms.DateTimeField(
        widget=forms.HiddenInput,
        input_formats=[ISO],
        required=False,
        error_messages={"invalid": OUT_OF_DATE},
    )
    # The guests that are deleted with a “no”: those whom the page has shown.
    gone = PlainTextField(widget=forms.HiddenInput, max_length=1000, required=False)

    def __init__(self, *args: Any, officer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if officer:
            self.fields["answer"].label = "What did they say?"
            self.fields["message"].label = "What else did they say? (optional)"
            self.fields[
                "message"
            ].help_text = "They read it as their own word to the SEND officers."

    def clean_gone(self) -> list[UUID]:
        try:
            return [UUID(each) for each in self.cleaned_data["gone"].split()]
        except ValueError:
            raise forms.ValidationError(OUT_OF_DATE) from None

    def layout(self) -> Layout:
        return Layout(
            Question("answer", size="m"),
            Question("message", rows=3),
            Buttons(Submit("Save the answer")),
        )


class GuestForm(GovForm):
    name = PlainTextField(
        label="Name, as it should stand on the name card",
        help_text="For a child the first name is enough.",
        max_length=80,
        error_messages={"required": "Write a name for the name card."},
    )
    access_needs = PlainTextArea(
        label="What do they need to take part? (optional)",
        help_text="For example a place for a wheelchair, an interpreter for British Sign Language, a "
        "quiet room or somebody who comes along.",
        max_length=500,
        required=False,
    )
    dietary_needs = PlainTextArea(
        label="What can’t they eat or drink? (optional)",
        help_text="For example nuts, pork or milk.",
        max_length=300,
        required=False,
    )
    on_stage = forms.BooleanField(label="Comes up to receive the award", required=False)
    no_pictures = forms.BooleanField(
        label="Must not be in pictures",
        help_text="We take pictures at the event. Some people must not be found by somebody, and some "
        "do not want to be seen. Ask the person; of a child, also a parent or carer. You need not say "
        "why.",
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("name", size="m", width="two-thirds"),
            Section(
                "What they need",
                Question("access_needs", rows=3),
                Question("dietary_needs", rows=2),
                hint="Write what somebody needs only if they agree, or their parent or carer does. "
                "Say what has to be done; you need not say what it is because of.",
            ),
            Fieldset("At the event", "on_stage", "no_pictures"),
            Buttons(Submit("Save this guest")),
        )


class NewGuestForm(GuestForm):
    """Carries a key, new with each page: a second click finds what the first one made (T-43)."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE),
    )


class ChangedGuestForm(Versioned, GuestForm):
    """A guest who is on the list already."""

"""What people write for a spotlight, and what officers answer."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms

from celebrations.models import Spotlight
from foundation.forms import GovForm, PlainTextArea, PlainTextField
from foundation.layout import Buttons, Layout, Question, Submit
from portfolios.forms.saving import SectionForm, save_buttons
from portfolios.models import EvidenceFile

CHANGED = dict.fromkeys(("invalid", "required"), "This page is out of date. Open it again.")
# A moment, so exactly that nothing falls between two of them.
ISO = "%Y-%m-%dT%H:%M:%S.%f%z"


def moment(at: datetime) -> str:
    """As a hidden field takes it along."""
    return at.strftime(ISO)


class StoryForm(SectionForm):
    """Saving demands nothing; what is missing is said before it is sent."""

    title = PlainTextField(
        label="Headline",
        help_text="Short, and so that somebody wants to read on.",
        max_length=100,
        required=False,
    )
    summary = PlainTextArea(
        label="What is it about, in one or two sentences?",
        help_text="People read this in the list of all spotlights.",
        max_length=250,
        required=False,
    )
    story = PlainTextArea(
        label="Your story",
        help_text="What did you do together with children, young people, parents or carers? How did "
        "they take part? Write no surname of a child, and nothing that tells strangers who a child "
        "is, such as a class, a diagnosis or a street.",
        max_length=5000,
        required=False,
    )
    changed = PlainTextArea(
        label="What is different now because of it?",
        help_text="For whom, and how do you know?",
        max_length=1500,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            "title",
            Question("summary", rows=2),
            Question("story", rows=12),
            Question("changed", rows=5),
            save_buttons(),
        )


class PicturesForm(GovForm):
    pictures = forms.MultipleChoiceField(
        label="Which pictures?",
        help_text=f"At most {Spotlight.MOST_PICTURES}. The first one stands in the list.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Choose from the pictures on the page.",
            "invalid_list": "Choose from the pictures on the page.",
        },
    )

    def __init__(self, *args: Any, offered: list[EvidenceFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["pictures"])
        field.choices = [(str(row.uuid), row.caption or str(row.item)) for row in offered]

    def clean_pictures(self) -> list[UUID]:
        chosen = [UUID(each) for each in self.cleaned_data["pictures"]]
        if len(chosen) > Spotlight.MOST_PICTURES:
            raise forms.ValidationError(f"Choose at most {Spotlight.MOST_PICTURES} pictures.")
        return chosen


class WordsForm(GovForm):
    alt = PlainTextField(
        label="What can be seen in this picture?",
        help_text="It is read aloud to people who can’t see it. Say what matters, without names: "
        "“Two young people and a teacher plant a tree in the school garden.”",
        max_length=300,
        error_messages={"required": "Say what can be seen in this picture."},
    )

    def layout(self) -> Layout:
        return Layout(Question("alt", width="full"), Buttons(Submit("Save and continue")))


class SendForm(GovForm):
    """What a lead promises. The pages before say why."""

    seen = forms.DateTimeField(
        widget=forms.HiddenInput, input_formats=[ISO], error_messages=CHANGED
    )
    safe = forms.BooleanField(
        label="Nobody can tell from our words who a child is, unless the child and a parent or carer "
        "have agreed to that",
        error_messages={"required": "Read your words once more, and tick the box."},
    )
    agreed = forms.BooleanField(
        label="Everybody in these pictures knows that they will be on public websites, where anybody "
        "can copy them",
        error_messages={"required": "Tick the box when everybody in the pictures knows it."},
    )

    def __init__(self, *args: Any, with_pictures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_pictures:
            del self.fields["agreed"]

    def layout(self) -> Layout:
        return Layout(
            "safe",
            *(["agreed"] if "agreed" in self.fields else []),
            Buttons(Submit("Send to SEND officers")),
        )


class AnswerForm(GovForm):
    """An officer's answer to what they have read."""

    SHOW, CHANGE = "show", "change"

    sent_at = forms.DateTimeField(
        widget=forms.HiddenInput, input_formats=[ISO], error_messages=CHANGED
    )
    answer = forms.ChoiceField(
        label="What is your answer?",
        choices=[
            (SHOW, "Approve: show it to everybody now"),
            (CHANGE, "Ask for changes"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose an answer.",
            "invalid_choice": "Choose an answer.",
        },
    )
    note = PlainTextArea(
        label="What should be changed?",
        help_text="Its leads get your words by e-mail.",
        max_length=1000,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("answer", size="m", reveal={self.CHANGE: ["note"]}),
            Buttons(Submit("Send the answer")),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("answer") == self.CHANGE and not cleaned.get("note", "").strip():
            self.add_error("note", "Say what should be changed.")
        return cleaned


class TakeDownForm(GovForm):
    why = PlainTextArea(
        label="Why is it taken down?", help_text="", max_length=1000, required=False
    )

    def __init__(self, *args: Any, must_say: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if must_say:
            self.fields["why"].required = True
            self.fields["why"].help_text = "Its leads get your words by e-mail."
            self.fields["why"].error_messages["required"] = "Say why it is taken down."
        else:
            self.fields["why"].label = "Why do you take it down? (optional)"
            self.fields["why"].help_text = "A note for your colleagues and SEND officers."

    def layout(self) -> Layout:
        return Layout(Question("why", rows=3))

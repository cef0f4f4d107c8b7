"""Asking, answering and closing."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from awards.choices import Answer, Audience
from champions.selectors import Subject
from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Buttons, Layout, Link, Paragraph, Question, Submit

LONGEST = 2000
AUDIENCE_HINTS = {
    Audience.PANEL.value: "To talk it over among yourselves first.",
    Audience.ORGANISATION.value: "We write to their co-production leads.",
}


class Keyed(GovForm):
    """Carries a key, new with each page: a second click finds what the first one made (T-43)."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            "This page is out of date. Copy what you typed, open the page again and paste it.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.renew()

    def renew(self) -> None:
        """A draft brings back its words, not the key under which some were sent already."""
        self.initial["key"] = uuid4()


def audience_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Audience.choices,
        initial=Audience.PANEL,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who can see it."},
    )


class RaiseForm(Keyed):
    """`about` is the piece of evidence from whose page somebody comes; the list has no others."""

    subject = forms.ChoiceField(label="What is it about?", required=False)
    text = PlainTextArea(
        label="What do you ask?",
        help_text="Say what made you think of it, and what would help. One thing at a time.",
        max_length=LONGEST,
        error_messages={"required": "Write what you ask."},
    )
    audience = audience_field("Who can see it?")

    def __init__(
        self,
        *args: Any,
        subjects: Sequence[Subject],
        cancel: str,
        about: Subject | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._cancel = cancel
        offered = [*subjects, about] if about else subjects
        field = self.fields["subject"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each.code, each.name) for each in offered]
        if about:
            self.initial["subject"] = about.code

    def layout(self) -> Layout:
        return Layout(
            Question("subject"),
            Question("text"),
            Question("audience", hints=AUDIENCE_HINTS),
            Buttons(Submit("Ask this"), Link("Cancel", self._cancel)),
        )


class RemarkForm(Keyed):
    """What the panel's side says; with `may_show` it can be for the organisation, too."""

    text = PlainTextArea(
        label="Your message",
        max_length=LONGEST,
        error_messages={"required": "Write your message."},
    )
    audience = audience_field("Who can see it?")

    def __init__(self, *args: Any, may_show: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_show = may_show
        if not may_show:
            del self.fields["audience"]

    @property
    def chosen_audience(self) -> Audience:
        return Audience(self.cleaned_data.get("audience") or Audience.PANEL)

    def layout(self) -> Layout:
        who = (
            Question("audience", hints=AUDIENCE_HINTS)
            if self._may_show
            else Paragraph(f"{Audience.PANEL.label}.")
        )
        return Layout(Question("text"), who, Submit("Send the message"))


class SayForm(Keyed):
    """What the organisation says about the whole."""

    text = PlainTextArea(
        label="Your message to the champions",
        help_text="Please do not write about one child or family here.",
        max_length=LONGEST,
        error_messages={"required": "Write your message."},
    )

    def layout(self) -> Layout:
        return Layout(Question("text"), Submit("Send the message"))


class AnswerForm(Keyed):
    """While nothing can be changed (`may_change`), an answer is words only."""

    answer = forms.ChoiceField(
        label="How do you answer?",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say if you changed it, or explain why not."},
    )
    text = PlainTextArea(
        label="What did you change, or why not?",
        help_text="Say where the champions find it. Please do not write about one child or family.",
        max_length=LONGEST,
        error_messages={"required": "Write what you changed, or why not."},
    )

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_change:
            del self.fields["answer"]
            self.fields["text"].label = "Your answer"
            self.fields["text"].help_text = (
                "Your application can’t be changed now. Say how it is, or what you would change: "
                "if the panel sends it back, you can. Please do not write about one child or family."
            )
            self.fields["text"].error_messages["required"] = "Write your answer."

    @property
    def chosen_answer(self) -> Answer:
        return Answer(self.cleaned_data.get("answer") or Answer.EXPLANATION)

    def layout(self) -> Layout:
        hints = {
            Answer.CHANGE.value: "Change it first, then say here what is new.",
            Answer.EXPLANATION.value: "A good reason is a good answer, too.",
        }
        how = [Question("answer", hints=hints)] if "answer" in self.fields else []
        return Layout(*how, Question("text"), Submit("Send the answer"))


class CloseForm(GovForm):
    note = PlainTextArea(
        label="What settled it? (optional)",
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, is_shown: bool, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cancel = cancel
        self.fields["note"].help_text = (
            Audience.ORGANISATION if is_shown else Audience.PANEL
        ).label + "."

    def layout(self) -> Layout:
        return Layout(
            Question("note", rows=3),
            Buttons(Submit("Close it"), Link("Cancel", self._cancel)),
        )

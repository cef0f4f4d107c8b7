"""What an officer types for a mail. Every error says what to do (T-71, T-72)."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from foundation.forms import GovForm, PlainTextArea, PlainTextField, Versioned
from foundation.layout import Buttons, Layout, Link, Question, Submit
from foundation.mail_kinds import MailKind
from foundation.text import clean_text
from foundation.wordings import MOST_BODY, MOST_SUBJECT, Wording, problems

LONGEST_QUERY = 100
# The button that only shows how it looks.
LOOK = "look"


class WordingSearchForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    q = forms.CharField(
        label="Find an e-mail by its name, or by who gets it", max_length=LONGEST_QUERY
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        self.fields["q"].required = False
        self.initial["q"] = clean_text(asked.get("q", ""))[:LONGEST_QUERY].strip()

    @property
    def query(self) -> str:
        return str(self.initial["q"])

    def layout(self) -> Layout:
        return Layout("q")


class WordingForm(Versioned, GovForm):
    subject = PlainTextField(
        label="Subject",
        help_text="One line. It says what is asked of whom.",
        max_length=MOST_SUBJECT,
        error_messages={"newline": "The subject must be one line."},
    )
    body = PlainTextArea(
        label="Text",
        help_text="An empty line begins a new paragraph.",
        max_length=MOST_BODY,
        error_messages={"required": "Write the text."},
    )

    def __init__(self, *args: Any, kind: MailKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    @property
    def wording(self) -> Wording:
        return Wording(self.cleaned_data["subject"], self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"subject", "body"} <= cleaned.keys():
            for each in problems(self.kind, self.wording):
                self.add_error(each.where, each.sentence)
        return cleaned

    def layout(self) -> Layout:
        return Layout(
            Question("subject", width="full"),
            Question("body", rows=18),
            Buttons(
                Submit("Save and use"),
                Submit("See how it looks", name=LOOK, value="yes", kind="secondary"),
                Link("Cancel", reverse("officers-wordings")),
            ),
        )


class RestoreForm(Versioned, GovForm):
    """The press of a button; its version is the one that was seen."""

    def layout(self) -> Layout:
        return Layout(
            Buttons(
                Submit("Use the words of the service again", kind="warning"),
                Link("Cancel", reverse("officers-wordings")),
            )
        )

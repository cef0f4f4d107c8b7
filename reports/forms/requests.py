"""Asking about one's own data, and asking us to take something down; then what officers fill in."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from foundation.forms import GovForm, PlainTextArea, PlainTextField
from foundation.layout import Buttons, Layout, Question, Section, Submit
from reports.choices import RequestFrom, RequestKind

ASKED = [choice for choice in RequestKind.choices if choice[0] != RequestKind.TAKE_DOWN]
HINTS = {
    RequestKind.ACCESS.value: "We send you a copy.",
    RequestKind.CORRECTION.value: "Tell us what is wrong, and what is right.",
    RequestKind.ERASURE.value: "Some things we must keep. Then we tell you which, and why.",
    RequestKind.RESTRICTION.value: "For example while you and we find out what is right.",
    RequestKind.OBJECTION.value: "Tell us what you do not want us to do.",
    RequestKind.COMPLAINT.value: "Tell us what went wrong.",
}
IN_IT = {
    RequestFrom.SELF: "I am in it",
    RequestFrom.PARENT: "My child is in it",
    RequestFrom.OTHER: "I ask for somebody else",
}
NOT_MAIL = "Check the e-mail address. It must look like name@example.org."


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
        self.initial["key"] = uuid4()


class ContactField(PlainTextField):
    """An e-mail address, a telephone number, or any other way to reach somebody."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs.setdefault("spellcheck", "false")

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if "@" in text:
            try:
                validate_email(text)
            except ValidationError:
                raise ValidationError(NOT_MAIL, code="invalid") from None
        return text


def who_field(choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who asks?",
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asks."},
    )


def name_field(label: str, *, required: bool) -> PlainTextField:
    return PlainTextField(
        label=label,
        max_length=120,
        required=required,
        error_messages={"required": "Enter your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AskForm(Keyed):
    """An answer needs somebody to go to, so this one asks who they are."""

    kind = forms.ChoiceField(
        label="What do you ask?",
        choices=ASKED,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you ask."},
    )
    asked_as = who_field(RequestFrom.choices)
    what = PlainTextArea(
        label="Tell us more",
        help_text="For example which page, which organisation, or since when. Use your own words.",
        max_length=4000,
        error_messages={"required": "Tell us what you ask for."},
    )
    name = name_field("Your name", required=True)
    contact = ContactField(
        label="Your e-mail address or telephone number",
        help_text="We use it to answer you, and for nothing else.",
        error_messages={"required": "Enter an e-mail address or a telephone number."},
    )

    def layout(self) -> Layout:
        return Layout(
            Question("kind", size="m", hints=HINTS),
            Question("asked_as", size="m"),
            "what",
            Section(
                "So that we can answer you",
                Question("name", width="two-thirds"),
                Question("contact", width="two-thirds"),
            ),
            Buttons(Submit("Send to the officers")),
        )


class TakeDownForm(Keyed):
    """As short as can be. Nobody has to show who they are before something is hidden."""

    asked_as = who_field([(value.value, label) for value, label in IN_IT.items()])
    where = PlainTextField(
        label="Where is it? (optional)",
        help_text="The name of the school or group, and the page if you know it.",
        max_length=500,
        required=False,
    )
    what = PlainTextArea(
        label="What can be seen or read?",
        help_text="So that we find it. For example: children who plant beans, one in a red coat.",
        max_length=4000,
        error_messages={"required": "Tell us what can be seen or read, so that we find it."},
    )
    name = name_field("Your name (optional)", required=False)
    contact = ContactField(
        label="Your e-mail address or telephone number (optional)",
        help_text="Only if you want us to tell you what we did.",
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("asked_as", size="m"),
            Question("where", width="full"),
            "what",
            Section(
                "If you want an answer",
                Question("name", width="two-thirds"),
                Question("contact", width="two-thirds"),
                hint="You do not have to say who you are.",
            ),
            Buttons(Submit("Ask us to take it down")),
        )

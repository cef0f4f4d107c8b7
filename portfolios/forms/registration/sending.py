"""Signing and sending."""

from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms

from awards.scheme import Scheme
from foundation.forms import DateField, GovForm, PlainTextField, Versioned
from foundation.layout import Buttons, Layout, Question, Submit


class SignForm(GovForm):
    signed_name = PlainTextField(
        label="Full name of the person who signs",
        max_length=120,
        error_messages={"required": "Enter the name of the person who signs."},
    )
    signed_role = PlainTextField(
        label="Their role",
        help_text="For example, head teacher or chair of trustees.",
        max_length=120,
        error_messages={"required": "Enter the role of the person who signs."},
    )
    levels = forms.MultipleChoiceField(
        label="Which levels of your organisation sign up?",
        help_text="Choose each level that makes this promise.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one level.",
            "invalid_choice": "Choose from the levels on the page.",
        },
    )
    signed_on = DateField(
        label="Date of the signature",
        help_text="As it stands on the paper, or the day of the call.",
        error_messages={"required": "Enter the date of the signature."},
    )
    authority = forms.BooleanField(
        error_messages={"required": "Tick the box if you may sign for your organisation."}
    )

    def __init__(
        self, *args: Any, scheme: Scheme, on_paper: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        levels = cast(forms.MultipleChoiceField, self.fields["levels"])
        levels.choices = [(level.code, level.name) for level in scheme.engagement_levels]
        if on_paper:
            self.fields["authority"].label = "I have seen or heard this person’s signature."
            self.fields["authority"].error_messages["required"] = (
                "Tick the box if you have seen or heard this person’s signature."
            )
            cast(DateField, self.fields["signed_on"]).latest = today
        else:
            self.fields["authority"].label = scheme.commitment.declaration
            del self.fields["signed_on"]

    def layout(self) -> Layout:
        date_part = ["signed_on"] if "signed_on" in self.fields else []
        return Layout(
            "signed_name",
            "signed_role",
            Question("levels"),
            *date_part,
            "authority",
            Buttons(Submit("Sign the commitment")),
        )


class SendForm(Versioned, GovForm):
    """The key makes one sending of many clicks; the version is that of what was checked (T-43, T-44)."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "This page is out of date. Check it again and send it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    def layout(self) -> Layout:
        return Layout(Buttons(Submit("Send the registration")))

"""Signing and sending a statement."""

from typing import Any

from django import forms

from awards.scheme import Scheme
from foundation.forms import GovForm, PlainTextField, Versioned
from foundation.layout import Buttons, Layout, Submit
from portfolios.forms.registration.sending import SendForm


class SignStatementForm(Versioned, GovForm):
    """The version is that of what is on the page: nobody signs what they have not seen."""

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
    authority = forms.BooleanField(
        error_messages={"required": "Tick the box if you may sign for your organisation."}
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].label = scheme.renewal.declaration.declaration

    def layout(self) -> Layout:
        return Layout(
            "signed_name", "signed_role", "authority", Buttons(Submit("Sign the statement"))
        )


class SendStatementForm(SendForm):
    def layout(self) -> Layout:
        return Layout(Buttons(Submit("Send the statement")))

"""The forms of the second step: an app, a passkey, recovery codes, and an officer's reset."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache

from awards.forms.accounts import CodeBox, _WatchedCode
from foundation.forms import GovForm, PlainTextArea, PlainTextField

# Longer than a code can be right: its half minute, and the ones before and after.
USED_FOR = 120
NO_PASSKEY = "The passkey did not work. Try again."
LONGEST_ANSWER = 20_000
# What comes from deep inside when the answer of a device was made up.
NONSENSE = (
    AttributeError,
    IndexError,
    InvalidSignature,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class _AppOrRecoveryCode(_WatchedCode):
    """A code opens once (T-08). allauth forgets it after 30 s, but it lives longer."""

    event = "account.second_step_refused"
    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            digits = "".join(filter(str.isdigit, code))
            if not cache.add(f"second-step:{self.user.pk}:{digits}", "used", timeout=USED_FOR):
                raise forms.ValidationError(
                    "This code has been used. Wait for the next one and type that.", code="used"
                )
        return code


class SecondStepForm(_AppOrRecoveryCode, GovForm, base.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    code = CodeBox(
        numbers=True, help_text="From your app. A recovery code works as well, each of them once."
    )


class SecondStepAgainForm(_AppOrRecoveryCode, GovForm, base.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    code = CodeBox(
        numbers=True, help_text="From your app. A recovery code works as well, each of them once."
    )


class AddAppForm(GovForm, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    code = CodeBox(label="The code that the app shows now", numbers=True)


class CredentialField(forms.JSONField):
    """What a device answers; the script fills it in. It is never shown again."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        messages = dict.fromkeys(("required", "invalid"), NO_PASSKEY)
        super().__init__(error_messages=messages, **kwargs)
        self.widget.attrs["data-passkey-credential"] = True

    def to_python(self, value: Any) -> Any:
        if len(str(value)) > LONGEST_ANSWER:
            raise forms.ValidationError(NO_PASSKEY, code="invalid")
        with refusing_nonsense():
            found = super().to_python(value)
        if found is not None and not isinstance(found, dict):
            raise forms.ValidationError(NO_PASSKEY, code="invalid")
        return found

    def bound_data(self, data: Any, initial: Any) -> str:
        return ""


@contextmanager
def refusing_nonsense() -> Iterator[None]:
    """Whoever writes an answer by hand gets an error, and we no fault (T-83, T-84)."""
    try:
        yield
    except NONSENSE as error:
        raise forms.ValidationError(NO_PASSKEY, code="invalid") from error


class _GivenPasskey:
    """For the three places where a passkey is used."""

    def clean_credential(self) -> Authenticator:
        with refusing_nonsense():
            found: Authenticator = super().clean_credential()  # type: ignore[misc]  # allauth's
        return found


class PasskeySignInForm(_GivenPasskey, webauthn.LoginWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    credential = CredentialField()


class PasskeyStepForm(_GivenPasskey, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    credential = CredentialField()


class PasskeyAgainForm(_GivenPasskey, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    credential = CredentialField()


class AddPasskeyForm(GovForm, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Always a passkey that can stand alone: the device checks who it is, so it is both steps."""

    name = PlainTextField(
        max_length=60,
        required=False,
        label="Name",
        help_text="So that you can tell it from others, for example “My phone”.",
    )
    credential = CredentialField()
    passwordless = None

    def clean(self) -> dict[str, Any]:
        # Read by allauth: the device must have checked a finger, face or PIN.
        self.cleaned_data["passwordless"] = True
        with refusing_nonsense():
            super().clean()
        return self.cleaned_data


class RenamePasskeyForm(GovForm, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    name = PlainTextField(max_length=60, label="Name")


class ResetSecondFactorForm(GovForm):
    how_checked = PlainTextArea(
        max_length=500,
        min_length=20,
        label="How did you make sure that it is them?",
        help_text=(
            "For example: you rang the number that their organisation publishes and spoke to them. "
            "An e-mail alone is not enough."
        ),
    )

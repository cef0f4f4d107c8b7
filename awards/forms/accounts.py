"""The forms of signing up and in: django-allauth's checks, our questions and words.

Each has one box per question, lets people paste, and tells password managers what belongs where
(WCAG 3.3.8). No box carries `maxlength`: a pasted password would be cut off unseen.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account import forms as base
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from awards.models import User, normal_email
from foundation import audit
from foundation.forms import EmailField, GovForm, OneLine, PlainTextField

LONGEST_PASSWORD = 128
ADVICE = (
    "Use 15 characters or more. Three or four words that do not belong together are easy to "
    "remember and hard to guess."
)


class MailboxField(EmailField):
    """An e-mail address in the one spelling that we keep (T-05)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "E-mail address")
        kwargs.setdefault("error_messages", {"required": "Enter your e-mail address."})
        super().__init__(max_length=254, **kwargs)

    def to_python(self, value: object) -> str:
        return normal_email(super().to_python(value))


class PasswordBox(forms.CharField):
    """A password that exists. What is too long to be one is never hashed (T-09)."""

    def __init__(self, autocomplete: str = "current-password", **kwargs: Any) -> None:
        kwargs.setdefault("label", "Password")
        kwargs.setdefault("error_messages", {"required": "Enter your password."})
        limit = MaxLengthValidator(
            LONGEST_PASSWORD, f"The password must be {LONGEST_PASSWORD} characters or fewer."
        )
        super().__init__(
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            validators=[limit],
            **kwargs,
        )


class NewPasswordBox(PasswordBox):
    """A password that is being chosen; `user` is set by django-allauth's form."""

    user: User | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", ADVICE)
        super().__init__("new-password", **kwargs)

    def clean(self, value: Any) -> str:
        password: str = super().clean(value)
        return str(get_adapter().clean_password(password, user=self.user))


class CodeBox(OneLine):
    """A one-time code in one box, with or without its dash."""

    def __init__(self, *, label: str = "Code", numbers: bool = False, **kwargs: Any) -> None:
        attrs = {
            "autocomplete": "one-time-code",
            "spellcheck": "false",
            "class": "govuk-input--width-10",
        }
        kwargs.setdefault("error_messages", {"required": "Enter the code."})
        attrs |= {"inputmode": "numeric"} if numbers else {"autocapitalize": "characters"}
        super().__init__(
            label=label,
            widget=forms.TextInput(attrs=attrs),
            validators=[MaxLengthValidator(60, "That is too long to be a code. Type it again.")],
            **kwargs,
        )


class _Questions(forms.Form):
    """Puts our boxes in the place of those that django-allauth makes while a form is set up."""

    boxes: ClassVar[dict[str, Callable[[], forms.Field]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, make in self.boxes.items():
            self.fields[name] = make()


class SignInForm(GovForm, _Questions, base.LoginForm):  # type: ignore[misc]  # allauth ships no types
    boxes = {
        "login": lambda: MailboxField(widget=forms.EmailInput(attrs={"autocomplete": "username"})),
        "password": PasswordBox,
    }


class SignUpForm(GovForm, _Questions, base.SignupForm):  # type: ignore[misc]  # allauth ships no types
    name = PlainTextField(
        max_length=120,
        label="Full name",
        error_messages={"required": "Enter your full name."},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    boxes = {
        "email": lambda: MailboxField(help_text="We send a code to it, to check that it is yours."),
        "password1": lambda: PasswordBox("new-password", help_text=ADVICE),
    }
    field_order = ("name", "email", "password1")
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The same page and the same work, whether the address has an account or not (T-01)."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return self._tried(request)
            except IntegrityError:
                # Somebody took the address a moment ago (a second press of the button).
                self.account_already_exists = True
        else:
            get_user_model()().set_password(self.cleaned_data["password1"])
        return self._tried(request)

    def _tried(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        result: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return result


class CodeRequestForm(GovForm, base.RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    email = MailboxField()


class _WatchedCode:
    """Writes each wrong code down."""

    event = ""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the allauth form beside it
        except forms.ValidationError:
            person = getattr(self, "user", None)
            audit.record(
                self.event, actor=None, target=person, at=timezone.now(), outcome="refused"
            )
            raise
        return code


class SignInCodeForm(_WatchedCode, GovForm, base.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    event = "account.code_refused"
    code = CodeBox()


class MailboxCodeForm(_WatchedCode, GovForm, base.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # allauth ships no types
    event = "account.code_refused"
    code = CodeBox()


class ResetRequestForm(GovForm, base.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    email = MailboxField()


class ResetForm(GovForm, base.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    password1 = NewPasswordBox(label="New password")
    password2 = None


class ChangePasswordForm(GovForm, base.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    oldpassword = PasswordBox(label="Your password now")
    password1 = NewPasswordBox(label="New password")
    password2 = None

    def clean_oldpassword(self) -> str:
        """Through the door that counts tries, so that nobody can guess here either (T-02)."""
        password: str = self.cleaned_data["oldpassword"]
        adapter = get_adapter(context.request)
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("enter_current_password")
        return password


class SetPasswordForm(GovForm, base.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    password1 = NewPasswordBox(label="Password")
    password2 = None


class ChangeMailboxForm(GovForm, base.AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    email = MailboxField(
        label="New e-mail address",
        help_text="We send a code to it. Until you have typed the code, nothing changes.",
    )


class ConfirmPasswordForm(GovForm, base.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    password = PasswordBox()

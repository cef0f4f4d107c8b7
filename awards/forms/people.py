"""Inviting, appointing and handing over."""

from django import forms

from awards.choices import MembershipRole
from awards.models import User
from awards.services.appointments import person_with_email
from foundation.forms import EmailField, GovForm, PlainTextArea
from foundation.layout import Layout, Question

ROLE_HINTS = {
    MembershipRole.LEAD.value: "Can write, sign, send and withdraw, and manages who belongs here.",
    MembershipRole.MEMBER.value: "Can write and read everything here.",
}


class InviteForm(GovForm):
    email = EmailField(
        label="Their e-mail address",
        help_text="We send them a link. It works once, for 14 days, for this address only.",
    )
    role = forms.ChoiceField(
        label="What will they be?",
        choices=MembershipRole.choices,
        widget=forms.RadioSelect,
        initial=MembershipRole.MEMBER,
        error_messages={"required": "Choose what they will be."},
    )

    def layout(self) -> Layout:
        return Layout(Question("email", width="two-thirds"), Question("role", hints=ROLE_HINTS))


class RoleForm(GovForm):
    role = forms.ChoiceField(
        label="What should they be?",
        choices=MembershipRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they should be."},
    )

    def layout(self) -> Layout:
        return Layout(Question("role", hints=ROLE_HINTS))


class AppointForm(GovForm):
    email = EmailField(
        label="E-mail address of the person",
        help_text="They need an account first.",
    )

    def layout(self) -> Layout:
        return Layout(Question("email", width="two-thirds"))

    def clean(self) -> dict[str, User | str]:
        cleaned: dict[str, User | str] = super().clean() or {}
        if "email" in cleaned:
            person = person_with_email(str(cleaned["email"]))
            if person is None:
                self.add_error(
                    "email",
                    "Nobody has an account with this address. Ask them to create one, then try again.",
                )
            else:
                cleaned["person"] = person
        return cleaned


class HandOverForm(GovForm):
    email = EmailField(label="E-mail address of the new co-production lead")
    reason = PlainTextArea(
        label="How do you know that they speak for the organisation?",
        help_text="For example: the head teacher told us by letter on 3 May.",
        max_length=1000,
    )

    def layout(self) -> Layout:
        return Layout(Question("email", width="two-thirds"), Question("reason"))

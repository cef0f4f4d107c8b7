"""Asking for a package of subject access."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from awards.models import User
from foundation.forms import GovForm, PlainTextField
from foundation.layout import Buttons, Layout, Link, Question, Submit
from reports.models import PrivacyRequest

MASKED, NAMED = "masked", "named"


class AskPackageForm(GovForm):
    people = forms.ChoiceField(
        label="Names of other people",
        choices=[
            (MASKED, "Leave them out"),
            (NAMED, "Leave them in, because there is a good reason"),
        ],
        widget=forms.RadioSelect,
        initial=MASKED,
    )
    unmasked_why = PlainTextField(
        label="Why may their names stay in?",
        help_text="For example: all of them agreed, or the person knows them from the same meetings.",
        max_length=500,
        required=False,
    )
    request = forms.ChoiceField(label="Which request does it answer?", required=False)

    def __init__(
        self, asked: QueryDict | None, *, person: User, requests: list[PrivacyRequest]
    ) -> None:
        super().__init__(asked)
        self.person = person
        self.requests = {str(each.uuid): each for each in requests}
        self.fields["request"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "None of them"),
            *((uuid, str(each)) for uuid, each in self.requests.items()),
        ]
        if not requests:
            del self.fields["request"]
        elif len(requests) == 1:
            self.initial["request"] = str(requests[0].uuid)

    def layout(self) -> Layout:
        parts: list[Any] = [
            Question(
                "people",
                size="m",
                hints={
                    NAMED: "E-mail addresses and telephone numbers of others stay out all the same."
                },
                reveal={NAMED: ["unmasked_why"]},
            )
        ]
        if self.requests:
            parts.append("request")
        leave = Link("Cancel", reverse("officers-access"))
        return Layout(*parts, Buttons(Submit("Make the copy"), leave))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("people") == NAMED and not data.get("unmasked_why"):
            self.add_error("unmasked_why", "Say why names of other people may stay in.")
        if data.get("people") == MASKED:
            data["unmasked_why"] = ""
        return data

    @property
    def chosen(self) -> PrivacyRequest | None:
        return self.requests.get(self.cleaned_data.get("request") or "")

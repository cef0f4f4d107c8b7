"""Telling of a link once for all, ending it, and finding one in the register."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from awards.choices import Interest
from champions.selectors.entries import LINKS, Kind, State
from champions.selectors.register import Filters
from foundation.forms import GovForm, PlainTextArea, PlainTextField
from foundation.layout import Buttons, Layout, Link, Question, Submit
from foundation.text import clean_text

ANY = ("", "Any")
LONGEST_QUERY = 160
# The id of the list of names that officers' pages offer beside the box.
NAMES = "organisations"


class LinkForm(GovForm):
    """Of oneself. Officers get the names of organisations as a help; others type."""

    organisation_name = PlainTextField(
        label="Which organisation?",
        help_text="Write its full name, as on its sign or its website.",
        max_length=160,
        error_messages={"required": "Enter the name of the organisation."},
    )
    nature = forms.ChoiceField(
        label="What is the link?",
        choices=[each for each in Interest.choices if each[0] != Interest.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the link that fits best."},
    )
    details = PlainTextArea(
        label="Say more (optional)",
        help_text="A few words are enough. SEND officers can read this.",
        max_length=500,
        required=False,
    )
    button = "Save this link"

    def __init__(self, *args: Any, cancel: str, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cancel, self._names = cancel, names

    def clean(self) -> dict[str, Any]:
        super().clean()
        other = self.cleaned_data.get("nature") == Interest.OTHER
        if other and not self.cleaned_data.get("details"):
            self.add_error("details", "Say what the link is.")
        return self.cleaned_data

    @property
    def link(self) -> Interest:
        return Interest(self.cleaned_data["nature"])

    def layout(self) -> Layout:
        extra = {"list": NAMES, "autocomplete": "off"} if self._names else {}
        return Layout(
            Question("organisation_name", width="two-thirds", extra=extra),
            Question("nature"),
            Question("details", rows=3),
            Buttons(Submit(self.button), Link("Cancel", self._cancel)),
        )


class LinkOfAnotherForm(LinkForm):
    """An officer writes down what they know of a champion."""

    button = "Record this link"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["nature"]).choices = [
            (nature.value, label) for nature, label in LINKS.items()
        ]
        self.fields["details"].help_text = "The champion and SEND officers can read this."


class EndLinkForm(GovForm):
    reason = PlainTextArea(
        label="Why does it no longer hold?",
        help_text="This stays on the record.",
        max_length=500,
        error_messages={"required": "Say why the link no longer holds."},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cancel = cancel

    def layout(self) -> Layout:
        return Layout(
            Question("reason", rows=3),
            Buttons(Submit("End this link", kind="warning"), Link("Cancel", self._cancel)),
        )


class RegisterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    q = forms.CharField(label="Name or organisation", max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(label="Kind", choices=[ANY, *Kind.choices])
    state = forms.ChoiceField(label="Links for every case", choices=[ANY, *State.choices])

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        self.initial["q"] = clean_text(asked.get("q", ""))[:LONGEST_QUERY]
        for name in ("kind", "state"):
            value = asked.get(name, "")
            if cast(forms.ChoiceField, self.fields[name]).valid_value(value):
                self.initial[name] = value
        for field in self.fields.values():
            field.required = False

    def filters(self) -> Filters:
        said = {name: str(self.initial.get(name, "")) for name in ("kind", "state")}
        return Filters(query=str(self.initial["q"]), kind=said["kind"], state=said["state"])

    @property
    def is_narrowed(self) -> bool:
        return any(self.initial.values())

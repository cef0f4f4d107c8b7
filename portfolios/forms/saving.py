"""Pages of a form that is written over weeks: saving asks for nothing.

What is missing is said on the task list, never at saving. "Save and come back later" also keeps what
is half-typed (`lenient`); "Save and continue" has it looked at.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from foundation.forms import GovForm, PlainTextField, Versioned
from foundation.layout import Buttons, Submit
from foundation.messages import say_what_to_do

LATER = "later"


def save_buttons() -> Buttons:
    return Buttons(
        Submit("Save and continue"),
        Submit("Save and come back later", name="action", value=LATER, kind="secondary"),
    )


def name_errors(name: str, field: forms.Field, question: str) -> None:
    """On a long page an error in the summary says which question it is about.

    Call it once the field has its label, as labels come from the edition.
    """
    field.error_messages.pop("max_length", None)
    say_what_to_do(name, field)
    begin = f"“{question}”: ".replace("%", "%%")
    said = {code: str(message) for code, message in field.error_messages.items()}
    field.error_messages = {
        code: f"{begin}{message[:1].lower()}{message[1:]}" for code, message in said.items()
    }


class SectionForm(Versioned, GovForm):
    # Fields with a shape, and how long their column is: kept as typed when `lenient`.
    shaped: ClassVar[dict[str, int]] = {}

    def __init__(self, *args: Any, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lenient:
            for name, longest in self.shaped.items():
                strict = self.fields[name]
                self.fields[name] = PlainTextField(
                    label=strict.label or "",
                    help_text=strict.help_text,
                    required=False,
                    max_length=longest,
                )

    @property
    def values(self) -> dict[str, Any]:
        return {name: text for name, text in self.cleaned_data.items() if name != "version"}


class ItemForm(SectionForm):
    """`key` names a new item before it is there, so that a second click adds no second one (T-43)."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "This page is out of date. Open it again."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    @property
    def values(self) -> dict[str, Any]:
        return {name: text for name, text in super().values.items() if name != "key"}

"""Ticking, on the page of a question, which evidence shows it."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms

from foundation.forms import GovForm
from foundation.layout import Buttons, Layout, Question, Submit

NEXT = "next"
OUT_OF_DATE = "This page is out of date. Open it again."


class _Ids(forms.Field):
    """Ids with commas between them."""

    widget = forms.HiddenInput

    def to_python(self, value: object) -> frozenset[UUID]:
        try:
            return frozenset(UUID(each) for each in str(value or "").split(",") if each)
        except ValueError:
            raise forms.ValidationError(OUT_OF_DATE) from None


class ChooseEvidenceForm(GovForm):
    """`was`: what was ticked when the page was opened, so that only what is changed here is saved."""

    items = forms.MultipleChoiceField(
        label="Tick what shows it",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), "Choose from the evidence on the page."
        ),
    )
    was = _Ids(required=False)

    def __init__(
        self,
        *args: Any,
        offered: Iterable[tuple[str, str, str]],
        more: bool = False,
        **kwargs: Any,
    ) -> None:
        """`offered`: id, title and what else is known of each. `more`: another page follows."""
        super().__init__(*args, **kwargs)
        rows = list(offered)
        self.more = more
        self.hints = {id: hint for id, _, hint in rows if hint}
        field = cast(forms.MultipleChoiceField, self.fields["items"])
        field.choices = [(id, title) for id, title, _ in rows]

    @property
    def add(self) -> frozenset[UUID]:
        return self._ticked - self._was

    @property
    def remove(self) -> frozenset[UUID]:
        return self._was - self._ticked

    @property
    def _was(self) -> frozenset[UUID]:
        was: frozenset[UUID] = self.cleaned_data["was"]
        return was

    @property
    def _ticked(self) -> frozenset[UUID]:
        return frozenset(UUID(id) for id in self.cleaned_data["items"])

    def layout(self) -> Layout:
        onward = [Submit("Save and see more", name="action", value=NEXT, kind="secondary")]
        return Layout(
            Question("items", hints=self.hints),
            Buttons(Submit("Save"), *(onward if self.more else [])),
        )

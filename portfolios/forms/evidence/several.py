"""One answer for many pieces of evidence."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms

from awards.scheme import Scheme
from foundation.forms import DateField, GovForm, PlainTextArea
from foundation.layout import Buttons, Fieldset, Layout, Question, Submit
from portfolios.choices import EvidenceKind
from portfolios.forms.saving import name_errors
from portfolios.selectors.portfolio.questions import ask_of_item


class SeveralForm(GovForm):
    items = forms.MultipleChoiceField(
        label="Which pieces?",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), "Choose from the evidence on the page."
        )
        | {"required": "Tick the pieces that you want to tell about."},
    )
    kind = forms.ChoiceField(choices=[("", "No answer"), *EvidenceKind.choices], required=False)
    happened_on = DateField(required=False)
    who = PlainTextArea(max_length=2000, required=False)
    nobody = forms.BooleanField(label="Nobody is pictured or quoted in any of them", required=False)

    def __init__(
        self,
        *args: Any,
        scheme: Scheme,
        offered: Iterable[tuple[str, str, str]],
        **kwargs: Any,
    ) -> None:
        """`offered`: id, title and what each piece lacks."""
        super().__init__(*args, **kwargs)
        rows = list(offered)
        self.hints = {id: hint for id, _, hint in rows if hint}
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = [
            (id, title) for id, title, _ in rows
        ]
        for name in ("kind", "happened_on", "who"):
            field, question = self.fields[name], ask_of_item(scheme, name)
            field.label, field.help_text = question.label, question.hint
            name_errors(name, field, question.label)

    def clean(self) -> dict[str, Any]:
        super().clean()
        names = ("kind", "happened_on", "who", "nobody")
        if not self.errors and not any(self.cleaned_data.get(name) for name in names):
            self.add_error("kind", "Answer at least one of the questions.")
        return self.cleaned_data

    @property
    def ticked(self) -> list[UUID]:
        return [UUID(id) for id in self.cleaned_data["items"]]

    def layout(self) -> Layout:
        return Layout(
            Question("items", hints=self.hints),
            Fieldset("What holds for all of them", "kind", "happened_on", Question("who", rows=3)),
            Question("nobody"),
            Buttons(Submit("Save for all that are ticked")),
        )

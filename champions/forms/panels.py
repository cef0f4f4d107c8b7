"""Choosing a panel, and saying what ties a champion to an applicant."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from awards.choices import Interest
from champions.models import Champion
from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Layout, Question, Submit


class PanelForm(GovForm):
    champions = forms.MultipleChoiceField(
        label="Who sits on the panel?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one champion."},
    )
    chair = forms.ChoiceField(
        label="Who is the chair?",
        help_text="The chair is one of the panel, and records what the panel agrees.",
        widget=forms.RadioSelect,
    )
    waiver = PlainTextArea(
        label="Why can the panel not have the mix it should have? (only if so)",
        help_text="This stays on the record.",
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        champions: Sequence[Champion],
        hints: Mapping[str, str],
        may_waive: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._champions = {str(champion.uuid): champion for champion in champions}
        self._hints = hints
        for name in ("champions", "chair"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(key, str(c.user)) for key, c in self._champions.items()]
        if not may_waive:
            del self.fields["waiver"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen, chair = self.cleaned_data.get("champions"), self.cleaned_data.get("chair")
        if chosen and chair and chair not in chosen:
            self.add_error("chair", "The chair has to be one of the panel. Tick this person too.")
        return self.cleaned_data

    @property
    def chosen(self) -> list[Champion]:
        return [self._champions[key] for key in self.cleaned_data["champions"]]

    @property
    def chosen_chair(self) -> Champion:
        return self._champions[self.cleaned_data["chair"]]

    def layout(self) -> Layout:
        questions: list[Any] = [
            Question("champions", size="m", hints=self._hints),
            Question("chair", size="m"),
        ]
        if "waiver" in self.fields:
            questions.append(Question("waiver", rows=3))
        return Layout(*questions, Submit("Settle the panel"))


class InterestForm(GovForm):
    """A champion's own words; "no" is the first answer, and opens the case."""

    nature = forms.ChoiceField(
        label="Do you have a link with them?",
        choices=Interest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits."},
    )
    details = PlainTextArea(
        label="What is the link?",
        help_text="A few words are enough. Officers and the chair of the panel can read this.",
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        other = self.cleaned_data.get("nature") == Interest.OTHER
        if other and not self.cleaned_data.get("details"):
            self.add_error("details", "Say what the link is.")
        return self.cleaned_data

    def layout(self) -> Layout:
        return Layout(
            Question("nature", size="m"), Question("details", rows=3), Submit("Send my answer")
        )


class LateInterestForm(InterestForm):
    """After "no": something has come up, for oneself or, by an officer, for a champion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nature = self.fields["nature"]
        nature.label = "What is the link?"
        if isinstance(nature, forms.ChoiceField):
            nature.choices = [each for each in Interest.choices if each[0] != Interest.NONE]
        self.fields["details"].label = "Say more (if you like)"

    def layout(self) -> Layout:
        return Layout(
            Question("nature", size="m"),
            Question("details", rows=3),
            Submit("Record the link and end the place", kind="warning"),
        )

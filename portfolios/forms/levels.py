"""Whom the organisation involves: the same page at sign-up and in the plan."""

from collections.abc import Mapping
from typing import Any

from django import forms

from awards.scheme import Scheme
from foundation.forms import PlainTextArea
from foundation.layout import Fieldset, Layout, Question
from portfolios.choices import Engagement, field_of
from portfolios.forms.saving import SectionForm, name_errors, save_buttons


class LevelsForm(SectionForm):
    """For each level of the edition: are they involved, and how (scheme.md 2)?"""

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = scheme.engagement_levels
        for level in self.levels:
            self.fields[field_of("engagement", level.code)] = forms.ChoiceField(
                label=f"Do you involve them? ({level.name})",
                choices=Engagement.choices,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": f"{level.name}: choose one of the answers."},
            )
            self.fields[field_of("text", level.code)] = PlainTextArea(
                label=f"How, or what do you plan? ({level.name})",
                max_length=2000,
                required=False,
            )
            name = field_of("text", level.code)
            name_errors(name, self.fields[name], level.name)

    @staticmethod
    def initial_of(answers: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        """`answers`: code of the level → (engagement, text), as they are saved."""
        found = {}
        for code, (engagement, text) in answers.items():
            found[field_of("engagement", code)] = engagement
            found[field_of("text", code)] = text
        return found

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        return {
            level.code: (
                self.cleaned_data.get(field_of("engagement", level.code), ""),
                self.cleaned_data.get(field_of("text", level.code), ""),
            )
            for level in self.levels
        }

    def layout(self) -> Layout:
        return Layout(
            *(
                Fieldset(
                    level.name,
                    Question(field_of("engagement", level.code), inline=True),
                    Question(field_of("text", level.code), rows=3),
                    hint=level.hint,
                )
                for level in self.levels
            ),
            save_buttons(),
        )

"""One eligibility question on one page (scheme.md 1)."""

from typing import Any, cast

from django import forms

from awards.scheme import EligibilityQuestion
from foundation.forms import GovForm
from foundation.layout import Buttons, Layout, Question, Submit


class EligibilityForm(GovForm):
    answer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, question: EligibilityQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["answer"])
        field.label = question.question
        field.help_text = question.hint
        field.choices = [(answer.code, answer.label) for answer in question.answers]
        for code in ("required", "invalid_choice"):
            field.error_messages[code] = "Choose one of the answers."

    def layout(self) -> Layout:
        return Layout(Question("answer", size="l", heading=True), Buttons(Submit("Continue")))

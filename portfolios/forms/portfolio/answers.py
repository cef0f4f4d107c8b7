"""What is told under one question, in the edition's words. Nothing is demanded when it is saved."""

from typing import Any

from django import forms

from awards.scheme import Scheme
from foundation.forms import PlainTextArea
from foundation.layout import Layout, Question
from portfolios.forms.saving import SectionForm, name_errors, save_buttons
from portfolios.selectors.portfolio.questions import Question as Asked
from portfolios.selectors.portfolio.questions import ask

APPLIES = "yes"


class AnswerForm(SectionForm):
    applies = forms.MultipleChoiceField(
        label="Does it apply to your work?",
        choices=[(APPLIES, "Yes, it applies to our work")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), "Tick the box on the page, or leave it empty."
        ),
    )
    text = PlainTextArea(max_length=4000, required=False)
    before = PlainTextArea(max_length=1000, required=False)
    after = PlainTextArea(max_length=1000, required=False)

    def __init__(self, *args: Any, asked: Asked, scheme: Scheme, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["text"].label, self.fields["text"].help_text = asked.label, asked.hint
        if asked.has_figures:
            for name in ("before", "after"):
                question = ask(scheme, stage, name)
                self.fields[name].label, self.fields[name].help_text = question.label, question.hint
        else:
            del self.fields["before"], self.fields["after"]
        if not asked.is_ticked:
            del self.fields["applies"]
        for name, field in self.fields.items():
            if not field.widget.is_hidden and name != "applies":
                name_errors(name, field, str(field.label))

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        if "applies" in found:
            found["applies"] = APPLIES if found["applies"] else ""
        return found

    def layout(self) -> Layout:
        ticked = ["applies"] if self.asked.is_ticked else []
        figures = ["before", "after"] if self.asked.has_figures else []
        return Layout(
            *ticked,
            Question("text", rows=8),
            *(Question(name, rows=3) for name in figures),
            save_buttons(),
        )

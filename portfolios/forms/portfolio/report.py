"""What became of the plan: one page for each action and each measure (scheme.md 13)."""

from datetime import date
from typing import Any, cast

from django import forms

from awards.scheme import Scheme
from foundation.forms import DateField, PlainTextArea
from foundation.layout import Layout, Question
from portfolios.choices import ActionState, MeasureState
from portfolios.forms.saving import SectionForm, name_errors, save_buttons
from portfolios.selectors.portfolio.questions import ask

HINTS = {
    ActionState.CHANGED.value: "You did something else in its place.",
    ActionState.DROPPED.value: "You did not do it.",
}


def _radios(choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the answers on the page."},
    )


class ReportForm(SectionForm):
    # The question of the edition behind each field.
    asked: dict[str, str] = {}

    def __init__(self, *args: Any, scheme: Scheme, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, code in self.asked.items():
            question, field = ask(scheme, stage, code), self.fields[name]
            field.label, field.help_text = question.label, question.hint
            name_errors(name, field, question.label)


class ActionReportForm(ReportForm):
    asked = {
        "state": "action_state",
        "done_on": "done_on",
        "text": "action_text",
        "why": "action_why",
    }
    state = _radios(ActionState.choices)
    done_on = DateField(required=False)
    text = PlainTextArea(max_length=3000, required=False)
    why = PlainTextArea(max_length=2000, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(DateField, self.fields["done_on"]).latest = today

    def layout(self) -> Layout:
        return Layout(
            Question("state", hints=HINTS),
            "done_on",
            Question("text", rows=6),
            Question("why", rows=4),
            save_buttons(),
        )


class MeasureReportForm(ReportForm):
    asked = {"result": "measure_result", "state": "measure_state", "why": "measure_why"}
    result = PlainTextArea(max_length=2000, required=False)
    state = _radios(MeasureState.choices)
    why = PlainTextArea(max_length=2000, required=False)

    def layout(self) -> Layout:
        return Layout(Question("result", rows=4), "state", Question("why", rows=4), save_buttons())

"""Who made the statement with the organisation."""

from typing import Any

from awards.scheme import Scheme
from foundation.forms import PlainTextArea
from foundation.layout import Layout, Question
from portfolios.forms.saving import SectionForm, name_errors, save_buttons
from portfolios.selectors.statement.wording import ask


class TogetherForm(SectionForm):
    who = PlainTextArea(max_length=2000, required=False)
    how = PlainTextArea(max_length=3000, required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("who", "how"):
            asked, field = ask(scheme, name), self.fields[name]
            field.label, field.help_text = asked.label, asked.hint
            name_errors(name, field, asked.label)

    def layout(self) -> Layout:
        return Layout(Question("who", rows=4), Question("how", rows=6), save_buttons())

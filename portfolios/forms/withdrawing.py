"""Taking an application back, of whatever stage."""

from typing import Any

from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Buttons, Layout, Link, Submit


class WithdrawForm(GovForm):
    reason = PlainTextArea(
        label="Why do you withdraw?",
        help_text="A sentence is enough. SEND officers read it.",
        max_length=1000,
        error_messages={"required": "Say in a sentence why you withdraw."},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> Layout:
        return Layout(
            "reason", Buttons(Submit("Withdraw", kind="warning"), Link("Keep it", self.cancel))
        )

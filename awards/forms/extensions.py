"""More time for a stage."""

from foundation.forms import DateField, GovForm, PlainTextArea
from foundation.layout import Layout, Question


class ExtendForm(GovForm):
    due_on = DateField(
        label="By when should it come in instead?",
        error_messages={"required": "Enter the new date."},
    )
    reason = PlainTextArea(
        label="Why do they need more time?",
        help_text="Only officers see this. For example: who asked you, when, and what they told you.",
        max_length=1000,
        error_messages={"required": "Say why they need more time."},
    )

    def layout(self) -> Layout:
        return Layout(Question("due_on"), Question("reason"))

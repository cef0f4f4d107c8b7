"""Which file of the plan somebody wants."""

from django import forms

CHOICES = [("pdf", "PDF"), ("docx", "Word")]
CHOOSE = "Choose PDF or Word."


class PrintForm(forms.Form):
    """Its two answers are two buttons, so there is nothing to lay out."""

    format = forms.ChoiceField(
        label="File",
        choices=CHOICES,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

"""What officers say about a key that is lost."""

from datetime import date
from typing import Any

from django import forms

from foundation.forms import DateField, GovForm
from foundation.layout import Layout, Question


class LostKeyForm(GovForm):
    lost_on = DateField(
        label="On which day was it lost?",
        help_text="The first day on which somebody else may have had it. If you do not know, take "
        "the earliest day that is possible.",
        error_messages={"required": "Enter the day on which it was lost."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def layout(self) -> Layout:
        return Layout(Question("lost_on", size="m"))

    def clean_lost_on(self) -> date:
        day: date = self.cleaned_data["lost_on"]
        if day > self.today:
            raise forms.ValidationError("Enter today’s date or an earlier one.")
        return day

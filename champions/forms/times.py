"""Offering times: up to three, each a date and a time as people type it."""

from datetime import datetime
from typing import Any

from django import forms

from champions.times import NotATime, clock_time, in_london, read_time
from foundation.dates import LONDON, london_date
from foundation.forms import DateField, GovForm, PlainTextField
from foundation.layout import Fieldset, Question

ORDINALS = ("First", "Second", "Third")


class TimesForm(GovForm):
    """`now` comes from the view; `times` holds the moments once the form is valid."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        self.times: list[datetime] = []
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.times = []
        for number in range(1, len(ORDINALS) + 1):
            self._read(number)
        if not self.times and not self.errors:
            self.add_error("day_1", "Offer at least one time.")
        return self.cleaned_data

    def _read(self, number: int) -> None:
        day_field, time_field = f"day_{number}", f"time_{number}"
        if day_field in self.errors:
            return
        day = self.cleaned_data.get(day_field)
        said = self.cleaned_data.get(time_field, "")
        if day is None and not said:
            return
        if day is None:
            self.add_error(day_field, "Enter the date for this time.")
            return
        if not said:
            self.add_error(time_field, "Enter the time, like 2:30pm.")
            return
        try:
            moment = in_london(day, read_time(said))
        except NotATime as problem:
            self.add_error(time_field, str(problem))
            return
        if moment <= self.now:
            today = london_date(self.now) == day
            self.add_error(
                time_field if today else day_field, "This has passed. Choose a time to come."
            )
        elif moment in self.times:
            self.add_error(time_field, "You have offered this time already.")
        else:
            self.times.append(moment)


def time_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for number in range(1, len(ORDINALS) + 1):
        fields[f"day_{number}"] = DateField(label="Date", required=False)
        fields[f"time_{number}"] = PlainTextField(
            label="Time", help_text="For example, 2:30pm", max_length=20, required=False
        )
    return fields


def with_times(form: type[TimesForm]) -> type[TimesForm]:
    """Class decorator: the date and time fields, before the form's own."""
    form.base_fields = {**time_fields(), **form.base_fields}
    return form


def times_layout() -> list[Fieldset]:
    return [
        Fieldset(
            f"{ordinal} time" if number == 1 else f"{ordinal} time (optional)",
            Question(f"day_{number}", size=""),
            Question(f"time_{number}", size="", width=10),
            size="s",
        )
        for number, ordinal in enumerate(ORDINALS, start=1)
    ]


def initial_times(moments: list[datetime]) -> dict[str, object]:
    """To show again what was offered before."""
    shown: dict[str, object] = {}
    for number, moment in enumerate(moments[: len(ORDINALS)], start=1):
        local = moment.astimezone(LONDON)
        shown[f"day_{number}"] = local.date()
        shown[f"time_{number}"] = clock_time(local)
    return shown

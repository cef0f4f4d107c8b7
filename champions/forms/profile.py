"""What a champion says of their own time, and what officers write down of their training."""

from datetime import date, timedelta
from typing import Any

from django import forms

from champions.choices import Course, TimeOfWeek
from champions.models import Champion
from foundation.forms import DateField, GovForm, PlainTextArea
from foundation.layout import Layout, Question, Submit

MOST_CASES = 20
# Nobody knows their holidays further ahead.
AHEAD = timedelta(days=2 * 365)


class AvailabilityForm(GovForm):
    most_cases = forms.IntegerField(
        label="How many cases at once suit you?",
        help_text="We try not to ask for more. A case can last some weeks.",
        min_value=1,
        max_value=MOST_CASES,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter a number from 1 to {MOST_CASES}.",
        ),
    )
    suits = forms.MultipleChoiceField(
        label="When can you meet?",
        help_text="Tick all that suit you. Leave it if any time will do.",
        choices=TimeOfWeek.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access_needs = PlainTextArea(
        label="What helps you to take part? (optional)",
        help_text="For example an interpreter, large print, breaks, or a room without steps. "
        "Only you and SEND officers see this.",
        max_length=1000,
        required=False,
    )
    plain_way = forms.ChoiceField(
        label="How do you like to assess?",
        choices=[("no", "All questions on one list"), ("yes", "The plain way")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you like to assess."},
    )
    term_ends_on = DateField(
        label="When do you mean to stop? (if you know)",
        help_text="Nothing ends by itself. We ask you again four weeks before.",
        required=False,
    )

    def __init__(self, *args: Any, champion: Champion, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "most_cases": champion.most_cases,
            "suits": champion.suits,
            "access_needs": champion.access_needs,
            "plain_way": "yes" if champion.plain_way else "no",
            "term_ends_on": champion.term_ends_on,
        }
        super().__init__(*args, **kwargs)
        self._today, self._before = today, champion.term_ends_on

    def clean_term_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["term_ends_on"]
        # A day that has come by itself does not keep anybody from changing the rest.
        if day is not None and day < self._today and day != self._before:
            raise forms.ValidationError(
                "This day has passed. Enter a day to come, or leave it out."
            )
        return day

    @property
    def times(self) -> list[TimeOfWeek]:
        return [TimeOfWeek(code) for code in self.cleaned_data["suits"]]

    def layout(self) -> Layout:
        return Layout(
            Question("most_cases", width=2, extra={"inputmode": "numeric"}),
            Question("suits"),
            Question("access_needs", rows=4),
            Question(
                "plain_way",
                hints={
                    "yes": "One question a page, with short words and pictures. "
                    "You can change the way on each case."
                },
            ),
            Question("term_ends_on"),
            Submit("Save"),
        )


class AwayForm(GovForm):
    from_on = DateField(label="First day away")
    until_on = DateField(label="Last day away")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if last is not None and last < self._today:
            self.add_error("until_on", "This day has passed. Enter the last day you are away.")
        elif last is not None and last > self._today + AHEAD:
            self.add_error("until_on", "Enter a day within the next two years.")
        elif first is not None and last is not None and last < first:
            self.add_error("until_on", "The last day has to come after the first.")
        return self.cleaned_data

    def layout(self) -> Layout:
        return Layout("from_on", "until_on", Submit("Add these days", kind="secondary"))


class TrainingForm(GovForm):
    """A day for each course; none where it is still to come."""

    # The days when the page was opened, so that an old page takes nothing back (T-44).
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, done: dict[str, date], today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {course: done.get(course) for course in Course.values}
        kwargs["initial"]["seen"] = _as_seen(done)
        super().__init__(*args, **kwargs)
        for course in Course:
            self.fields[course.value] = DateField(
                label=course.label,
                required=False,
                latest=today,
                error_messages={"late": "This day has not come yet. Enter the day it was done."},
            )

    def clean_seen(self) -> dict[Course, date | None]:
        """A page that says nothing, or nonsense, has seen nothing: it can add, and take nothing away."""
        text: str = self.cleaned_data["seen"]
        said = dict(each.partition("=")[::2] for each in text.split())
        try:
            return {Course(course): date.fromisoformat(day) for course, day in said.items()}
        except ValueError:
            return {}

    @property
    def done(self) -> dict[Course, date | None]:
        return {course: self.cleaned_data[course.value] for course in Course}

    def layout(self) -> Layout:
        return Layout(*Course.values, Submit("Save"))


def _as_seen(done: dict[str, date]) -> str:
    return " ".join(f"{course}={day.isoformat()}" for course, day in done.items())

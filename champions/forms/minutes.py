"""Writing up a meeting, a visit or an interview."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from awards.models import User
from champions.choices import Capacity, MeetingOutcome
from champions.services.minutes import Attendee
from foundation.forms import CleanText, DateField, GovForm, PlainTextArea
from foundation.layout import Fieldset, Layout, Question, Submit

LONGEST_NAME = 120
MOST_NAMES = 30


class NotesForm(GovForm):
    """When it was, and who was there."""

    held_on = DateField()
    champions = forms.MultipleChoiceField(
        label="Which champions were there?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one champion."},
    )
    people = forms.MultipleChoiceField(
        label="Who of the organisation was there?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    more_people = CleanText(
        label="Other people of the organisation",
        help_text="One name on each line. First names are enough for children.",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    others = CleanText(
        label="Anybody else",
        help_text="A supporter, an interpreter, a SEND officer. One name on each line.",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        earliest: date,
        latest: date,
        champions: Sequence[User],
        people: Sequence[User],
        noun: str = "meeting",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._champions = {str(user.uuid): user for user in champions}
        self._people = {str(user.uuid): user for user in people}
        self._fill("champions", self._champions)
        self._fill("people", self._people)
        day = self.fields["held_on"]
        day.label = f"When was the {noun}?"
        if isinstance(day, DateField):
            day.earliest, day.latest = earliest, latest

    def _fill(self, name: str, users: dict[str, User]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, str(user)) for key, user in users.items()]

    def clean_more_people(self) -> list[str]:
        return self._names("more_people")

    def clean_others(self) -> list[str]:
        return self._names("others")

    def _names(self, field: str) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data[field].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(f"Write {MOST_NAMES} names at most.")
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError("Write one name on each line.")
        return names

    def clean(self) -> dict[str, Any]:
        super().clean()
        asks = "people" in self.fields and not self.errors
        if asks and not (self.cleaned_data["people"] or self.cleaned_data["more_people"]):
            self.add_error("people", "Say who of the organisation was there.")
        return self.cleaned_data

    @property
    def attendance(self) -> list[Attendee]:
        """Who was expected and did not come is written down too."""
        chosen = self.cleaned_data
        return [
            *self._known(self._champions, chosen["champions"], Capacity.CHAMPION),
            *self._known(self._people, chosen["people"], Capacity.ORGANISATION),
            *_named(chosen["more_people"], Capacity.ORGANISATION),
            *_named(chosen["others"], Capacity.OTHER),
        ]

    @staticmethod
    def _known(users: dict[str, User], there: list[str], capacity: Capacity) -> list[Attendee]:
        return [
            Attendee(str(user), capacity, attended=key in there, user=user)
            for key, user in users.items()
        ]

    def who_was_there(self) -> Fieldset:
        return Fieldset(
            "Who was there",
            Question("champions"),
            Question("people"),
            Question("more_people", rows=3),
            Question("others", rows=3),
        )


class MinutesForm(NotesForm):
    summary = PlainTextArea(label="What did you talk about?", max_length=5000)
    commitment_assessed = PlainTextArea(
        label="How do you see their commitment to the principles?",
        help_text="What did you hear that shows it? What was missing?",
        max_length=5000,
    )
    next_steps = PlainTextArea(
        label="What are the next steps?",
        help_text="What they do next, and what would help them.",
        max_length=5000,
    )
    outcome = forms.ChoiceField(
        label="Have you heard enough to assess?",
        choices=MeetingOutcome.choices,
        widget=forms.RadioSelect,
    )

    def layout(self) -> Layout:
        return Layout(
            "held_on",
            self.who_was_there(),
            Question("summary"),
            Question("commitment_assessed"),
            Question("next_steps"),
            Question("outcome"),
            Submit("Save the notes of the meeting"),
        )


def _named(names: Iterable[str], capacity: Capacity) -> list[Attendee]:
    return [Attendee(name, capacity) for name in names]

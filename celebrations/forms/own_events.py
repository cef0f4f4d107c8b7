"""What an organisation records of an event of its own."""

from typing import Any, cast

from django import forms
from django.utils import timezone

from awards.models import Award
from celebrations.selectors.own_events import award_in_words
from foundation.dates import london_date
from foundation.forms import DateField, PlainTextArea, PlainTextField
from foundation.layout import Buttons, Layout, Link, Question, Submit
from portfolios.forms.saving import ItemForm

MOST_PEOPLE = 100_000


class OwnEventForm(ItemForm):
    name = PlainTextField(
        label="What was it called?",
        max_length=100,
        error_messages={"required": "Say what the event was called."},
    )
    held_on = DateField(label="When was it?", error_messages={"required": "Enter the day."})
    place = PlainTextField(
        label="Where was it? (optional)",
        help_text="The name of the place, such as “School hall”.",
        max_length=120,
        required=False,
    )
    award = forms.ChoiceField(
        label="Which award did you celebrate? (optional)",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the awards on the page."},
    )
    what_happened = PlainTextArea(
        label="What happened? (optional)",
        help_text="Who spoke, what was shown, what people said about it. Write no surname of a child, and "
        "nothing that tells strangers who a child is.",
        max_length=3000,
        required=False,
    )
    people = forms.IntegerField(
        label="How many people came? (optional)",
        help_text="About how many is enough.",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "invalid": "Enter a number, like 60.",
            "min_value": "Enter a number, like 60.",
            "max_value": "Enter a number of people up to 100,000.",
        },
    )
    who_came = PlainTextField(
        label="Who came? (optional)",
        help_text="Say who they are and not what they are called, such as “pupils of all years, parents, "
        "two school governors”. Leave out the names of children.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, awards: list[Award], back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.awards, self.back = {str(award.uuid): award for award in awards}, back
        cast(DateField, self.fields["held_on"]).latest = london_date(timezone.now())
        if not awards:
            del self.fields["award"]
            return
        offered = [(key, award_in_words(award)) for key, award in self.awards.items()]
        cast(forms.ChoiceField, self.fields["award"]).choices = [
            *offered,
            ("", "None of them, or it was about more"),
        ]

    def clean_award(self) -> Award | None:
        return self.awards.get(self.cleaned_data["award"])

    @property
    def values(self) -> dict[str, Any]:
        return {"award": None} | super().values

    def layout(self) -> Layout:
        return Layout(
            "name",
            "held_on",
            "place",
            *([Question("award", small=True)] if self.awards else []),
            Question("what_happened", rows=6),
            Question("people", width=5),
            Question("who_came", width="full"),
            Buttons(Submit("Save"), Link("Cancel", self.back)),
        )

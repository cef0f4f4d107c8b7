"""Officers: what the lists of a recognition event are asked for, and what is typed into them."""

from typing import cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from celebrations.choices import Answer, PrintKind
from celebrations.selectors.events.order import Turn
from celebrations.selectors.events.replies_list import Filters
from foundation.forms import GovForm
from foundation.text import clean_text

LONGEST_QUERY = 100


class SearchForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    q = forms.CharField(label="Organisation", max_length=LONGEST_QUERY)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        self.initial["q"] = clean_text(asked.get("q", ""))[:LONGEST_QUERY]
        for name, field in self.fields.items():
            field.required = False
            value = asked.get(name, "")
            if isinstance(field, forms.ChoiceField) and field.valid_value(value):
                self.initial[name] = value

    @property
    def query(self) -> str:
        return str(self.initial["q"])

    @property
    def is_narrowed(self) -> bool:
        return any(self.initial.values())


class RepliesForm(SearchForm):
    answer = forms.ChoiceField(label="Answer", choices=[("", "All"), *Answer.choices])

    def filters(self) -> Filters:
        return Filters(answer=str(self.initial.get("answer", "")), query=self.query)


class DoorForm(SearchForm):
    q = forms.CharField(label="Organisation or guest", max_length=LONGEST_QUERY)


class PrintForm(forms.Form):
    """A button for each list."""

    kind = forms.ChoiceField(choices=PrintKind.choices)


class OrderForm(forms.Form):
    """A number for each organisation. What was not sent stays as it is."""

    seen = forms.CharField(max_length=16)

    def __init__(self, data: QueryDict | None, *, turns: list[Turn]) -> None:
        super().__init__(data)
        self.turns = turns
        for place, turn in enumerate(turns, start=1):
            self.fields[turn.invitation.uuid.hex] = forms.IntegerField(
                label=turn.name,
                min_value=1,
                max_value=9999,
                required=False,
                initial=turn.invitation.place or place,
                error_messages={
                    "invalid": f"Enter the place of {turn.name} as a number, like 3.",
                    "min_value": f"Enter a place of 1 or more for {turn.name}.",
                    "max_value": f"Enter a smaller number for {turn.name}.",
                },
                widget=forms.NumberInput(
                    attrs={"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"}
                ),
            )

    def rows(self) -> list[tuple[Turn, forms.BoundField]]:
        return [(turn, self[turn.invitation.uuid.hex]) for turn in self.turns]

    def places(self) -> dict[UUID, int]:
        said = {
            turn.invitation.uuid: self.cleaned_data.get(turn.invitation.uuid.hex)
            for turn in self.turns
        }
        return {uuid: cast(int, place) for uuid, place in said.items() if place is not None}


class AttendanceForm(forms.Form):
    """What was on the page, what was ticked when it was opened, and what is ticked now."""

    shown = forms.CharField(max_length=2000)
    was = forms.CharField(max_length=40_000, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self._ticked = data.getlist("ticked")

    def clean_shown(self) -> set[UUID]:
        return _uuids(self.cleaned_data["shown"].split(","))

    def clean_was(self) -> set[UUID]:
        return _uuids(self.cleaned_data["was"].split(","))

    def ticked(self) -> set[UUID]:
        return _uuids(self._ticked)


def _uuids(written: list[str]) -> set[UUID]:
    """Nobody types these; what is no id names nothing."""
    found = set()
    for each in written:
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return found

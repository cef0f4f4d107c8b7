"""The filter above a list of evidence."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from champions.selectors.evidence import Filters
from foundation.forms import GovForm
from foundation.text import clean_text
from portfolios.choices import EvidenceKind
from portfolios.selectors.portfolio.coverage import Line

ANYTHING = ("", "Anything")
LONGEST_QUERY = 200


class EvidenceFilterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    shows = forms.ChoiceField(label="What it shows")
    # `and` is no name in Python.
    also = forms.ChoiceField(label="And also")
    kind = forms.ChoiceField(label="What it is", choices=[ANYTHING, *EvidenceKind.choices])
    q = forms.CharField(label="Words in it", max_length=LONGEST_QUERY)

    def __init__(self, asked: QueryDict, *, subjects: Sequence[tuple[str, list[Line]]]) -> None:
        super().__init__()
        self.fields["and"] = self.fields.pop("also")
        self.order_fields(["shows", "and", "kind", "q"])
        groups = [(name, [(line.code, line.name) for line in lines]) for name, lines in subjects]
        for name in ("shows", "and"):
            self.fields[name].choices = [ANYTHING, *groups]  # type: ignore[attr-defined]  # a ChoiceField
        for name, field in self.fields.items():
            field.required = False
            value = asked.get(name, "")
            if name == "q":
                self.initial[name] = clean_text(value)[:LONGEST_QUERY]
            elif isinstance(field, forms.ChoiceField) and field.valid_value(value):
                self.initial[name] = value

    def filters(self) -> Filters:
        asked: dict[str, str] = {name: self.initial.get(name) or "" for name in self.fields}
        return Filters(
            shows=asked["shows"], also=asked["and"], kind=asked["kind"], query=asked["q"]
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self.initial.values())

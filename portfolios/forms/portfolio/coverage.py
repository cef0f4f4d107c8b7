"""By what the coverage of a portfolio is laid out."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.http import QueryDict

from foundation.forms import GovForm
from portfolios.selectors.portfolio.coverage import Axis

NONE = "none"


class LayoutForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    rows = forms.ChoiceField(label="Rows")
    columns = forms.ChoiceField(label="Columns")

    def __init__(self, asked: QueryDict, *, axes: Sequence[Axis]) -> None:
        super().__init__()
        choices = [(axis.value, axis.label) for axis in axes]
        cast(forms.ChoiceField, self.fields["rows"]).choices = choices
        columns = [(NONE, "None: a plain list"), *choices]
        cast(forms.ChoiceField, self.fields["columns"]).choices = columns
        usual = {"rows": Axis.CRITERIA.value, "columns": Axis.PRINCIPLES.value}
        for name, field in self.fields.items():
            value = asked.get(name, "")
            known = cast(forms.ChoiceField, field).valid_value(value)
            self.initial[name] = value if known else usual[name]
        if self.initial["columns"] == self.initial["rows"]:
            # Nothing stands across itself.
            self.initial["columns"] = NONE

    @property
    def down(self) -> Axis:
        return Axis(self.initial["rows"])

    @property
    def across(self) -> Axis | None:
        """None for the list along one axis."""
        asked = self.initial["columns"]
        return None if asked == NONE else Axis(asked)

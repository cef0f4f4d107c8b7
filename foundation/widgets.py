"""Widgets that Django lacks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

PARTS = ("day", "month", "year")


class DateWidget(forms.MultiWidget):
    """Three boxes, as people write dates on paper; posted as name_day, name_month and name_year.

    Pass `autocomplete="bday"` in attrs for a date of birth: each box then says which part it is.
    """

    use_fieldset = True
    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: object) -> list[str]:
        """Split what is stored; text that was not understood stays as it was typed."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The three texts as typed; a box that was not posted counts as empty."""
        return [str(data.get(f"{name}_{part}") or "") for part in PARTS]

"""The filter above the officers' list."""

from typing import Any

from django import forms

from awards.choices import Status
from awards.scheme import Scheme
from champions.choices import Missing
from foundation.forms import GovForm
from foundation.text import clean_text
from reports.choices import Order, WaitingOn
from reports.selectors import Filters

ANY = ("", "Any")


class FilterForm(GovForm):
    """Nonsense in the address is left out rather than answered with an error: a link must always work."""

    q = forms.CharField(label="Name, reference, person or postcode", required=False, max_length=200)
    held = forms.ChoiceField(label="Holds", required=False)
    stage = forms.ChoiceField(label="Working on", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[ANY, *((status.value, status.reviewer_name) for status in Status)],
    )
    sector = forms.ChoiceField(label="Sector", required=False)
    waiting = forms.ChoiceField(
        label="Waiting on", required=False, choices=[ANY, *WaitingOn.choices]
    )
    missing = forms.ChoiceField(
        label="What is missing", required=False, choices=[ANY, *Missing.choices]
    )
    order = forms.ChoiceField(label="Order", required=False, choices=Order.choices)

    def __init__(self, data: Any, *, scheme: Scheme) -> None:
        super().__init__(data)
        stages = [(stage.code, stage.name) for stage in scheme.stages]
        sectors = [(sector.code, sector.name) for sector in scheme.sectors]
        for name, choices in (("held", stages), ("stage", stages), ("sector", sectors)):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, required=False, choices=[ANY, *choices]
            )

    def filters(self) -> Filters:
        self.is_valid()
        kept = self.cleaned_data
        return Filters(
            query=clean_text(kept.get("q", "")),
            held=kept.get("held", ""),
            stage=kept.get("stage", ""),
            status=kept.get("status", ""),
            sector=kept.get("sector", ""),
            waiting_on=kept.get("waiting", ""),
            missing=kept.get("missing", ""),
            order=kept.get("order") or Order.NAME,
        )

"""The filter above the officers' list, and a name put right."""

from django import forms
from django.http import QueryDict

from awards.choices import Status
from awards.scheme import Scheme
from champions.choices import Missing
from foundation.forms import GovForm, PlainTextField
from foundation.printing.fields import PrintedTextField
from foundation.text import clean_text
from reports.choices import Order, Renewing, WaitingOn
from reports.selectors import Filters

ANY = ("", "Any")
LONGEST_QUERY = 200


class FilterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    q = forms.CharField(label="Name, reference, person or postcode", max_length=LONGEST_QUERY)
    held = forms.ChoiceField(label="Holds")
    stage = forms.ChoiceField(label="Working on")
    status = forms.ChoiceField(
        label="Status", choices=[ANY, *((each.value, each.reviewer_name) for each in Status)]
    )
    sector = forms.ChoiceField(label="Sector")
    waiting = forms.ChoiceField(label="Waiting on", choices=[ANY, *WaitingOn.choices])
    missing = forms.ChoiceField(label="What is missing", choices=[ANY, *Missing.choices])
    renewal = forms.ChoiceField(label="Renewal", choices=[ANY, *Renewing.choices])
    order = forms.ChoiceField(label="Order", choices=Order.choices)

    def __init__(self, asked: QueryDict, *, scheme: Scheme) -> None:
        super().__init__()
        stages = [(stage.code, stage.name) for stage in scheme.stages]
        sectors = [(sector.code, sector.name) for sector in scheme.sectors]
        for name, choices in (("held", stages), ("stage", stages), ("sector", sectors)):
            self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]  # a ChoiceField
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
            query=asked["q"],
            held=asked["held"],
            stage=asked["stage"],
            status=asked["status"],
            sector=asked["sector"],
            waiting_on=asked["waiting"],
            missing=asked["missing"],
            renewal=asked["renewal"],
            order=asked["order"] or Order.NAME,
        )

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self.initial.items() if name != "order")


class PrintedNameForm(GovForm):
    printed_name = PrintedTextField(
        label="Name on the certificate",
        help_text="Exactly as the organisation wants it printed.",
        max_length=160,
    )
    reason = PlainTextField(
        label="How do you know that this is right?",
        help_text="Only officers see this. For example: who told you, and when.",
        max_length=300,
        error_messages={"required": "Say how you know that this is right."},
    )

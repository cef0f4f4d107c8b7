"""The filter above a register of consents."""

from typing import cast

from django import forms
from django.http import QueryDict

from foundation.forms import GovForm
from portfolios.choices import ConsentScope, Pictured
from portfolios.selectors.evidence.register import Filters, Standing

ANY = ("", "Any")


class RegisterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    state = forms.ChoiceField(label="How it stands", choices=[ANY, *Standing.choices])
    who = forms.ChoiceField(label="Who is in it", choices=[ANY, *Pictured.choices])
    scope = forms.ChoiceField(label="Who may see it", choices=[ANY, *ConsentScope.choices])

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        for name in ("state", "who", "scope"):
            value = asked.get(name, "")
            if cast(forms.ChoiceField, self.fields[name]).valid_value(value):
                self.initial[name] = value
        for field in self.fields.values():
            field.required = False

    def filters(self) -> Filters:
        return Filters(*(str(self.initial.get(name, "")) for name in ("state", "scope", "who")))

    @property
    def is_narrowed(self) -> bool:
        return any(self.initial.values())

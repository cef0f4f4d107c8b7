"""Finding e-mails, for officers."""

from django import forms
from django.http import QueryDict

from foundation.forms import GovForm
from foundation.layout import Layout
from foundation.models import OutboxMessage
from foundation.text import clean_text
from reports.selectors.mail import Filters, titles

ANY = ("", "Any")
LONGEST_QUERY = 100


class MailFilterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    to = forms.CharField(label="To, or a part of the address", max_length=LONGEST_QUERY)
    state = forms.ChoiceField(label="State", choices=[ANY, *OutboxMessage.Status.choices])
    kind = forms.ChoiceField(label="Kind of e-mail")

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        known = sorted(titles().items(), key=lambda each: each[1])
        self.fields["kind"].choices = [ANY, *known]  # type: ignore[attr-defined]  # a ChoiceField
        for name, field in self.fields.items():
            field.required = False
            value = asked.get(name, "")
            if name == "to":
                self.initial[name] = clean_text(value)[:LONGEST_QUERY].strip()
            elif isinstance(field, forms.ChoiceField) and field.valid_value(value):
                self.initial[name] = value

    def filters(self) -> Filters:
        return Filters(**{name: self.initial.get(name) or "" for name in self.fields})

    @property
    def is_narrowed(self) -> bool:
        return self.filters() != Filters()

    def layout(self) -> Layout:
        return Layout("to", "state", "kind")

"""The filter above the register of all consents."""

from django import forms
from django.http import QueryDict

from foundation.text import clean_text
from portfolios.forms.evidence.register import RegisterForm

LONGEST_QUERY = 200


class ConsentsForm(RegisterForm):
    q = forms.CharField(label="Organisation", max_length=LONGEST_QUERY)

    field_order = ("q", "state", "who", "scope")

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.initial["q"] = clean_text(asked.get("q", ""))[:LONGEST_QUERY]

    @property
    def query(self) -> str:
        return str(self.initial["q"])

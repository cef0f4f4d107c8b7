"""What one piece of evidence is; and what the list of all of them can be narrowed by."""

from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict

from awards.scheme import Scheme
from foundation.forms import DateField, GovForm, OneLine, PlainTextArea, PlainTextField
from foundation.layout import Layout, Question
from foundation.text import clean_text
from portfolios.choices import Captioned, EvidenceKind
from portfolios.forms.saving import ItemForm, name_errors, save_buttons
from portfolios.selectors.evidence.library import Filters, Standing
from portfolios.selectors.evidence.names import Names
from portfolios.selectors.portfolio.questions import ask_of_item

LONGEST_QUERY = 200
ANY = ("", "Any")


class LinkField(OneLine):
    """A web address that anybody may be sent to: https, and no password in it."""

    widget = forms.URLInput
    default_error_messages = {
        "invalid": "Enter a web address, like https://www.example.org/our-film.",
        "scheme": "Enter a web address that begins with https.",
        "secret": "Leave the user name and the password out of the web address.",
    }

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            parts = urlsplit(text)
        except ValueError:
            raise self._wrong("invalid") from None
        if "@" in parts.netloc:
            raise self._wrong("secret")
        if parts.scheme != "https":
            raise self._wrong("scheme")
        try:
            URLValidator(schemes=["https"])(text)
        except ValidationError:
            raise self._wrong("invalid") from None
        return text

    def _wrong(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


def _radios() -> forms.ChoiceField:
    wrong = {"invalid_choice": "Choose one of the answers on the page."}
    return forms.ChoiceField(widget=forms.RadioSelect, required=False, error_messages=wrong)


class EvidenceForm(ItemForm):
    """In the words of the edition. Saving demands nothing."""

    title = PlainTextField(max_length=200, required=False)
    kind = _radios()
    happened_on = DateField(required=False)
    about = PlainTextArea(max_length=3000, required=False)
    who = PlainTextArea(max_length=2000, required=False)
    changed = PlainTextArea(max_length=3000, required=False)
    url = LinkField(max_length=500, required=False)
    captioned = _radios()

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                question = ask_of_item(scheme, name)
                field.label, field.help_text = question.label, question.hint
                name_errors(name, field, question.label)
        cast(forms.ChoiceField, self.fields["kind"]).choices = list(EvidenceKind.choices)
        cast(forms.ChoiceField, self.fields["captioned"]).choices = list(Captioned.choices)

    def layout(self) -> Layout:
        return Layout(
            "title",
            Question("kind", small=True),
            "happened_on",
            Question("about", rows=4),
            Question("who", rows=3),
            Question("changed", rows=4),
            "url",
            "captioned",
            save_buttons(),
        )


class FilterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    q = forms.CharField(label="Words in it, or the name of a file", max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(label="What it is", choices=[ANY, *EvidenceKind.choices])
    shows = forms.ChoiceField(label="What it shows")
    also = forms.ChoiceField(label="And also")
    state = forms.ChoiceField(label="How it stands", choices=[ANY, *Standing.choices])

    # Under which names an address asks.
    NAMES = {"also": "and"}

    def __init__(self, asked: QueryDict, *, names: Names) -> None:
        super().__init__()
        groups = [(group.title, list(group.items)) for group in names.groups]
        for name in ("shows", "also"):
            cast(forms.ChoiceField, self.fields[name]).choices = [ANY, *groups]
        for name, field in self.fields.items():
            field.required = False
            value = asked.get(self.NAMES.get(name, name), "")
            if name == "q":
                self.initial[name] = _words(value)
            elif cast(forms.ChoiceField, field).valid_value(value):
                self.initial[name] = value
        if not self.initial.get("also"):
            # It comes with a link of the matrix; by itself it would only confuse.
            del self.fields["also"]

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)

    def filters(self) -> Filters:
        asked = {name: str(self.initial.get(name) or "") for name in ("q", "kind", "state")}
        shows, also = (str(self.initial.get(name) or "") for name in ("shows", "also"))
        return Filters(asked["q"], asked["kind"], shows, also, asked["state"])


def _words(value: str) -> str:
    try:
        return clean_text(value)[:LONGEST_QUERY]
    except ValidationError:
        return ""

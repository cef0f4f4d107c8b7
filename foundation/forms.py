"""Form fields and base forms: they clean what is typed, and their messages say what to do."""

from datetime import date
from functools import cached_property
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import DeclarativeFieldsMetaclass
from localflavor.gb.forms import GBPostcodeField

from foundation.layout import Helper, Layout
from foundation.messages import say_what_to_do
from foundation.text import clean_text
from foundation.widgets import PARTS, DateWidget

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class CleanText(forms.CharField):
    """Text without hidden characters; see `foundation.text.clean_text`."""

    def to_python(self, value: object) -> str:
        return clean_text(super().to_python(value) or "")


class OneLine(CleanText):
    """Text that goes into names, subjects and headers, so a line break is refused (T-72)."""

    default_error_messages = {"newline": "Write this on one line."}

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        if "\n" in text:
            raise ValidationError(self.error_messages["newline"], code="newline")
        return " ".join(text.split())


class PlainTextField(OneLine):
    """A single line of text; `max_length` guards the database, pages and certificates alike."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class PlainTextArea(CleanText):
    """Several lines of text, with a count of the characters that are left."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 5000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class EmailField(OneLine, forms.EmailField):
    """One e-mail address: no line break, no list, no display name (T-72)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs.setdefault("spellcheck", "false")


class TelephoneField(OneLine):
    """A telephone number in any usual spelling; stored as +44…, shown as people write it here."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Enter a telephone number, like 0121 496 0000 or 07700 900 982. "
        "Start a number from abroad with + and the country."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs.setdefault("autocomplete", "tel")

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if text in self.empty_values:
            return ""
        try:
            number = phonenumbers.parse(text, "GB")
        except phonenumbers.NumberParseException:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not (phonenumbers.is_valid_number(number) or _is_for_stories(number)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: object) -> object:
        return show_telephone(value) if isinstance(value, str) else value


def _is_for_stories(number: phonenumbers.PhoneNumber) -> bool:
    # Ofcom keeps 07700 900 000 to 900 999 for examples and demonstrations.
    return number.country_code == 44 and 7700900000 <= (number.national_number or 0) <= 7700900999


def show_telephone(stored: str) -> str:
    """Write a stored number for people: as dialled within the UK, with + for all others."""
    try:
        number = phonenumbers.parse(stored, "GB")
    except phonenumbers.NumberParseException:
        return stored
    if not stored.startswith("+"):
        return stored
    home = phonenumbers.PhoneNumberFormat.NATIONAL
    abroad = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, home if number.country_code == 44 else abroad)


class PostcodeField(OneLine, GBPostcodeField):  # type: ignore[misc]  # localflavor ships no types
    """A UK postcode, however it is spaced; the area is the caller's business."""

    default_error_messages = {"invalid": "Enter a full UK postcode, like B1 1BB."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "postal-code")


class DateField(forms.Field):
    """A calendar date in three boxes; the month may be a number, a name or its beginning."""

    widget = DateWidget
    default_error_messages = {
        "required": "Enter the date.",
        "missing": "The date must include a %(missing)s.",
        "numbers": "Write the %(part)s in numbers, like %(example)s.",
        "year": "Write the year with four digits, like 2027.",
        "unreal": "There is no such date. Check the day and the month, like 12 March 2027.",
        "early": "The date must be %(limit)s or later.",
        "late": "The date must be %(limit)s or earlier.",
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: object) -> date | None:
        """Read the three texts; the error says which boxes it is about."""
        if value is None or isinstance(value, date):
            return value
        if not isinstance(value, list) or len(value) != len(PARTS):
            raise self._wrong("unreal", *PARTS)
        texts = dict(zip(PARTS, (clean_text(str(text)) for text in value), strict=True))
        missing = [part for part in PARTS if not texts[part]]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self._wrong("missing", *missing, missing=" and a ".join(missing))
        day = self._number(texts["day"], "day", "12")
        month = self._number(_month_number(texts["month"]), "month", "3")
        year = self._number(texts["year"], "year", "2027")
        if not 1000 <= year <= 9999:
            raise self._wrong("year", "year")
        try:
            found = date(year, month, day)
        except ValueError:
            raise self._wrong("unreal", "day", "month") from None
        if self.earliest and found < self.earliest:
            raise self._wrong("early", *PARTS, limit=show_date(self.earliest))
        if self.latest and found > self.latest:
            raise self._wrong("late", *PARTS, limit=show_date(self.latest))
        return found

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _number(self, text: str, part: str, example: str) -> int:
        # Python would also read the digits of other scripts, and endless ones (a slow parse).
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            code = "year" if part == "year" and text.isascii() and text.isdigit() else "numbers"
            raise self._wrong(code, part, part=part, example=example)
        return int(text)

    def _wrong(self, code: str, *parts: str, **words: str) -> ValidationError:
        params = {**words, "parts": parts}
        return ValidationError(self.error_messages[code], code=code, params=params)


def _month_number(text: str) -> str:
    for number, name in enumerate(MONTHS, start=1):
        if len(text) >= 3 and name.lower().startswith(text.lower().rstrip(".")):
            return str(number)
    return text


def show_date(value: date) -> str:
    """Write a date in full, in English whatever the machine speaks: 12 March 2027."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


class _Gov:
    """What our forms share: a helper, and default messages that say what to do."""

    # The page shows every error at once; the browser's own bubbles show one, in its words.
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Words are chosen here and not when the form is made: forms add fields after that."""
        for name, field in self.fields.items():
            say_what_to_do(name, field)
        super().full_clean()  # type: ignore[misc]  # of the form that this is mixed into

    def layout(self) -> Layout:
        """Which questions are shown, in which order; forms with more to say override it."""
        return Layout(*self.fields)

    @cached_property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = self.layout()
        return helper


class GovForm(_Gov, forms.Form):
    """A form in the look of the service."""


class GovModelForm(_Gov, forms.ModelForm[Any]):
    """A model form in the look of the service."""


class Versioned(metaclass=DeclarativeFieldsMetaclass):
    """Mixin: carries the version the form was opened with, so that a save sees a lost update."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "This page is out of date. Copy what you typed, open the page again and paste it.",
        ),
    )

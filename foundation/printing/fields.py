"""A text that will be printed one day: refused while the person who typed it can still change it."""

from django.core.exceptions import ValidationError

from foundation.forms import PlainTextField
from foundation.printing.scripts import CannotPrint, require_printable


class PrintedTextField(PlainTextField):
    """A single line whose every letter is in one of our fonts (T-66)."""

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        try:
            require_printable(text)
        except CannotPrint as error:
            raise ValidationError(str(error), code="unprintable") from error
        return text

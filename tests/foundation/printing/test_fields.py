"""A name is refused while it is typed, not on the day it is printed (T-66)."""

import pytest
from django.core.exceptions import ValidationError

from foundation.printing.fields import PrintedTextField


@pytest.mark.parametrize("name", ["Łódź & Sons", "سایہ گھر", "বাংলা", "伯明翰"])
def test_name_of_the_city_is_taken(name: str) -> None:
    assert PrintedTextField().clean(f" {name} ") == name


@pytest.mark.parametrize(("name", "shown"), [("Oak 🎉", "“🎉”"), ("ᚠ", "“ᚠ”")])
def test_name_without_letters_is_refused(name: str, shown: str) -> None:
    with pytest.raises(ValidationError, match=f"We can’t print {shown}"):
        PrintedTextField().clean(name)


def test_empty_text_is_left_to_required() -> None:
    assert PrintedTextField(required=False).clean("") == ""
    with pytest.raises(ValidationError, match="required"):
        PrintedTextField().clean("")

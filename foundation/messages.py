"""Turns Django's stock error messages into sentences that say what to do."""

from typing import Any

from django import forms

_CHOICES = (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple)


def say_what_to_do(name: str, field: forms.Field) -> None:
    """Replace the messages that nobody chose for this field; those that were chosen stay."""
    label = str(field.label or name.replace("_", " "))
    stock = _stock_messages(type(field))
    for code, message in _kind_messages(label, field).items():
        if field.error_messages.get(code) in (None, stock.get(code)):
            field.error_messages[code] = message


def _stock_messages(kind: type[forms.Field]) -> dict[str, Any]:
    """What the classes from outside this project say; our own fields' words are chosen ones."""
    found: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        said = vars(parent).get("default_error_messages", {})
        if parent.__module__.startswith(("django.", "localflavor.")):
            found |= said
        else:
            found = {code: text for code, text in found.items() if code not in said}
    return found


def _kind_messages(label: str, field: forms.Field) -> dict[str, str]:
    short = label.replace("%", "%%")
    messages = {
        "required": _required(label, field),
        "max_length": f"{_start(short)} must be %(limit_value)d characters or fewer. "
        "You have used %(show_value)d.",
        "min_length": f"{_start(short)} must be %(limit_value)d characters or more. "
        "You have used %(show_value)d.",
        "max_value": f"{_start(short)} must be %(limit_value)s or less.",
        "min_value": f"{_start(short)} must be %(limit_value)s or more.",
        "null_characters_not_allowed": (
            "This text has a character in it that cannot be kept. Type it again."
        ),
    }
    if isinstance(field, forms.EmailField):
        messages["invalid"] = "Enter one e-mail address, like name@example.com."
    elif isinstance(field, forms.URLField):
        messages["invalid"] = "Enter a web address, like https://www.example.com."
    elif isinstance(field, forms.IntegerField):
        messages["invalid"] = "Enter a number, like 12."
    elif isinstance(field, forms.FileField):
        messages["empty"] = "The file is empty. Choose another one."
        messages["invalid"] = "Choose the file again."
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        messages["invalid_choice"] = "Choose one of the answers on the page."
    return messages


def _start(label: str) -> str:
    return "Your answer" if label.endswith("?") else label


def _required(label: str, field: forms.Field) -> str:
    question = label.endswith("?")
    if isinstance(field, forms.BooleanField):
        return f"Tick the box to go on: “{label}”."
    if isinstance(field.widget, _CHOICES):
        return f"Choose an answer: “{label}”" if question else f"Choose {_lower(label)}."
    if isinstance(field, forms.FileField):
        return f"Choose a file: “{label}”."
    return f"Answer the question: “{label}”" if question else f"Enter {_lower(label)}."


def _lower(label: str) -> str:
    """For mid-sentence: "the name", but "UK postcode" keeps its capitals and "your name" its word."""
    lowered = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    first = lowered.partition(" ")[0]
    return lowered if first in {"the", "your", "a", "an", "my", "our"} else f"the {lowered}"

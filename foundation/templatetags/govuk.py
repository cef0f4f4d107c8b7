"""What the "govuk" form templates need to know about a field: its kind, its ids and its options."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

from foundation.layout import Question
from foundation.widgets import PARTS, DateWidget

register = template.Library()

# The first match decides, so special widgets stand before those they derive from.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
)


@dataclass(frozen=True)
class Option:
    """One radio or checkbox."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    disabled: bool
    hint: str
    revealed: SafeString | str


@dataclass(frozen=True)
class Control:
    """A field, ready to be put out by templates/govuk/field.html."""

    kind: str
    question: Question
    id: str
    errors: list[str]
    described_by: str
    max_length: int | None

    @property
    def title_class(self) -> str:
        return f"--{self.question.size}" if self.question.size else ""


@register.simple_tag
def control(field: BoundField, question: Question | str = "") -> Control:
    """Look at a bound field; `question` is empty when the layout gave a plain name."""
    asked = question if isinstance(question, Question) else Question(field.name)
    kind = widget_kind(field.field.widget)
    ident = field.id_for_label or str(field.auto_id)
    limit = getattr(field.field, "max_length", None) if kind == "textarea" else None
    parts = [
        f"{ident}-info" if limit else "",
        f"{ident}-hint" if field.help_text else "",
        f"{ident}-error" if field.errors else "",
    ]
    return Control(
        kind=kind,
        question=asked,
        id=ident,
        errors=[str(error) for error in field.errors],
        described_by=" ".join(filter(None, parts)),
        max_length=limit,
    )


def widget_kind(widget: forms.Widget) -> str:
    """Which part of the template shows this widget."""
    if widget.is_hidden:
        return "hidden"
    return next((kind for known, kind in _KINDS if isinstance(widget, known)), "input")


@register.simple_tag
def widget(field: BoundField, shown: Control) -> SafeString:
    """The bare input, select, text area, file or hidden input with its classes and ARIA links."""
    classes = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}
    base = classes.get(shown.kind, "govuk-input")
    chosen = [base, *_extra_classes(shown, base)]
    own = field.field.widget.attrs.get("class")
    attrs: dict[str, Any] = {
        **shown.question.extra,
        "class": " ".join(filter(None, [*chosen, own])),
    }
    if shown.described_by:
        attrs["aria-describedby"] = shown.described_by
    if shown.kind == "textarea":
        attrs["rows"] = shown.question.rows
        # False leaves an attribute out. The text may be too long until it is shortened: with a
        # maxlength the end of what somebody pastes would be cut off unseen.
        attrs |= {"cols": False, "maxlength": False}
    return field.as_widget(attrs=attrs)


def _extra_classes(shown: Control, base: str) -> Iterator[str]:
    if shown.errors:
        yield f"{base}--error"
    if shown.max_length:
        yield "govuk-js-character-count"
    width = shown.question.width
    if isinstance(width, int):
        yield f"{base}--width-{width}"
    elif width:
        yield f"govuk-!-width-{width}"


@register.simple_tag
def options(
    field: BoundField, shown: Control, revealed: dict[str, SafeString] | str = ""
) -> list[Option]:
    """The radios or checkboxes of a field."""
    opened = revealed if isinstance(revealed, dict) else {}
    found = []
    for item in field.subwidgets:
        data = item.data
        value = str(data["value"])
        found.append(
            Option(
                id=item.id_for_label,
                name=data["name"],
                value=value,
                label=data["label"],
                checked=data["selected"],
                disabled=bool(data["attrs"].get("disabled")),
                hint=shown.question.hints.get(value, ""),
                revealed=opened.get(value, ""),
            )
        )
    return found


@dataclass(frozen=True)
class DatePart:
    """One box of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool
    autocomplete: str


@register.simple_tag
def date_parts(field: BoundField) -> list[DatePart]:
    """The three boxes of a date; those that the error is about are marked (none named: all)."""
    widget = field.field.widget
    value = field.value()
    texts = value if isinstance(value, list) else widget.decompress(value)
    wrong = set(_wrong_parts(field))
    birth = widget.attrs.get("autocomplete") == "bday"
    return [
        DatePart(
            id=f"{field.auto_id}_{place}",
            name=f"{field.html_name}_{part}",
            label=part.capitalize(),
            value=text,
            width=4 if part == "year" else 2,
            wrong=part in wrong,
            autocomplete=f"bday-{part}" if birth else "",
        )
        for place, (part, text) in enumerate(zip(PARTS, texts, strict=True))
    ]


def _wrong_parts(field: BoundField) -> Iterable[str]:
    errors = field.form.errors.as_data().get(field.name, [])
    if not errors:
        return ()
    named: tuple[str, ...] = (errors[0].params or {}).get("parts", PARTS)
    return named


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `target` is the id that it leads to, if there is one."""

    message: str
    target: str


@register.simple_tag
def problems(*forms_or_sets: object) -> list[Problem]:
    """Every error of the given forms and formsets, in the order of the page."""
    found: list[Problem] = []
    for item in forms_or_sets:
        if isinstance(item, forms.BaseFormSet):
            found += [Problem(str(error), "") for error in item.non_form_errors()]
            for form in item.forms:
                found += problems(form)
        elif isinstance(item, forms.BaseForm):
            found += [Problem(str(error), "") for error in item.non_field_errors()]
            for bound in item:
                target = error_target(bound)
                found += [Problem(str(error), target) for error in bound.errors]
    return found


def error_target(field: BoundField) -> str:
    """The id of the first thing to act on: the first radio, or the first wrong date box."""
    if field.is_hidden:
        return ""
    kind = widget_kind(field.field.widget)
    if kind == "date":
        first = next(iter(_wrong_parts(field)), PARTS[0])
        return f"{field.auto_id}_{PARTS.index(first)}"
    if kind in {"radios", "checkboxes"}:
        return f"{field.auto_id}_0"
    return field.id_for_label

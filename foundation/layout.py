"""How a form is laid out: crispy-forms layout objects for the "govuk" template pack.

Unlike the stock ones, none of these compiles its words as a template: a legend that came from
data stays text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_field
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Part = Any  # the name of a field, or an object with `render(form, context, template_pack)`


def render_parts(parts: Sequence[Part], form: BaseForm, context: Context) -> SafeString:
    """Render fields and layout objects one after the other."""
    # Each piece comes out of a template that escapes, so joining them is safe.
    return SafeString(
        "".join(render_field(part, form, context, template_pack="govuk") for part in parts)
    )


class Layout:
    """Fields and layout objects in their order."""

    def __init__(self, *fields: Part) -> None:
        self.fields = list(fields)

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        return render_parts(self.fields, form, context)


class Helper(FormHelper):  # type: ignore[misc]  # crispy-forms ships no types
    """Renders the fields only: the page writes the form tag and the CSRF token.

    Hidden fields come along even when the layout leaves them out: no form loses its version.
    """

    form_tag = False
    form_action = ""
    disable_csrf = True
    render_hidden_fields = True
    include_media = False


@dataclass
class Question:
    """One field with a say in how it is shown.

    size: of its label or legend: "s", "m", "l", "xl" or "" (plain).
    heading: the label is the page's h1.
    width: 2, 3, 4, 5, 10, 20 (characters), "one-half", "two-thirds" or "full".
    inline, small: for radios.
    hints: text below an option, by its value.
    reveal: questions that an option opens, by its value.
    exclusive: the value of a checkbox that unticks all others.
    rows: of a text area. extra: further attributes of the input.
    """

    name: str
    size: str = "s"
    heading: bool = False
    width: int | str = ""
    inline: bool = False
    small: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    reveal: Mapping[str, Sequence[Part]] = field(default_factory=dict)
    exclusive: str = ""
    rows: int = 5
    prefix: str = ""
    suffix: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        revealed = {
            value: render_parts(parts, form, context) for value, parts in self.reveal.items()
        }
        html: SafeString = render_field(
            self.name,
            form,
            context,
            template_pack="govuk",
            extra_context={"govuk_question": self, "govuk_revealed": revealed},
        )
        return html


class _Group:
    """Some questions under words of their own."""

    template = ""

    def __init__(
        self, title: str, *fields: Part, size: str = "m", heading: bool = False, hint: str = ""
    ) -> None:
        self.title, self.fields, self.size = title, fields, size
        self.heading, self.hint = heading, hint

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        inside = render_parts(self.fields, form, context)
        return render_to_string(self.template, {"group": self, "inside": inside})


class Fieldset(_Group):
    """Questions that answer one thing together (an address); the title is their legend."""

    template = "govuk/layout/fieldset.html"


class Section(_Group):
    """A part of a long form: a heading, an optional sentence, and its questions."""

    template = "govuk/layout/section.html"


class Paragraph:
    """A sentence between questions; `inset` sets it apart."""

    def __init__(self, text: str, *, inset: bool = False) -> None:
        self.text, self.inset = text, inset

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        return render_to_string("govuk/layout/paragraph.html", {"paragraph": self})


class Include:
    """A part of the page among the questions: a template of ours, with what it shows."""

    def __init__(self, template: str, shown: Mapping[str, Any]) -> None:
        self.template, self.shown = template, dict(shown)

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        return render_to_string(self.template, self.shown)


class Submit:
    """A button that sends the form; `kind` is "", "secondary" or "warning".

    With JavaScript a second press within a second is ignored.
    """

    def __init__(self, text: str, *, name: str = "", value: str = "", kind: str = "") -> None:
        self.text, self.name, self.value, self.kind = text, name, value, kind

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        return render_to_string("govuk/layout/submit.html", {"button": self})


class Link:
    """A link among the buttons ("Cancel"); the address comes from our own code."""

    def __init__(self, text: str, url: str) -> None:
        self.text, self.url = text, url

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        return render_to_string("govuk/layout/link.html", {"link": self})


class Buttons(Layout):
    """The row of buttons that ends a form."""

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        inside = super().render(form, context)
        return render_to_string("govuk/layout/buttons.html", {"inside": inside})

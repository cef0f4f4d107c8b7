"""One small question a page (scheme.md 18; ours): a picture to choose, or a few words."""

from typing import Any

from django import forms
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from champions.selectors.plain import Part, Picture, Step
from champions.services.assessments import MOST_MINUTES
from foundation.forms import GovForm, PlainTextArea, PlainTextField, Versioned
from foundation.layout import Layout, Question

# What a page asks, a hint, and the most it takes (as long as the column).
WORDS = {
    Part.NOTE: ("Why do you think so?", "A few words help. You can leave it empty.", 3000),
    Part.STRENGTH: ("What is good?", "What do they do well? You can leave it empty.", 2000),
    Part.CHALLENGE: (
        "What could be better?",
        "What would you ask them to do? You can leave it empty.",
        2000,
    ),
}
WHY_IT_FITS = 1000
# Buttons that leave a picture for later.
LATER = ("later", "back", "stop", "look")


class Asked:
    """The page's one question: cards with drawings to choose from, or a box for words.

    How many letters are left is said when few are: a countdown from 3,000 hurries people.
    """

    def __init__(self, pictures: tuple[Picture, ...]) -> None:
        self.pictures = {each.value: each for each in pictures}

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        return render_to_string(
            f"champions/_plain_{'pictures' if self.pictures else 'words'}.html",
            {
                "field": form["answer"],
                "govuk_question": Question("answer", size="l", heading=True, rows=6),
                "pictures": self.pictures,
            },
        )


class StepForm(GovForm):
    """`seen` says what the page showed when it was opened; see `selectors.plain.seen`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._step = step
        self.fields["answer"] = _field(step)
        self.initial.update(answer=step.value, seen=step.seen)

    @property
    def goes(self) -> str:
        """Which button was pressed."""
        return str(self.data.get("go", "on"))

    @property
    def answer(self) -> str:
        return str(self.cleaned_data["answer"])

    def clean(self) -> None:
        super().clean()
        chosen = self.cleaned_data.get("answer")
        if self._step.part.is_choice and chosen == "" and self.goes not in LATER:
            self.add_error("answer", "Choose a picture. Or press “I will come back to this”.")

    def layout(self) -> Layout:
        return Layout(Asked(self._step.question.pictures if self._step.part.is_choice else ()))


def _field(step: Step) -> forms.Field:
    question = step.question
    if step.part.is_choice:
        return forms.ChoiceField(
            label=question.asks,
            choices=[(each.value, each.word) for each in question.pictures],
            help_text=f"{question.about} You don’t have to know it well." if question.about else "",
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": "Choose one of the pictures."},
        )
    label, hint, most = WORDS[step.part]
    most = WHY_IT_FITS if question.is_strategy else most
    return PlainTextArea(
        label=label,
        help_text=hint,
        max_length=most,
        required=False,
        error_messages={"max_length": f"This is too long. Make it {most} letters or less."},
    )


class StartForm(GovForm):
    supporter = PlainTextField(
        label="Does somebody help you? Write their name",
        help_text="They may help you read and write. What you say is up to you. "
        "They must not work there, and have no child there. No helper? Leave it empty.",
        max_length=120,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(Question("supporter", width=20))


class SendForm(Versioned, GovForm):
    minutes = forms.IntegerField(
        label="How many minutes did it take?",
        help_text="A guess will do. You can leave it empty.",
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Write a number from 1 to {MOST_MINUTES}, like 40. Or leave it empty.",
        ),
    )

    def layout(self) -> Layout:
        return Layout(Question("minutes", width=4))

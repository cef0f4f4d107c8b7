"""Telling us of a concern: few questions, none of them about who you are unless you want an answer."""

from typing import Any

from django import forms

from awards.choices import ConcernAbout
from awards.models import Organisation
from foundation.forms import GovForm, PlainTextArea, PlainTextField
from foundation.layout import Layout, Question, Section, Submit


class ConcernForm(GovForm):
    about = forms.ChoiceField(
        label="What is it about?",
        choices=ConcernAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about."},
    )
    what = PlainTextArea(
        label="What happened, or what do you want us to do?",
        help_text="Write as much or as little as you like.",
        max_length=4000,
        error_messages={"required": "Tell us what happened, or what you want us to do."},
    )
    where = PlainTextField(
        label="Where did you see it? (optional)",
        help_text="For example a page of this site, or the name of an organisation.",
        max_length=500,
        required=False,
    )
    name = PlainTextField(label="Your name (optional)", max_length=120, required=False)
    contact = PlainTextField(
        label="Your e-mail address or telephone number (optional)",
        help_text="Only if you want us to answer you.",
        max_length=254,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("about"),
            Question("what"),
            Question("where"),
            Section(
                "If you want an answer",
                Question("name", width="two-thirds"),
                Question("contact", width="two-thirds"),
                hint="You do not have to say who you are.",
            ),
        )


class CloseConcernForm(GovForm):
    outcome = PlainTextArea(
        label="What was done about it?",
        help_text="Other officers read this. Do not put in more about a child than you have to.",
        max_length=4000,
        error_messages={"required": "Write what was done about it."},
    )


class ConcernOrganisationForm(GovForm):
    organisation = forms.ModelChoiceField(
        label="Which organisation is it about?",
        help_text=(
            "Choose one only if the concern is about how they work. "
            "The champions who next look at their award then visit them. They learn that there is a concern, "
            "and nothing of what it says."
        ),
        queryset=Organisation.objects.none(),
        empty_label="None, or we do not know",
        required=False,
        to_field_name="slug",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.filter(erased_at=None).order_by("name", "pk")

    def layout(self) -> Layout:
        return Layout(Question("organisation"), Submit("Save the organisation", kind="secondary"))

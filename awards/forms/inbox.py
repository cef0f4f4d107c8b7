"""How often a person wants e-mail."""

from django import forms
from django.urls import reverse

from awards.models import User
from foundation.forms import GovForm
from foundation.layout import Buttons, Layout, Link, Question, Submit

HINTS = {
    User.MailRhythm.AT_ONCE.value: "You hear of everything as it happens.",
    User.MailRhythm.DAILY.value: (
        "At about 5pm, if there is anything new. What cannot wait still comes at once."
    ),
}


class MailRhythmForm(GovForm):
    rhythm = forms.ChoiceField(
        label="How often should we write to you?",
        choices=User.MailRhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often we should write to you."},
    )

    def layout(self) -> Layout:
        return Layout(
            Question("rhythm", hints=HINTS),
            Buttons(Submit("Save"), Link("Cancel", reverse("inbox"))),
        )

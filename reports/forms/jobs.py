"""Officers: a job that died and need not be done any more."""

from django.urls import reverse

from foundation.forms import GovForm, PlainTextField
from foundation.jobs import LONGEST_REASON
from foundation.layout import Buttons, Layout, Link, Question, Submit


class GiveUpForm(GovForm):
    why = PlainTextField(
        label="Why need it not be done any more?",
        help_text="Other SEND officers read this. Do not name children.",
        max_length=LONGEST_REASON,
    )

    def layout(self) -> Layout:
        return Layout(
            Question("why"),
            Buttons(Submit("Give it up"), Link("Cancel", reverse("officers-jobs"))),
        )

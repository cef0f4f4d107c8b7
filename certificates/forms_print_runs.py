"""Which certificates are printed for an award evening, and how."""

from typing import Any
from uuid import UUID

from django import forms

from certificates.artwork import STAGES
from certificates.print_runs import LONGEST_TITLE, Filters
from foundation.forms import DateField, GovForm, PlainTextField
from foundation.layout import Layout, Question

ALL, ONLY, EXCEPT = "all", "only", "except"


class AwardedForm(GovForm):
    """What narrows the list; it stands in the address."""

    since = DateField(label="Awarded since (optional)", required=False)
    until = DateField(label="Awarded until (optional)", required=False)
    stage = forms.ChoiceField(
        label="Stage",
        choices=[("", "Every stage"), *((stage, stage.capitalize()) for stage in STAGES)],
        required=False,
    )

    def layout(self) -> Layout:
        return Layout("since", "until", "stage")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "This date must not be before the first one.")
        return cleaned

    def filters(self) -> Filters:
        return Filters(**self.cleaned_data)


class PrintRunForm(GovForm):
    """Ticks are sent only where somebody picks, so that a thousand rows are no thousand fields."""

    title = PlainTextField(
        label="Title of this print run",
        help_text="For example “Award evening, March 2027”. It is the title of the file as well.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter a title for this print run."},
    )
    crop_marks = forms.BooleanField(
        label="With crop marks and room for 3 mm of bleed, for a printing firm", required=False
    )
    which = forms.ChoiceField(
        label="Which of them?",
        choices=[
            (ALL, "All that are listed"),
            (ONLY, "Only those that I tick"),
            (EXCEPT, "All except those that I tick"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which of them."},
    )

    def __init__(self, data: Any = None, *, listed: list[UUID]) -> None:
        super().__init__(data, initial={"which": ALL})
        self.listed = listed
        ticked = data.getlist("tick") if data is not None else []
        self.ticked = frozenset(ticked)

    def layout(self) -> Layout:
        return Layout(
            Question("title", width="two-thirds"), "crop_marks", Question("which", size="s")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.picked():
            self.add_error(
                "which",
                "Tick at least one certificate below."
                if cleaned["which"] == ONLY
                else "No certificate is left. Take a tick away.",
            )
        return cleaned

    def picked(self) -> list[UUID]:
        """Of those that are listed, in their order."""
        which = self.cleaned_data["which"]
        return [
            uuid
            for uuid in self.listed
            if which == ALL or (str(uuid) in self.ticked) == (which == ONLY)
        ]

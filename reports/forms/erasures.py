"""Ordering a deletion: whose, which names to look for, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Layout, Question
from portfolios.models import EvidenceItem


class _Why(GovForm):
    why = PlainTextArea(
        label="Why is it deleted?",
        help_text="For example the reference of the request. Do not write a person’s name here.",
        max_length=500,
        error_messages={"required": "Say why it is deleted."},
    )


class NameErasureForm(_Why):
    """`found` are the pieces of evidence in which the names stand: each can go as a whole."""

    field_order = ("terms", "items", "why")
    terms = PlainTextArea(
        label="Which names and spellings shall we look for?",
        help_text="One on each line: the full name, a former name, a nickname that is theirs alone.",
        max_length=2000,
        error_messages={"required": "Write at least one name to look for."},
    )
    items = forms.MultipleChoiceField(
        label="Which pieces of evidence shall go as a whole?",
        help_text="Tick those that show the person. In the others only the name is taken out; we cannot "
        "take it out of a file.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, found: Sequence[EvidenceItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.fields["items"] = forms.MultipleChoiceField(
            label=self.fields["items"].label,
            help_text=self.fields["items"].help_text,
            choices=[(str(item.uuid), f"{item} ({item.organisation})") for item in found],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def pieces(self) -> list[EvidenceItem]:
        chosen = set(self.cleaned_data["items"])
        return [item for item in self.found if str(item.uuid) in chosen]

    def names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["terms"].splitlines() if line.strip()]

    def layout(self) -> Layout:
        questions = [Question("terms", rows=3)]
        if self.found:
            questions.append(Question("items", small=True))
        return Layout(*questions, Question("why", rows=2))


class PersonErasureForm(NameErasureForm):
    """The name and the address of the account are looked for in any case."""

    terms = PlainTextArea(
        label="Which other names and spellings shall we look for? (optional)",
        help_text="One on each line: a former name, a nickname that is theirs alone.",
        max_length=2000,
        required=False,
    )


class OrganisationErasureForm(_Why):
    field_order = ("with_name", "why")
    with_name = forms.ChoiceField(
        label="What shall stay?",
        choices=[
            ("no", "Its name and its awards stay public"),
            ("yes", "Nothing stays, not even its name"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what shall stay."},
    )

    def layout(self) -> Layout:
        return Layout(
            Question(
                "with_name",
                hints={
                    "no": "Also its stages, dates and certificates. What it wrote, its files and people go.",
                    "yes": "Its awards end today, its certificates are taken back, and what was written "
                    "about it goes too.",
                },
            ),
            Question("why", rows=2),
        )

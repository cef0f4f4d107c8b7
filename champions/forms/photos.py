"""Adding a photo of a visit: what can be seen in it, and that the people in it agreed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from champions.forms.challenges import Keyed
from champions.selectors.naming import name_in
from champions.services.nameless import named
from foundation.files import PHOTOS, FileNotAccepted, look_at
from foundation.forms import DateField, PlainTextArea, PlainTextField
from foundation.layout import Layout, Question, Submit
from portfolios.choices import Pictured, ShowsPeople

SAY = "Say whether anybody can be recognised in it."


class PhotoForm(Keyed):
    """`names` must not stand in what is written of it."""

    PEOPLE: ClassVar = ("people", "holder", "form_reference", "given_on")

    photo = forms.FileField(
        label="Photo",
        help_text="Take one that shows what you saw. Best is one without people.",
        allow_empty_file=True,
        error_messages={"required": "Choose the photo. If you chose one before, choose it again."},
    )
    caption = PlainTextArea(
        label="What can be seen in it?",
        help_text="For those who cannot see it. Name nobody.",
        max_length=300,
        error_messages={"required": "Say what can be seen in the photo."},
    )
    shows_people = forms.ChoiceField(
        label="Can anybody be recognised in it?",
        choices=[
            (ShowsPeople.NOBODY.value, "No"),
            (
                ShowsPeople.PEOPLE.value,
                "Yes, and they agreed that champions, SEND officers and this organisation see it",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": SAY, "invalid_choice": SAY},
    )
    people = forms.MultipleChoiceField(
        label="Who is in it?",
        choices=Pictured.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    holder = PlainTextField(
        label="Who has the signed form?",
        help_text="A person’s role, such as “the school office”. Under 16, a parent or carer signs.",
        max_length=200,
        required=False,
    )
    form_reference = PlainTextField(
        label="Where is the form kept? (optional)", max_length=200, required=False
    )
    given_on = DateField(label="When did they agree?", required=False)

    def __init__(self, *args: Any, today: date, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = names
        self.fields["photo"].widget.attrs["accept"] = PHOTOS.accept
        given = cast(DateField, self.fields["given_on"])
        given.latest = today
        given.error_messages["late"] = "The day on which they agreed can’t be in the future."

    def clean_photo(self) -> "UploadedFile[bytes]":
        photo: UploadedFile[bytes] = self.cleaned_data["photo"]
        try:
            look_at(photo, PHOTOS)
        except FileNotAccepted as error:
            raise forms.ValidationError(error.sentence) from error
        return photo

    def clean_caption(self) -> str:
        caption: str = self.cleaned_data["caption"]
        found = name_in(caption, self._names)
        if found:
            raise forms.ValidationError(named(found))
        return caption

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("shows_people") == ShowsPeople.NOBODY:
            # What stands in questions that nobody is asked does not count.
            for name in self.PEOPLE:
                self.errors.pop(name, None)
        elif said.get("shows_people") == ShowsPeople.PEOPLE:
            for name, sentence in (
                ("people", "Choose who is in it."),
                ("holder", "Say who has the signed form."),
                ("given_on", "Enter the day on which they agreed."),
            ):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, sentence)
        if self.errors and "photo" not in self.errors:
            self.add_error("photo", "Choose the photo again: a page cannot keep it.")
        return said

    @property
    def consent(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said["shows_people"] != ShowsPeople.PEOPLE:
            return {"shows_people": said["shows_people"]}
        return {
            "shows_people": said["shows_people"],
            **{each.value: each.value in said["people"] for each in Pictured},
            "holder": said["holder"],
            "form_reference": said["form_reference"],
            "given_on": said["given_on"],
        }

    def layout(self) -> Layout:
        return Layout(
            Question("photo"),
            Question("caption", rows=2),
            Question("shows_people", reveal={ShowsPeople.PEOPLE.value: list(self.PEOPLE)}),
            Submit("Add the photo"),
        )

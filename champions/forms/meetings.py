"""Arranging a meeting, from both sides."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from champions.choices import PlaceKind
from champions.forms.times import TimesForm, times_layout, with_times
from champions.models import OfferedTime
from champions.times import spoken
from foundation.forms import CleanText, GovForm, PlainTextArea, PlainTextField
from foundation.layout import Layout, Paragraph, Question, Submit

ACCESS_HELP = (
    "For example a quiet room, an interpreter, level access or more time. "
    "Say what is needed, and not who needs it."
)
PLACE_LABELS = {
    PlaceKind.IN_PERSON: "Where do you meet?",
    PlaceKind.VIDEO: "Link to the video call",
    PlaceKind.TELEPHONE: "Telephone number",
}


class PlaceForm(GovForm):
    """Where a meeting is. The link or number can come later."""

    place_kind = forms.ChoiceField(
        label="How do you meet?", choices=PlaceKind.choices, widget=forms.RadioSelect
    )
    in_person = PlainTextField(
        label=PLACE_LABELS[PlaceKind.IN_PERSON],
        help_text="The full address, and how to get in.",
        max_length=400,
        required=False,
    )
    video = PlainTextField(
        label=PLACE_LABELS[PlaceKind.VIDEO],
        help_text="You can leave this empty and add the link later.",
        max_length=500,
        required=False,
    )
    telephone = PlainTextField(
        label=PLACE_LABELS[PlaceKind.TELEPHONE],
        help_text="Say who rings whom. You can add the number later.",
        max_length=200,
        required=False,
    )

    @property
    def place(self) -> str:
        place: str = self.cleaned_data.get(self.cleaned_data["place_kind"], "")
        return place

    def clean(self) -> dict[str, Any]:
        super().clean()
        kind = self.cleaned_data.get("place_kind")
        if kind == PlaceKind.IN_PERSON and not self.cleaned_data.get("in_person"):
            self.add_error("in_person", "Enter where you meet.")
        if kind == PlaceKind.VIDEO and self.cleaned_data.get("video"):
            try:
                URLValidator(schemes=["https"])(self.cleaned_data["video"])
            except ValidationError:
                self.add_error(
                    "video", "Enter a link that begins with https://, or leave this empty."
                )
        return self.cleaned_data

    def layout(self) -> Layout:
        return Layout(self.place_question(), Submit("Save the place"))

    @staticmethod
    def place_question() -> Question:
        return Question(
            "place_kind",
            reveal={
                kind.value: [Question(kind.value, size="")]
                for kind in (PlaceKind.IN_PERSON, PlaceKind.VIDEO, PlaceKind.TELEPHONE)
            },
        )


@with_times
class OfferForm(TimesForm, PlaceForm):
    """The panel offers."""

    minutes = forms.IntegerField(
        label="How long do you need?", min_value=15, max_value=240, required=True
    )

    def clean(self) -> dict[str, Any]:
        PlaceForm.clean(self)
        return TimesForm.clean(self)

    def layout(self) -> Layout:
        return Layout(
            *times_layout(),
            self.place_question(),
            Question("minutes", width=3, suffix="minutes"),
            Submit("Offer these times"),
        )


@with_times
class MoveForm(TimesForm):
    """Either side asks for another time; the reason goes to everybody."""

    reason = PlainTextField(help_text="Everybody who was coming reads this.", max_length=400)

    def __init__(self, *args: Any, noun: str = "meeting", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._noun = noun
        self.fields["reason"].label = f"Why does the {noun} move?"
        self.fields["reason"].error_messages["required"] = f"Say why the {noun} moves."

    def layout(self) -> Layout:
        return Layout("reason", *times_layout(), Submit(f"Move the {self._noun}"))


@with_times
class NewTimesForm(TimesForm):
    """The panel's side, while nothing is agreed."""

    def layout(self) -> Layout:
        return Layout(*times_layout(), Submit("Offer these times"))


@with_times
class OtherTimesForm(TimesForm):
    """None of the panel's times suits."""

    access_needs = PlainTextArea(
        label="What do people need to take part? (if anything)",
        help_text=ACCESS_HELP,
        max_length=1000,
        required=False,
    )

    def layout(self) -> Layout:
        return Layout(
            *times_layout(), Question("access_needs", rows=3), Submit("Offer these times")
        )


class ChooseTimeForm(GovForm):
    """One of the times on offer; for the organisation with its access needs."""

    time = forms.ChoiceField(
        label="Which time suits you?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a time.",
            "invalid_choice": "This time is no longer on offer. Choose one of those below.",
        },
    )
    access_needs = PlainTextArea(
        label="What do people need to take part? (if anything)",
        help_text=ACCESS_HELP,
        max_length=1000,
        required=False,
    )

    def __init__(
        self, *args: Any, offers: Iterable[OfferedTime], asks_access: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {str(offer.uuid): offer for offer in offers}
        choice = self.fields["time"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(key, spoken(o.starts_at)) for key, o in self.offers.items()]
        if not asks_access:
            del self.fields["access_needs"]

    @property
    def offered(self) -> OfferedTime:
        return self.offers[str(UUID(self.cleaned_data["time"]))]

    def layout(self) -> Layout:
        questions: list[Any] = [Question("time", size="m")]
        if "access_needs" in self.fields:
            questions.append(Question("access_needs", rows=3))
        return Layout(*questions, Submit("Agree this time"))


class CancelForm(GovForm):
    reason = CleanText(
        help_text="Everybody who was coming reads this.",
        max_length=400,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, noun: str = "meeting", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._noun = noun
        self.fields["reason"].label = f"Why is the {noun} called off?"
        self.fields["reason"].error_messages["required"] = f"Say why the {noun} is called off."

    def layout(self) -> Layout:
        told = {
            "meeting": "There can be no award before a meeting, so you will offer new times later.",
            "visit": "If there are photos of this visit, they are deleted for good.",
        }
        first = [Paragraph(told[self._noun])] if self._noun in told else []
        button = Submit(f"Call the {self._noun} off", kind="warning")
        return Layout(*first, Question("reason", rows=3), button)

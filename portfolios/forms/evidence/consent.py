"""Who is pictured or quoted, and what they agreed to; and taking it back."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms

from awards.scheme import Scheme
from foundation.forms import DateField, GovForm, PlainTextField, show_date
from foundation.layout import Buttons, Layout, Link, Question, Submit
from portfolios.choices import ConsentScope, Pictured, ShowsPeople
from portfolios.forms.saving import SectionForm, name_errors, save_buttons
from portfolios.selectors.portfolio.questions import ask_of_item

WRONG = "Choose from the answers on the page."
SAY_FIRST = "Say whether it pictures or quotes anybody. Until then it stays hidden."
SCOPES = {
    ConsentScope.ASSESSORS.value: "They look at it to assess you. Nobody else does.",
    ConsentScope.PUBLICITY.value: "The council may also print it in a leaflet, or show it at an event.",
    ConsentScope.WEB.value: "Anybody may see it, copy it and pass it on. It can never be taken back for sure.",
}
# Columns of their own.
YOUNG = (Pictured.CHILDREN, Pictured.YOUNG_PEOPLE)


class ConsentForm(SectionForm):
    """What is missing is asked before it is sent. Only that no child is named is asked at once.

    `ended`: consent was taken back, or ran out, on that day; what is said now is a new agreement.
    """

    PEOPLE: ClassVar = ("people", "holder", "form_reference", "given_on", "scope", "expires_on")

    shows_people = forms.ChoiceField(
        choices=ShowsPeople.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": WRONG},
    )
    people = forms.MultipleChoiceField(
        choices=Pictured.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), WRONG),
    )
    nobody_named = forms.BooleanField(
        label="No child or young person is named in the files, the title or the captions",
        help_text="A picture with a name beside it can harm a child who has to stay safe. So we ask this "
        "each time you save: names of files and captions may have changed.",
        required=False,
    )
    holder = PlainTextField(max_length=200, required=False)
    form_reference = PlainTextField(max_length=200, required=False)
    given_on = DateField(required=False)
    scope = forms.ChoiceField(
        choices=ConsentScope.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": WRONG},
    )
    expires_on = DateField(required=False)

    def __init__(
        self,
        *args: Any,
        scheme: Scheme,
        today: date,
        withdrawn_on: date | None = None,
        must_agree_again: bool = False,
        showed_people: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.must_agree_again, self.showed_people = must_agree_again, showed_people
        for name, field in self.fields.items():
            if name == "nobody_named" or field.widget.is_hidden:
                continue
            question = ask_of_item(scheme, name)
            field.label, field.help_text = question.label, question.hint
            name_errors(name, field, question.label)
        given, until = (cast(DateField, self.fields[name]) for name in ("given_on", "expires_on"))
        given.latest, given.earliest = today, withdrawn_on
        given.error_messages["late"] = "The day on which they agreed can’t be in the future."
        given.error_messages["early"] = (
            f"Consent was taken back on {show_date(withdrawn_on)}. "
            "Enter a day since then on which they agreed again."
            if withdrawn_on
            else ""
        )
        until.earliest = today
        until.error_messages["early"] = "The day until which it may be shown has passed."

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if "shows_people" not in said:
            return said
        if said["shows_people"] == ShowsPeople.PEOPLE:
            self._look_at_people()
        elif self.must_agree_again and self.showed_people:
            self.add_error(
                "shows_people",
                "People in it took their consent back, or it ran out. Choose “Yes”, and say when they "
                "agreed again.",
            )
        elif self.must_agree_again and not said["shows_people"]:
            self.add_error("shows_people", SAY_FIRST)
        elif said["shows_people"] == ShowsPeople.NOBODY:
            # What stands in questions that nobody is asked does not count.
            for name in self.PEOPLE:
                self.errors.pop(name, None)
        elif any(said.get(name) for name in self.PEOPLE if name != "scope"):
            self.add_error("shows_people", "Choose “Yes” if it pictures or quotes anybody.")
        return said

    def _look_at_people(self) -> None:
        said = self.cleaned_data
        young = {str(each) for each in YOUNG} & set(said.get("people", ()))
        if young and not said["nobody_named"]:
            self.add_error(
                "nobody_named", "Make sure that no child or young person is named, then tick this."
            )
        if self.must_agree_again and "given_on" not in self.errors and not said["given_on"]:
            self.add_error("given_on", "Enter the day on which they agreed again.")

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a consent; the service empties the others where there is nobody."""
        said = self.cleaned_data
        if said["shows_people"] != ShowsPeople.PEOPLE:
            return {"shows_people": said["shows_people"]}
        return {
            "shows_people": said["shows_people"],
            **{each.value: each.value in said["people"] for each in Pictured},
            "holder": said["holder"],
            "form_reference": said["form_reference"],
            "given_on": said["given_on"],
            "scope": said["scope"] or ConsentScope.ASSESSORS,
            "expires_on": said["expires_on"],
        }

    def layout(self) -> Layout:
        return Layout(
            Question(
                "shows_people",
                size="m",
                reveal={
                    ShowsPeople.PEOPLE.value: [
                        "people",
                        "nobody_named",
                        "holder",
                        "form_reference",
                        "given_on",
                        Question("scope", hints=SCOPES),
                        "expires_on",
                    ]
                },
            ),
            save_buttons(),
        )


class WithdrawConsentForm(GovForm):
    note = PlainTextField(
        label="How did you hear of it?",
        help_text="For example “by telephone”. You can leave it empty. Do not write who it was, or why.",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> Layout:
        return Layout(
            "note", Buttons(Submit("Hide it now", kind="warning"), Link("Keep it", self.cancel))
        )

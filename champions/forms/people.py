"""Appointing champions, and setting right what we know of them."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from awards.models import User
from awards.scheme import Scheme
from awards.services.appointments import person_with_email
from champions.choices import Perspective
from champions.models import Champion
from foundation.forms import DateField, EmailField, GovForm
from foundation.layout import Buttons, Layout, Link, Question, Submit


class PerspectiveForm(GovForm):
    """Whose eyes they look with, and what follows from it."""

    perspective = forms.ChoiceField(
        label="Which perspective do they bring?",
        choices=Perspective.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a perspective."},
    )
    sector = forms.ChoiceField(
        label="Which sector do they come from?", widget=forms.RadioSelect, required=False
    )
    under_18 = forms.ChoiceField(
        label="Are they under 18?",
        help_text="Champions under 18 never see contact details.",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        required=False,
    )
    turns_18_on = DateField(
        label="When do they turn 18?",
        help_text="We keep this date for that one reason.",
        required=False,
    )

    def __init__(self, *args: Any, scheme: Scheme, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        sector = self.fields["sector"]
        if isinstance(sector, forms.ChoiceField):
            sector.choices = [(each.code, each.name) for each in scheme.sectors]

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        perspective = said.get("perspective")
        if perspective == Perspective.PROFESSIONAL and not said.get("sector"):
            self.add_error("sector", "Choose the sector they come from.")
        if perspective == Perspective.YOUNG_PERSON and not said.get("under_18"):
            self.add_error("under_18", "Say if they are under 18.")
        if self.is_under_18 and "turns_18_on" not in self.errors:
            day = said.get("turns_18_on")
            if day is None:
                self.add_error("turns_18_on", "Enter the day they turn 18.")
            elif day <= self._today:
                self.add_error("turns_18_on", "This day has passed. Choose “No” instead.")
        return self.cleaned_data

    @property
    def is_under_18(self) -> bool:
        return (
            self.cleaned_data.get("perspective") == Perspective.YOUNG_PERSON
            and self.cleaned_data.get("under_18") == "yes"
        )

    @property
    def chosen_sector(self) -> str:
        professional = self.cleaned_data["perspective"] == Perspective.PROFESSIONAL
        return self.cleaned_data["sector"] if professional else ""

    @property
    def young_until(self) -> date | None:
        return self.cleaned_data["turns_18_on"] if self.is_under_18 else None

    @property
    def questions(self) -> Question:
        return Question(
            "perspective",
            reveal={
                Perspective.YOUNG_PERSON.value: [
                    Question("under_18", size="s", small=True),
                    Question("turns_18_on", size="s"),
                ],
                Perspective.PROFESSIONAL.value: [Question("sector", size="s", small=True)],
            },
        )


class ChampionForm(PerspectiveForm):
    """An account makes a champion; where there is none, the same page sends a link to make one."""

    email = EmailField(label="Their e-mail address")

    field_order = ("email",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person: User | None = None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("email"):
            self.person = person_with_email(said["email"])
            if self.person is None:
                self.add_error(
                    "email",
                    "There is no account with this address. Ask the person to make one first: "
                    "press “Send a link to sign up”.",
                )
        return self.cleaned_data

    def layout(self) -> Layout:
        return Layout(
            Question("email", width="two-thirds"),
            self.questions,
            Buttons(
                Submit("Appoint"),
                Submit("Send a link to sign up", name="invite", value="1", kind="secondary"),
            ),
        )


class ChangeChampionForm(PerspectiveForm):
    def __init__(self, *args: Any, champion: Champion, cancel: str, **kwargs: Any) -> None:
        young = champion.is_under_18(kwargs["today"])
        kwargs["initial"] = {
            "perspective": champion.perspective,
            "sector": champion.sector,
            "under_18": "yes" if young else "no",
            "turns_18_on": champion.turns_18_on if young else None,
        }
        super().__init__(*args, **kwargs)
        self._cancel = cancel

    def layout(self) -> Layout:
        return Layout(self.questions, Buttons(Submit("Save"), Link("Cancel", self._cancel)))


class InviteForm(GovForm):
    """The same page's second button needs only the address."""

    email = EmailField(label="Their e-mail address")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if person_with_email(email) is not None:
            raise forms.ValidationError("This person has an account. You can appoint them now.")
        return email


class ChampionsForm(GovForm):
    """The filter above the list. Nonsense in an address is left out (T-91)."""

    perspective = forms.ChoiceField(
        label="Perspective", choices=[("", "Any"), *Perspective.choices], required=False
    )
    room = forms.ChoiceField(
        label="Free for a case",
        choices=[("", "Any"), ("yes", "Room for a case, and not away")],
        required=False,
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        self.past = asked.get("show") == "past"
        for name in ("perspective", "room"):
            value = asked.get(name, "")
            if cast(forms.ChoiceField, self.fields[name]).valid_value(value):
                self.initial[name] = value

    @property
    def perspective_asked(self) -> str:
        return str(self.initial.get("perspective", ""))

    @property
    def with_room(self) -> bool:
        return bool(self.initial.get("room"))

    @property
    def is_narrowed(self) -> bool:
        return any(self.initial.values())

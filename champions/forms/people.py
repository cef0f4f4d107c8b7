"""Appointing champions."""

from datetime import date
from typing import Any

from django import forms

from awards.models import User
from awards.scheme import Scheme
from awards.services.appointments import person_with_email
from champions.choices import Perspective
from foundation.forms import DateField, EmailField, GovForm
from foundation.layout import Buttons, Layout, Question, Submit


class ChampionForm(GovForm):
    """An account makes a champion; where there is none, the same page sends a link to make one."""

    email = EmailField(label="Their e-mail address")
    perspective = forms.ChoiceField(
        label="Whose eyes do they look with?",
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
        self.person: User | None = None
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
        if said.get("email"):
            self.person = person_with_email(said["email"])
            if self.person is None:
                self.add_error(
                    "email",
                    "There is no account with this address. Ask the person to make one first: "
                    "press “Send a link to sign up”.",
                )
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

    def layout(self) -> Layout:
        return Layout(
            Question("email", width="two-thirds"),
            Question(
                "perspective",
                reveal={
                    Perspective.YOUNG_PERSON.value: [
                        Question("under_18", size="s", small=True),
                        Question("turns_18_on", size="s"),
                    ],
                    Perspective.PROFESSIONAL.value: [Question("sector", size="s", small=True)],
                },
            ),
            Buttons(
                Submit("Appoint"),
                Submit("Send a link to sign up", name="invite", value="1", kind="secondary"),
            ),
        )


class InviteForm(GovForm):
    """The same page's second button needs only the address."""

    email = EmailField(label="Their e-mail address")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if person_with_email(email) is not None:
            raise forms.ValidationError("This person has an account. You can appoint them now.")
        return email

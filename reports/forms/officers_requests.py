"""What officers fill in about a privacy request."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from awards.models import Organisation, User
from awards.models.users import normal_email
from foundation.forms import (
    DateField,
    EmailField,
    GovForm,
    PlainTextArea,
    PlainTextField,
    Versioned,
)
from foundation.layout import Buttons, Layout, Link, Question, Submit
from foundation.text import clean_text
from reports.choices import CameBy, RequestFrom, RequestKind, RequestOutcome
from reports.forms.requests import ContactField, Keyed, name_field, who_field
from reports.models import PrivacyRequest
from reports.selectors.requests import CLOSED, LATE, OPEN

ANY = ("", "Any")
ALL = "all"
LONGEST_QUERY = 200
TOLD = [choice for choice in CameBy.choices if choice[0] != CameBy.PAGE]
TAKE_DOWN, SHOW = "take-down", "show"


class FilterForm(GovForm):
    """What an address asks for. Nonsense in it is left out: a link must always work (T-91)."""

    kind = forms.ChoiceField(label="What is asked", choices=[ANY, *RequestKind.choices])
    state = forms.ChoiceField(
        label="Open or closed",
        choices=[
            (OPEN, "Open"),
            (LATE, "Open and past their date"),
            (CLOSED, "Closed"),
            (ALL, "Open and closed"),
        ],
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__()
        self.initial = {"kind": "", "state": OPEN}
        for name, field in self.fields.items():
            field.required = False
            value = asked.get(name, "")
            if value and isinstance(field, forms.ChoiceField) and field.valid_value(value):
                self.initial[name] = value

    @property
    def is_narrowed(self) -> bool:
        return self.initial != {"kind": "", "state": OPEN}


class EnterForm(Keyed):
    kind = forms.ChoiceField(
        label="What is asked?",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is asked."},
    )
    came_by = forms.ChoiceField(
        label="How did it reach us?",
        choices=TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it reached us."},
    )
    received_on = DateField(
        label="When did it reach us?",
        help_text="The clock runs from this day. For example, 12 3 2027.",
        error_messages={"required": "Enter the day on which it reached us."},
    )
    asked_as = who_field(RequestFrom.choices)
    what = PlainTextArea(
        label="What do they ask?",
        help_text="No more about a child than you have to.",
        max_length=4000,
        error_messages={"required": "Write what they ask."},
    )
    where = PlainTextField(label="Where is it? (optional)", max_length=500, required=False)
    name = name_field("Their name (optional)", required=False)
    contact = ContactField(
        label="Their e-mail address or telephone number (optional)",
        help_text="If it is an e-mail address, our answer goes there.",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["received_on"]
        if isinstance(field, DateField):
            field.latest = today


class NoteForm(GovForm):
    text = PlainTextArea(
        label="Note",
        help_text="Officers read this, and so may the person it is about, if they ask.",
        max_length=4000,
        error_messages={"required": "Write the note."},
    )


class MoreTimeForm(GovForm):
    reason = PlainTextArea(
        label="Why do we need more time?",
        help_text="They read this. More time is for what is complex, or for many requests of one person.",
        max_length=1000,
        error_messages={"required": "Say why. They have a right to know."},
    )


class LinkForm(GovForm):
    """By what an officer knows for sure: the address of an account, the name of an organisation."""

    email = EmailField(
        label="E-mail address of their account (optional)",
        help_text="Make sure that the account is theirs before you link it.",
        required=False,
    )
    organisation = PlainTextField(
        label="Organisation (optional)",
        help_text="Its whole name, as it stands here.",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, request: PrivacyRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if request.person is not None:
            self.initial["email"] = request.person.email
        if request.organisation is not None:
            self.initial["organisation"] = request.organisation.name

    def clean_email(self) -> User | None:
        address = self.cleaned_data["email"]
        if not address:
            return None
        found = User.objects.filter(email=normal_email(address), erased_at=None).first()
        if found is None:
            raise ValidationError("No account has this address.")
        return found

    def clean_organisation(self) -> Organisation | None:
        name = self.cleaned_data["organisation"]
        if not name:
            return None
        found = list(Organisation.objects.filter(name__iexact=name)[:2])
        if len(found) != 1:
            raise ValidationError(
                "More than one organisation has this name." if found else
                "No organisation has exactly this name."
            )  # fmt: skip
        return found[0]


class NameForm(GovForm):
    name = PlainTextField(
        label="Their name",
        max_length=120,
        error_messages={"required": "Enter the name."},
    )
    reason = PlainTextField(
        label="How do you know that this is right?",
        help_text="Only officers see this. Do not repeat the name here.",
        max_length=300,
        error_messages={"required": "Say how you know that this is right."},
    )


class CloseForm(Versioned, GovForm):
    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=RequestOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it."},
    )
    answer = PlainTextArea(
        label="Your answer",
        help_text="Say what you did. If you did not do something, say why not. Use plain words.",
        max_length=4000,
        error_messages={"required": "Write the answer."},
    )

    def layout(self) -> Layout:
        return Layout("outcome", Question("answer", rows=10))


class PiecesForm(GovForm):
    """What an address asks for; see `FilterForm`."""

    organisation = forms.CharField(label="Name of the organisation", max_length=LONGEST_QUERY)
    title = forms.CharField(label="Words of the title", max_length=LONGEST_QUERY)

    def __init__(self, asked: QueryDict, *, organisation: str) -> None:
        super().__init__()
        for name, field in self.fields.items():
            field.required = False
            self.initial[name] = clean_text(asked.get(name, ""))[:LONGEST_QUERY].strip()
        if not asked.keys() & self.fields.keys():
            self.initial["organisation"] = organisation

    @property
    def asks(self) -> bool:
        return any(self.initial.values())


class DecideForm(GovForm):
    decision = forms.ChoiceField(
        label="What did you decide?",
        choices=[(TAKE_DOWN, "Take it down for good"), (SHOW, "Show it again")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decided."},
    )
    reason = PlainTextArea(
        label="Why may it be shown again?",
        help_text="Only officers read this.",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == SHOW and not said.get("reason"):
            self.add_error("reason", "Say why it may be shown again.")
        return said

    def layout(self) -> Layout:
        hints = {
            TAKE_DOWN: "Its files, texts and copies are deleted now. This cannot be undone.",
            SHOW: "Those who could see it before can see it again.",
        }
        return Layout(
            Question("decision", hints=hints, reveal={SHOW: ["reason"]}),
            Buttons(Submit("Save the decision", kind="warning"), Link("Decide later", self.back)),
        )

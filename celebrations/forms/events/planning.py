"""Forms of officers who plan the yearly event."""

from datetime import date, datetime
from typing import Any

from django import forms

from celebrations.models import RecognitionEvent
from celebrations.services.events.planning import FEWEST_GUESTS, MOST_GUESTS, Details
from champions.times import NotATime, clock_time, in_london, read_time
from foundation.dates import LONDON, london_date
from foundation.forms import DateField, GovForm, PlainTextArea, PlainTextField, Versioned
from foundation.layout import Buttons, Fieldset, Layout, Question, Submit


class EventForm(GovForm):
    """`before` is the event that is changed; its own moment may have passed."""

    name = PlainTextField(
        label="What is the event called?",
        help_text="For example, Recognition Event 2027. It stands in the invitation.",
        max_length=100,
        error_messages={"required": "Enter what the event is called."},
    )
    day = DateField(label="Date", error_messages={"required": "Enter the date of the event."})
    time = PlainTextField(
        label="Time",
        help_text="For example, 5:30pm",
        max_length=20,
        error_messages={"required": "Enter the time, like 5:30pm."},
    )
    venue = PlainTextField(label="Place", help_text="For example, Council House", max_length=120)
    address = PlainTextField(
        label="Address of the place (optional)",
        help_text="On one line, with the postcode.",
        max_length=250,
        required=False,
    )
    presenter = PlainTextField(
        label="Who presents the emblems? (optional)",
        help_text="By office and name, for example the Lord Mayor, Councillor Sam Taylor.",
        max_length=160,
        required=False,
    )
    practical = PlainTextArea(
        label="Good to know (optional)",
        help_text="How to get there, what is accessible, whom to ask on the day. It stands in the "
        "invitation.",
        max_length=1500,
        required=False,
    )
    most_guests = forms.IntegerField(
        label="How many people can each organisation bring?",
        min_value=FEWEST_GUESTS,
        max_value=MOST_GUESTS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Write a number from {FEWEST_GUESTS} to {MOST_GUESTS}.",
        ),
    )
    reply_by = DateField(
        label="By when should they answer?",
        help_text="After that day the link takes no answer. Leave time for the caterer and the name "
        "cards.",
        error_messages={"required": "Enter the last day to answer."},
    )
    counts_from = DateField(
        label="Awards given since",
        help_text="Awards given from this day on are due an emblem. As a rule it is the day of the "
        "last event.",
        error_messages={"required": "Enter the day since which awards count."},
    )

    def __init__(
        self, *args: Any, now: datetime, before: RecognitionEvent | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.before = now, before
        self.starts_at: datetime | None = None
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        self.fields["most_guests"].widget = widget

    def layout(self) -> Layout:
        return Layout(
            Question("name", width="two-thirds"),
            Fieldset(
                "When is it?",
                Question("day", size=""),
                Question("time", size="", width=10),
                size="s",
            ),
            Question("venue", width="two-thirds"),
            Question("address", width="full"),
            Question("presenter", width="full"),
            Question("practical", rows=4),
            Question("most_guests", width=2),
            "reply_by",
            "counts_from",
            Buttons(Submit("Save and continue")),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._read_moment(cleaned)
        self._read_days(cleaned)
        return cleaned

    def details(self) -> Details:
        said = {name: self.cleaned_data[name] for name in RecognitionEvent.TYPED}
        if self.starts_at is None:
            raise ValueError("Only of a form that is valid.")
        return Details(
            **said,
            starts_at=self.starts_at,
            most_guests=self.cleaned_data["most_guests"],
            reply_by=self.cleaned_data["reply_by"],
            counts_from=self.cleaned_data["counts_from"],
        )

    def _read_moment(self, cleaned: dict[str, Any]) -> None:
        day, said = cleaned.get("day"), cleaned.get("time")
        if day is None or not said:
            return
        try:
            moment = in_london(day, read_time(said))
        except NotATime as problem:
            self.add_error("time", str(problem))
            return
        stays = self.before is not None and self.before.starts_at == moment
        if moment <= self.now and not stays:
            self.add_error("day", "This has passed. Choose a day and a time to come.")
        self.starts_at = moment

    def _read_days(self, cleaned: dict[str, Any]) -> None:
        today = london_date(self.now)
        day, reply_by = cleaned.get("day"), cleaned.get("reply_by")
        stays = self.before is not None and self.before.reply_by == reply_by
        if isinstance(reply_by, date):
            if isinstance(day, date) and reply_by > day:
                self.add_error("reply_by", "The day to answer by must not be after the event.")
            elif reply_by < today and not stays:
                self.add_error("reply_by", "This day has passed. Choose a later one.")
        since = cleaned.get("counts_from")
        if isinstance(since, date) and since > today:
            self.add_error("counts_from", "This day is still to come. Choose an earlier one.")


class ChangeEventForm(Versioned, EventForm):
    pass


class DueForm(GovForm):
    """The ticks come as they are: which of them are due is the service's to say."""

    awards = forms.TypedMultipleChoiceField(required=False, coerce=str)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["awards"]
        if not isinstance(field, forms.TypedMultipleChoiceField):
            raise TypeError
        field.choices = [(each, each) for each in offered]
        field.error_messages["invalid_choice"] = "Choose from the emblems on the page."
        self.fields["seen"].error_messages["required"] = "This page is out of date. Open it again."


class InviteForm(GovForm):
    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=16,
        error_messages={"required": "This page is out of date. Open it again."},
    )


class CallOffForm(GovForm):
    why = PlainTextArea(
        label="Why is it called off?",
        help_text="Everybody who was invited gets your words by e-mail.",
        max_length=500,
        error_messages={"required": "Say why it is called off."},
    )

    def layout(self) -> Layout:
        return Layout(Question("why", rows=4))


def initial_of(event: RecognitionEvent) -> dict[str, object]:
    """What stands in the form when an event is changed."""
    local = event.starts_at.astimezone(LONDON)
    return {
        **{name: getattr(event, name) for name in RecognitionEvent.TYPED},
        "day": local.date(),
        "time": clock_time(local),
        "most_guests": event.most_guests,
        "reply_by": event.reply_by,
        "counts_from": event.counts_from,
        "version": event.version,
    }

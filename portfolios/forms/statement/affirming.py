"""One criterion, a year on. Nothing is demanded when it is saved, but a day for what was checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms

from awards.scheme import Scheme
from foundation.forms import DateField, PlainTextArea
from foundation.layout import (
    Buttons,
    Include,
    Layout,
    Paragraph,
    Question,
    Section,
    Submit,
)
from portfolios.choices import Affirmed
from portfolios.forms.saving import SectionForm, name_errors, save_buttons
from portfolios.selectors.statement.gaps import piece_field
from portfolios.selectors.statement.wording import ask

STILL, OUT = "still", "out"
CHOICES = [(STILL, "Still true"), (OUT, "Take it out")]
# Buttons that save the page and lead to where evidence is found; each leads back.
CHOOSE, FILES, WORDS = "choose", "files", "words"
MORE = {
    CHOOSE: "Choose from your evidence",
    FILES: "Add photos or files",
    WORDS: "Add a link, or write about something",
}
HINTS = {
    Affirmed.STRONGER.value: "You do more of it, or better.",
    Affirmed.CHANGED.value: "The aim is the same; the way is not.",
    Affirmed.STOPPED.value: "You do not do it any more. You can still be renewed.",
}


@dataclass(frozen=True)
class CarriedPiece:
    """A piece of evidence that was there last time, as the form asks about it."""

    id: UUID
    title: str
    # What it is, when it was, when it was checked.
    hint: str
    still_true_on: date | None

    @property
    def field(self) -> str:
        return piece_field(str(self.id))


class _Offered(forms.MultipleChoiceField):
    """Whatever was on the page when it was opened: a colleague may have chosen it since."""

    def valid_value(self, value: object) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True


class AffirmForm(SectionForm):
    state = forms.ChoiceField(
        choices=Affirmed.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the answers on the page."},
    )
    text = PlainTextArea(max_length=4000, required=False)
    use = _Offered(
        label="You said of these that they show it. Which of them do you use here?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), "Choose from the evidence on the page."
        ),
    )
    checked_on = DateField(
        label="When did you check the pieces that are still true?",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        scheme: Scheme,
        pieces: Sequence[CarriedPiece],
        offered: Sequence[tuple[str, str, str]],
        new: Include,
        today: date,
        awarded_on: date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = tuple(pieces)
        # What is chosen already, and of what is not: id, title and what else is known.
        self.new, self.offered = new, tuple(offered)
        if self.offered:
            use = cast(_Offered, self.fields["use"])
            use.choices = [(id, title) for id, title, _ in self.offered]
        else:
            del self.fields["use"]
        for name, code in (("state", "state"), ("text", "told")):
            asked, field = ask(scheme, code), self.fields[name]
            field.label, field.help_text = asked.label, asked.hint
            name_errors(name, field, asked.label)
        for piece in self.pieces:
            self.fields[piece.field] = forms.ChoiceField(
                label=piece.title,
                help_text=piece.hint,
                choices=CHOICES,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": "Choose one of the answers on the page."},
            )
            self.initial.setdefault(piece.field, STILL if piece.still_true_on else "")
        if self.pieces:
            days = [piece.still_true_on for piece in self.pieces if piece.still_true_on]
            checked_on = cast(DateField, self.fields["checked_on"])
            checked_on.earliest, checked_on.latest = awarded_on, today
            self.initial.setdefault("checked_on", max(days, default=today))
        else:
            del self.fields["checked_on"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        chosen = any(found.get(piece.field) == STILL for piece in self.pieces)
        if chosen and not found.get("checked_on") and "checked_on" not in self.errors:
            self.add_error("checked_on", "Enter the day on which you checked them.")
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("state", "text")}

    @property
    def still_true(self) -> dict[UUID, date]:
        """One day for all that is new or was checked again; what keeps its day is not named.

        Whoever changes the day says it of every piece.
        """
        day = self.cleaned_data.get("checked_on")
        if day is None:
            return {}
        again = "checked_on" in self.changed_data
        return {
            piece.id: day
            for piece in self.pieces
            if self.cleaned_data.get(piece.field) == STILL
            and (again or piece.still_true_on is None)
        }

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data.get("use", ())]

    @property
    def taken_out(self) -> list[UUID]:
        return [each.id for each in self.pieces if self.cleaned_data.get(each.field) == OUT]

    def layout(self) -> Layout:
        carried = [
            Section(
                "What showed it last time",
                *(Question(each.field, inline=True, small=True) for each in self.pieces),
                "checked_on",
                hint="Look at each piece once more. Is it still true today?",
            )
        ]
        hints = {id: hint for id, _, hint in self.offered if hint}
        return Layout(
            Question("state", hints=HINTS),
            Question("text", rows=6),
            *(carried if self.pieces else []),
            self.new,
            *([Question("use", hints=hints)] if self.offered else []),
            Paragraph("What you choose on this page is saved with “Save and continue”."),
            save_buttons(),
            Section(
                "More evidence",
                Buttons(
                    *(
                        Submit(text, name="action", value=where, kind="secondary")
                        for where, text in MORE.items()
                    )
                ),
                hint="Each of these saves the page first. You come back here afterwards.",
            ),
        )

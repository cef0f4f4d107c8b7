"""Asking for a visit or an interview, getting ready for it, and writing it up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from awards.scheme import Check, Criterion
from champions.checklists import Item
from champions.choices import Capacity, Group, Purpose
from champions.forms.challenges import Keyed
from champions.forms.meetings import OfferForm
from champions.forms.minutes import NotesForm
from champions.forms.times import times_layout, with_times
from champions.selectors.naming import name_in
from champions.services.minutes import Attendee
from champions.services.nameless import named
from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Fieldset, Layout, Paragraph, Question, Submit

MOST_PEOPLE = 500


@with_times
class VisitOfferForm(Keyed, OfferForm):
    about = PlainTextArea(
        label="What do you want to see or hear?",
        help_text="The organisation reads this, so that it can get ready.",
        max_length=1000,
        error_messages={"required": "Say what you want to see or hear."},
    )
    group = forms.ChoiceField(
        label="Whom do you want to talk with?",
        choices=Group.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom you want to talk with."},
    )

    def __init__(
        self, *args: Any, purpose: Purpose, names: Sequence[str] = (), **kwargs: Any
    ) -> None:
        """Of an interview nobody is named, before it either: `names` must not stand in it."""
        super().__init__(*args, **kwargs)
        self._nobody = names
        if purpose is Purpose.INTERVIEW:
            self.fields[
                "about"
            ].help_text = "The organisation reads this, so that it can get ready. Write no names."
        else:
            del self.fields["group"]

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        found = name_in(about, self._nobody)
        if found:
            raise forms.ValidationError(named(found))
        return about

    @property
    def chosen_group(self) -> Group | None:
        return Group(self.cleaned_data["group"]) if "group" in self.fields else None

    def layout(self) -> Layout:
        first: list[Question] = [Question("about", rows=4)]
        if "group" in self.fields:
            first.insert(0, Question("group"))
        return Layout(
            *first,
            *times_layout(),
            self.place_question(),
            Question("minutes", width=3, suffix="minutes"),
            Submit("Offer these times"),
        )


class ChecklistForm(GovForm):
    """`seen` is what was ticked when the page was opened: only what changed is changed."""

    done = forms.MultipleChoiceField(
        label="What is seen to", widget=forms.CheckboxSelectMultiple, required=False
    )
    seen = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)

    def __init__(
        self, *args: Any, items: Sequence[Item], checked: Iterable[str], **kwargs: Any
    ) -> None:
        ticked = list(checked)
        kwargs["initial"] = {"done": ticked, "seen": ticked}
        super().__init__(*args, **kwargs)
        for name in ("done", "seen"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(item.code, item.text) for item in items]

    def layout(self) -> Layout:
        return Layout(Question("done", size="m"), Submit("Save the checklist"))


class VisitNotesForm(NotesForm):
    """What was seen, by criterion. Of an interview nobody is named: `names` must not stand in it."""

    summary = PlainTextArea(
        label="What did you see and hear?",
        max_length=5000,
        error_messages={"required": "Write what you saw and heard."},
    )
    people_count = forms.IntegerField(
        label="How many people did you talk with?",
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": "Say how many people you talked with.",
            "invalid": "Enter a number, like 6.",
        },
    )

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Criterion | Check],
        purpose: Purpose,
        names: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        noun = "interview" if purpose is Purpose.INTERVIEW else "visit"
        super().__init__(*args, noun=noun, **kwargs)
        self._asked, self._nobody, self._noun = asked, names, noun
        self._is_interview = purpose is Purpose.INTERVIEW
        for gone in ("people", "more_people", "others") if self._is_interview else ["people_count"]:
            del self.fields[gone]
        for each in asked:
            self.fields[_field(each.code)] = PlainTextArea(
                label=each.name, help_text=each.question, max_length=2000, required=False
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        texts = ["summary", *(_field(each.code) for each in self._asked)]
        if self._is_interview:
            for name in texts:
                self._refuse_names(name)
        if not self.errors and not self.findings:
            self.add_error(texts[1], "Say what you found on at least one question.")
        return self.cleaned_data

    def _refuse_names(self, field: str) -> None:
        found = name_in(self.cleaned_data.get(field, ""), self._nobody)
        if found:
            self.add_error(field, named(found))

    @property
    def findings(self) -> Mapping[str, str]:
        said = {each.code: self.cleaned_data.get(_field(each.code), "") for each in self._asked}
        return {code: text for code, text in said.items() if text.strip()}

    @property
    def attendance(self) -> list[Attendee]:
        if not self._is_interview:
            return super().attendance
        return self._known(self._champions, self.cleaned_data["champions"], Capacity.CHAMPION)

    def layout(self) -> Layout:
        if self._is_interview:
            who = Fieldset("Who was there", "champions", Question("people_count", width=3))
            first: list[Any] = [
                Paragraph("Write no names: say “a parent” or “two of the staff”.", inset=True)
            ]
        else:
            who, first = self.who_was_there(), []
        found = Fieldset(
            "What does it show?",
            Paragraph("Write under one question or more. Leave the others empty."),
            *(Question(_field(each.code), rows=3) for each in self._asked),
        )
        save = Submit(f"Save the notes of the {self._noun}")
        return Layout(*first, "held_on", who, Question("summary"), found, save)


def _field(code: str) -> str:
    """Codes have dots, which ids in a page had better not."""
    return f"finding_{code.replace('.', '_')}"

"""Choosing a panel, and saying what ties a champion to an applicant."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from awards.choices import Interest
from champions.models import Champion
from champions.selectors.proposal import Candidate
from foundation.forms import GovForm, PlainTextArea
from foundation.layout import Buttons, Layout, Question, Submit

# What `PanelForm.seen` holds for a panel on which nobody sits.
NOBODY = "none"


class PanelForm(GovForm):
    champions = forms.MultipleChoiceField(
        label="Who sits on the panel?",
        help_text="Those we propose are ticked, and come first. Who is not free comes last. You decide.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one champion."},
    )
    chair = forms.ChoiceField(
        label="Who is the chair?",
        help_text="The chair is one of the panel, and records what it agrees. We propose an adult who "
        "chairs few cases now.",
    )
    waiver = PlainTextArea(
        label="Why can the panel not have a young person and a parent or carer? (only if so)",
        help_text="This stays on the record for as long as the panel is without them.",
        max_length=500,
        required=False,
    )
    # Who sat when the page was opened, so that an old page brings nobody back (T-44).
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Candidate],
        may_waive: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sits = any(each.sits for each in candidates)
        self._champions = {str(each.champion.uuid): each.champion for each in candidates}
        self._hints = {
            str(each.champion.uuid): f"{each.champion.get_perspective_display()}: "
            f"{'; '.join(each.reasons)}."
            for each in candidates
        }
        names = [(key, str(champion.user)) for key, champion in self._champions.items()]
        for name, first in (("champions", []), ("chair", [("", "Choose one of them")])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*first, *names]
        if not may_waive:
            del self.fields["waiver"]

    def clean_seen(self) -> frozenset[UUID] | None:
        """Nothing for a page that did not say; "none" for a panel on which nobody sat."""
        text: str = self.cleaned_data["seen"]
        try:
            return (
                frozenset(UUID(each) for each in text.split(",")) if text != NOBODY else frozenset()
            )
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen, chair = self.cleaned_data.get("champions"), self.cleaned_data.get("chair")
        if chosen and chair and chair not in chosen:
            self.add_error("chair", "The chair has to be one of the panel. Tick this person too.")
        return self.cleaned_data

    @property
    def ticked(self) -> list[Champion]:
        """As the page stands, checked or not; what nobody may choose is left out."""
        keys: list[str] = self["champions"].value() or []
        return [self._champions[key] for key in keys if key in self._champions]

    @property
    def ticked_chair(self) -> Champion | None:
        return self._champions.get(str(self["chair"].value()))

    @property
    def chosen(self) -> list[Champion]:
        return [self._champions[key] for key in self.cleaned_data["champions"]]

    @property
    def chosen_chair(self) -> Champion:
        return self._champions[self.cleaned_data["chair"]]

    def layout(self) -> Layout:
        questions: list[Any] = [
            Question("champions", size="m", hints=self._hints),
            Question("chair", size="m"),
        ]
        if "waiver" in self.fields:
            questions.append(Question("waiver", rows=3))
        return Layout(
            *questions,
            Buttons(
                Submit("Save this panel" if self._sits else "Choose this panel"),
                Submit("Show the mix of these people", name="act", value="look", kind="secondary"),
            ),
        )


class InterestForm(GovForm):
    """A champion's own words; "no" is the first answer, and opens the case."""

    nature = forms.ChoiceField(
        label="Do you have a link with them?",
        choices=Interest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits."},
    )
    details = PlainTextArea(
        label="What is the link?",
        help_text="A few words are enough. SEND officers and the chair of the panel can read this.",
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        other = self.cleaned_data.get("nature") == Interest.OTHER
        if other and not self.cleaned_data.get("details"):
            self.add_error("details", "Say what the link is.")
        return self.cleaned_data

    def layout(self) -> Layout:
        return Layout(
            Question("nature", size="m"), Question("details", rows=3), Submit("Send my answer")
        )


class LateInterestForm(InterestForm):
    """After "no": something has come up, for oneself or, by an officer, for a champion."""

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nature = self.fields["nature"]
        nature.label = "What is the link?"
        if isinstance(nature, forms.ChoiceField):
            nature.choices = [each for each in Interest.choices if each[0] != Interest.NONE]
        details = self.fields["details"]
        details.label = "Say more (optional)"
        self._button = "Send, and leave this case" if own else "Record the link and end the place"
        if not own:
            said = (
                "A few words are enough. The champion, SEND officers and the chair can read this."
            )
            details.help_text = said

    def layout(self) -> Layout:
        return Layout(
            Question("nature", size="m"),
            Question("details", rows=3),
            Submit(self._button, kind="warning"),
        )


class StepBackForm(GovForm):
    reason = PlainTextArea(
        label="Why do you step back?",
        help_text="A few words are enough. SEND officers and the chair of the panel can read this.",
        max_length=500,
        error_messages={"required": "Say why. A few words are enough."},
    )

    def layout(self) -> Layout:
        return Layout(
            Question("reason", rows=3), Submit("Step back from this case", kind="warning")
        )


class TakeOffForm(GovForm):
    reason = PlainTextArea(
        label="Why do you take this champion off?",
        help_text="This stays on the record. SEND officers and the chair of the panel can read it.",
        max_length=500,
        error_messages={"required": "Say why, so that others can read it later."},
    )

    def layout(self) -> Layout:
        return Layout(Question("reason", rows=3), Submit("Take off the panel", kind="warning"))

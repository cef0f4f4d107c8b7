"""One champion's findings: one question a page, plain words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from awards.scheme import Check, Criterion, Policy
from champions.choices import Fit, Level
from champions.models import Finding, StrategyFinding
from champions.services.assessments import MOST_MINUTES, Found
from foundation.forms import GovForm, PlainTextArea, PlainTextField, Versioned
from foundation.layout import Buttons, Layout, Link, Question, Section, Submit

LEVEL_HINTS = {
    Level.NOT_YET.value: "I can't see it yet.",
    Level.PARTLY.value: "I can see some of it.",
    Level.MET.value: "I can see it.",
    Level.STRONG.value: "I can see it, and others could learn from it.",
}
# The button that keeps what is there and asks for no more.
LATER = "later"


def field_name(kind: str, code: str) -> str:
    """Codes have dots, which ids in a page had better not."""
    return f"{kind}_{code.replace('.', '_')}"


def _buttons(onward: str = "Save and continue") -> Buttons:
    return Buttons(
        Submit(onward), Submit("Save and come back later", name=LATER, value="1", kind="secondary")
    )


class FindingForm(Versioned, GovForm):
    """One criterion or check. Whoever comes back later need not choose yet."""

    level = forms.ChoiceField(
        label="What do you find?", choices=Level.choices, widget=forms.RadioSelect
    )
    note = PlainTextArea(
        label="Why? (optional)",
        help_text="What you saw, and where. A few words help.",
        max_length=3000,
        required=False,
    )
    strength = PlainTextArea(
        label="What is strong? (optional)",
        help_text="Something they do well, and could tell others about.",
        max_length=2000,
        required=False,
    )
    challenge = PlainTextArea(
        label="A challenge for them (optional)",
        help_text="What would make it better? Say it as you would like to hear it.",
        max_length=2000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        asked: Criterion | Check,
        finding: Finding | None,
        final: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        level.required = final
        level.error_messages["required"] = f"Choose what you find on “{asked.name}”."
        self.initial["version"] = finding.version if finding else 0
        for name in ("level", "note", "strength", "challenge"):
            self.initial[name] = getattr(finding, name) if finding else ""

    @property
    def found(self) -> Found:
        said = self.cleaned_data
        return Found(
            Level(said["level"]) if said["level"] else None,
            said["note"],
            said["strength"],
            said["challenge"],
        )

    def layout(self) -> Layout:
        return Layout(
            Question("level", size="m", hints=LEVEL_HINTS),
            Question("note", rows=4),
            Question("strength", rows=3),
            Question("challenge", rows=3),
            _buttons(),
        )


class StrategiesForm(GovForm):
    """How the work fits each policy of the city (scheme.md 19)."""

    # What was there when the page was made: a second window is told apart by it (T-44).
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(
        self,
        *args: Any,
        policies: Sequence[Policy],
        found: Iterable[StrategyFinding],
        final: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._policies = policies
        known = {row.code: row for row in found}
        for policy in policies:
            fit, note = field_name("fit", policy.code), field_name("note", policy.code)
            self.fields[fit] = forms.ChoiceField(
                label=f"How does their work fit the {policy.name}?",
                choices=Fit.choices,
                widget=forms.RadioSelect,
                required=final,
                error_messages={"required": f"Choose how it fits “{policy.name}”."},
            )
            self.fields[note] = PlainTextArea(
                label="Why? (optional)", max_length=1000, required=False
            )
            row = known.get(policy.code)
            self.initial[fit] = row.fit if row else ""
            self.initial[note] = row.note if row else ""

    @property
    def fits(self) -> Mapping[str, tuple[Fit | None, str]]:
        said = self.cleaned_data
        found = {}
        for policy in self._policies:
            fit = said[field_name("fit", policy.code)]
            note = said[field_name("note", policy.code)]
            found[policy.code] = (Fit(fit) if fit else None, note)
        return found

    def layout(self) -> Layout:
        sections = [
            Section(
                policy.name,
                Question(field_name("fit", policy.code), small=True),
                Question(field_name("note", policy.code), rows=2),
                hint=policy.text,
            )
            for policy in self._policies
        ]
        return Layout(*sections, _buttons())


class SendForm(Versioned, GovForm):
    """Who helped, how long it took, and off it goes. The version is that of the answers they read."""

    supporter = PlainTextField(
        label="Did somebody help you to read or write? (optional)",
        help_text="Their name. They must have no link with this organisation either.",
        max_length=120,
        required=False,
    )
    minutes = forms.IntegerField(
        label="About how many minutes did it take you? (optional)",
        help_text="So that we can thank you, and say to others how long it takes.",
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Write the minutes as a number from 1 to {MOST_MINUTES}, like 40.",
        ),
    )

    def __init__(self, *args: Any, change: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._change = change

    def layout(self) -> Layout:
        return Layout(
            Question("supporter"),
            Question("minutes", width=3),
            Buttons(Submit("Send my assessment"), Link("Change my answers", self._change)),
        )

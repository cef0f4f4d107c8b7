"""What the panel agreed on each question, what follows from it, and what goes back."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from awards.scheme import Check, Criterion
from champions.choices import Outcome
from champions.forms.assessments import field_name
from champions.forms.decision_layout import in_order, sections_of
from champions.selectors import ChallengeThread, Subject
from champions.selectors.deciding import (
    LONGEST_FEEDBACK,
    LONGEST_POINT,
    LONGEST_POINTS,
    MOST_POINTS,
    about,
)
from champions.selectors.findings import Question as Found
from champions.selectors.visits import VisitFinding
from champions.services.decisions import Agreed, Point
from foundation.forms import CleanText, GovForm, PlainTextArea
from foundation.layout import Fieldset, Layout, Question, Section, Submit

ROWS = (1, 2, 3)
GOING_BACK_HINT = (
    "The organisation answers each point before it can send again. More than three new points? "
    "Ask them as challenges first, then tick them here."
)
# What a line does without a name is said where it is written (scheme.md 17).
POINTS_HINT = (
    "One point on each line. Begin it with the name of its question, such as “{name}: ”. If you ask "
    "for changes, they change that part, and you are asked about it again. A line without a name is "
    "about all of it: everything opens for them, and every question is asked again. With an award: "
    "next steps (optional)."
)
ALL_OF_IT = "All of it (everything opens)"
OUTCOME_HINTS = {
    Outcome.AWARD.value: "Every question has to be met.",
    Outcome.CHANGES.value: "They change what you name, and send it again.",
    Outcome.NOT_YET.value: "This attempt ends. Say what is still needed.",
}


class DecisionForm(GovForm):
    outcome = forms.ChoiceField(
        label="What did the panel decide?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the panel decided."},
    )
    feedback = PlainTextArea(
        label="What do you want to say to the organisation?",
        help_text="What is good, and why you decided like this. It becomes the start of the letter.",
        max_length=LONGEST_FEEDBACK,
    )
    points = CleanText(
        label="What to change, or what is still needed",
        widget=forms.Textarea,
        max_length=LONGEST_POINTS,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Criterion | Check],
        subjects: Sequence[Subject] = (),
        challenges: Sequence[ChallengeThread] = (),
        found: Sequence[Found] = (),
        visits: Mapping[str, Sequence[VisitFinding]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        self._found = {each.asked.code: each for each in found}
        self._visits = visits or {}
        self._subjects = subjects
        self._challenges = {str(each.challenge.uuid): each for each in challenges}
        self.fields["points"].help_text = POINTS_HINT.format(name=asked[0].name)
        self._add_going_back(subjects)
        shown = in_order(asked, self._found)
        for each in shown:
            self.fields[field_name("met", each.code)] = forms.ChoiceField(
                label=f"{each.name}: did the panel agree that this is met?",
                choices=[("yes", "Yes, met"), ("no", "No, not met yet")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say if “{each.name}” is met."},
            )
            self.fields[field_name("note", each.code)] = PlainTextArea(
                label="What the panel found (goes into the letter)",
                help_text="If it is not met: say what you miss.",
                max_length=1000,
                required=False,
            )
            self.fields[field_name("dissent", each.code)] = PlainTextArea(
                label="Who saw it differently, and how (stays with the panel)",
                max_length=1000,
                required=False,
            )

        # Errors are listed in the order of the page.
        parts = ("met", "note", "dissent")
        self.order_fields([field_name(part, each.code) for each in shown for part in parts])

    def _add_going_back(self, subjects: Sequence[Subject]) -> None:
        """Open challenges to tick, and some rows for points that are none yet."""
        if self._challenges:
            self.fields["go_back"] = forms.MultipleChoiceField(
                label="Which open challenges go back to the organisation?",
                help_text="It answers each of them. It sees them when the letter goes out.",
                choices=[
                    (key, f"{each.challenge.subject_name}: {each.challenge.text}")
                    for key, each in self._challenges.items()
                ],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        for number in ROWS:
            self.fields[f"point_{number}_subject"] = forms.ChoiceField(
                label=f"Point {number}: what is it about?",
                choices=[(each.code, each.name if each.code else ALL_OF_IT) for each in subjects],
                required=False,
            )
            self.fields[f"point_{number}_text"] = PlainTextArea(
                label=f"Point {number}: what should they change?",
                max_length=LONGEST_POINT,
                required=False,
            )

    def as_typed(self, data: QueryDict) -> QueryDict:
        """Of a POST only what this form asks, to be kept as a draft."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if name in data:
                kept.setlist(name, data.getlist(name))
        return kept

    def clean_points(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["points"].splitlines()]
        points = [line for line in lines if line]
        if len(points) > MOST_POINTS:
            raise forms.ValidationError(f"Write {MOST_POINTS} points at most.")
        if any(len(point) > LONGEST_POINT for point in points):
            raise forms.ValidationError(f"Keep each point to {LONGEST_POINT} characters.")
        return points

    def clean(self) -> dict[str, Any]:
        """The service asks the same; here it is said beside the question."""
        super().clean()
        outcome = self.cleaned_data.get("outcome")
        if outcome and outcome != Outcome.CHANGES:
            self._refuse_going_back()
        for each in self._asked:
            self._explain(each, outcome)
        if outcome == Outcome.CHANGES and len(self.agreed_points) > MOST_POINTS:
            self.add_error("points", f"Send back {MOST_POINTS} points at most, all together.")
        elif outcome == Outcome.CHANGES and not self._has_points:
            self.add_error("points", "Name at least one point to change.")
        elif outcome == Outcome.NOT_YET and not self._has_points:
            self.add_error("points", "Say at least one thing that is still needed.")
        return self.cleaned_data

    def _explain(self, each: Criterion | Check, outcome: str | None) -> None:
        """What is not met is explained, as the letter would tell nobody anything otherwise."""
        met, note = field_name("met", each.code), field_name("note", each.code)
        if self.cleaned_data.get(met) != "no":
            return
        if outcome == Outcome.AWARD:
            self.add_error(met, f"“{each.name}” is not met, so there can be no award yet.")
        elif note not in self.errors and not self.cleaned_data[note]:
            self.add_error(
                note, f"Say why “{each.name}” is not met yet. The letter tells the organisation."
            )

    @property
    def _has_points(self) -> bool:
        """Or has some that have to be put right first."""
        rows = {"points", *(f"point_{number}_text" for number in ROWS)}
        return bool(self.agreed_points) or bool(rows & self.errors.keys())

    def _refuse_going_back(self) -> None:
        """Said and not dropped: who wrote it meant something by it.

        It is said at the outcome, as the boxes themselves are folded away then.
        """
        boxes = ["go_back", *(f"point_{number}_text" for number in ROWS)]
        wrong = [name for name in boxes if self.errors.pop(name, None)]
        if wrong or any(self.cleaned_data.get(name) for name in boxes):
            self.add_error(
                "outcome",
                "You ticked or wrote something below “Ask for changes”. It goes with that answer only. "
                "Choose that answer, or empty what is below it first.",
            )

    @property
    def agreed(self) -> list[Agreed]:
        said = self.cleaned_data
        return [
            Agreed(
                each.code,
                met=said[field_name("met", each.code)] == "yes",
                note=said[field_name("note", each.code)],
                dissent=said[field_name("dissent", each.code)],
            )
            for each in self._asked
        ]

    @property
    def agreed_points(self) -> list[Point]:
        """What goes back first, then what was written in rows, then the lines."""
        said = self.cleaned_data
        ticked = [self._challenges[key] for key in said.get("go_back", [])]
        rows = [
            Point(said[f"point_{number}_text"], said.get(f"point_{number}_subject", ""))
            for number in ROWS
            if said.get(f"point_{number}_text")
        ]
        lines = [about(line, self._subjects) for line in said.get("points", [])]
        return [
            *(Point.of(each.challenge) for each in ticked),
            *rows,
            *(Point(sentence, code) for code, sentence in lines),
        ]

    @property
    def fingerprint(self) -> str:
        """Of what would be recorded: what was read on the check page, and nothing else."""
        said = self.cleaned_data
        points = [
            (point.code, point.sentence, point.challenge.pk if point.challenge else None)
            for point in self.agreed_points
        ]
        words = repr((said["outcome"], said["feedback"], self.agreed, points))
        return hashlib.sha256(words.encode()).hexdigest()

    def _going_back(self) -> list[Question]:
        """For one outcome only, and so below it: without JavaScript they are always there."""
        hints = {key: _how_it_stands(each) for key, each in self._challenges.items()}
        ticks = [Question("go_back", hints=hints)] if self._challenges else []
        rows = [
            Question(f"point_{number}_{part}", rows=2)
            for number in ROWS
            for part in ("subject", "text")
        ]
        return [*ticks, *rows]

    def layout(self) -> Layout:
        return Layout(
            *sections_of(self._asked, self._found, self._visits),
            Section(
                "The outcome",
                Question(
                    "outcome",
                    hints=OUTCOME_HINTS,
                    reveal={
                        Outcome.CHANGES.value: [
                            Fieldset(
                                "Only if you ask for changes",
                                *self._going_back(),
                                size="s",
                                hint=GOING_BACK_HINT,
                            )
                        ]
                    },
                ),
                Question("feedback"),
                Question("points"),
            ),
            Submit("Check the letter"),
        )


class SureForm(GovForm):
    """Asked where the agreed finding is not what any champion had found."""

    sure = forms.BooleanField(
        label="Yes, we talked about it, and this is what we agreed.",
        error_messages={
            "required": "Tick the box if this is what the panel agreed. If not, change it first."
        },
    )


def _how_it_stands(each: ChallengeThread) -> str:
    answer = each.latest_answer
    if each.is_answered and answer is not None:
        return f"They answered ({answer.answer.lower()}): {answer.text}"
    return each.audience.label + "."

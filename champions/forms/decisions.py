"""What the panel agreed: beside each question what every champion found, and what visits did."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from awards.scheme import Check, Criterion
from champions.choices import Outcome
from champions.forms.assessments import field_name
from champions.selectors import ChallengeThread, Subject
from champions.selectors.deciding import (
    LONGEST_FEEDBACK,
    LONGEST_POINT,
    LONGEST_POINTS,
    MOST_POINTS,
    all_see_it,
)
from champions.selectors.findings import Question as Found
from champions.selectors.visits import VisitFinding
from champions.services.decisions import Agreed, Point
from foundation.forms import CleanText, GovForm, PlainTextArea
from foundation.layout import Layout, Question, Section, Submit

ROWS = (1, 2, 3)
GOING_BACK_HINT = (
    "The organisation answers each point before it can send again. More than three new points? "
    "Ask them as challenges first, then tick them here."
)
OUTCOME_HINTS = {
    Outcome.AWARD.value: "Every question has to be met.",
    Outcome.CHANGES.value: "They change what you name, and send it again.",
    Outcome.NOT_YET.value: "This attempt ends. Say what would make it.",
}


class Beside:
    """What was found on one question, where the chair writes down what was agreed on it."""

    def __init__(
        self, asked: Criterion | Check, found: Found | None, visits: Sequence[VisitFinding]
    ) -> None:
        self.asked, self.found, self.visits = asked, found, visits

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        every = all_see_it(self.found) if self.found else None
        given = {"asked": self.asked, "found": self.found, "visits": self.visits, "every": every}
        return render_to_string("champions/_decision_found.html", given)


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
        label="What to change, or what would make it",
        help_text="One point on each line. With an award: next steps, if you like.",
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
        self._challenges = {str(each.challenge.uuid): each for each in challenges}
        self._add_going_back(subjects)
        for each in asked:
            self.fields[field_name("met", each.code)] = forms.ChoiceField(
                label=f"{each.name}: did the panel agree that this is met?",
                choices=[("yes", "Yes, met"), ("no", "No, not met yet")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say if “{each.name}” is met."},
            )
            self.fields[field_name("note", each.code)] = PlainTextArea(
                label="What the panel found (goes into the letter)",
                max_length=1000,
                required=False,
            )
            self.fields[field_name("dissent", each.code)] = PlainTextArea(
                label="Who saw it differently, and how (stays with the panel)",
                max_length=1000,
                required=False,
            )

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
                choices=[(each.code, each.name) for each in subjects],
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
        if outcome == Outcome.AWARD:
            for each in self._asked:
                name = field_name("met", each.code)
                if self.cleaned_data.get(name) == "no":
                    self.add_error(name, f"“{each.name}” is not met, so there can be no award yet.")
        elif outcome == Outcome.CHANGES and len(self.agreed_points) > MOST_POINTS:
            self.add_error("points", f"Send back {MOST_POINTS} points at most, all together.")
        elif outcome and not self.errors and not self.agreed_points:
            self.add_error(
                "points",
                "Name at least one point to change."
                if outcome == Outcome.CHANGES
                else "Say at least one thing that would make it.",
            )
        return self.cleaned_data

    def _refuse_going_back(self) -> None:
        """Said and not dropped: who wrote it meant something by it."""
        if self.cleaned_data.get("go_back"):
            self.add_error(
                "go_back", "Challenges go back with “Ask for changes” only. Untick them."
            )
        for number in ROWS:
            if self.cleaned_data.get(f"point_{number}_text"):
                self.add_error(
                    f"point_{number}_text",
                    "This goes with “Ask for changes” only. Take it away, or move it to the points above.",
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
        """What goes back first, then what was written in rows, then what is about the whole."""
        said = self.cleaned_data
        ticked = [self._challenges[key] for key in said.get("go_back", [])]
        rows = [
            Point(said[f"point_{number}_text"], said.get(f"point_{number}_subject", ""))
            for number in ROWS
            if said.get(f"point_{number}_text")
        ]
        lines = [Point(sentence) for sentence in said.get("points", [])]
        return [*(Point.of(each.challenge) for each in ticked), *rows, *lines]

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
        hints = {key: _how_it_stands(each) for key, each in self._challenges.items()}
        ticks = [Question("go_back", hints=hints)] if self._challenges else []
        rows = [
            Question(f"point_{number}_{part}", rows=2)
            for number in ROWS
            for part in ("subject", "text")
        ]
        return [*ticks, *rows]

    def layout(self) -> Layout:
        sections = [
            Section(
                each.name,
                Beside(each, self._found.get(each.code), self._visits.get(each.code, ())),
                Question(field_name("met", each.code), inline=True),
                Question(field_name("note", each.code), rows=3),
                Question(field_name("dissent", each.code), rows=2),
            )
            for each in self._asked
        ]
        return Layout(
            *sections,
            Section(
                "The outcome",
                Question("outcome", hints=OUTCOME_HINTS),
                Question("feedback"),
                Question("points"),
            ),
            Section("If you ask for changes", *self._going_back(), hint=GOING_BACK_HINT),
            Submit("Check the letter"),
        )


def _how_it_stands(each: ChallengeThread) -> str:
    answer = each.latest_answer
    if each.is_answered and answer is not None:
        return f"They answered ({answer.answer.lower()}): {answer.text}"
    return each.audience.label + "."

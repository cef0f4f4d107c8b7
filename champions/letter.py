"""The draft of a decision's letter, from what the panel agreed. Officers may reword it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from django.utils.text import Truncator

from awards.models import Application, Challenge
from awards.scheme import edition
from awards.selectors.kinds import asked_of
from champions.choices import Outcome
from champions.letter_renewals import opening_of, said_of
from champions.models import Decision
from champions.selectors.problems import Agreement
from champions.selectors.subjects import Subject, subjects_decided, subjects_judged
from champions.selectors.visit_known import Known
from portfolios.selectors.evidence.restricted import name_restricted

# Of a challenge, in characters: twenty of them fit into a letter.
LONGEST_QUOTE = 300
OPENINGS = {
    Outcome.AWARD: "Well done. {organisation} has the {stage} Award.",
    Outcome.CHANGES: (
        "Thank you for what you sent. The champions ask for some changes before they decide."
    ),
    Outcome.NOT_YET: (
        "Thank you for what you sent. The champions cannot give you the {stage} Award yet."
    ),
}
POINTS = {
    Outcome.AWARD: "Your next steps",
    Outcome.CHANGES: "What to change",
    Outcome.NOT_YET: "What is still needed",
}
AGAIN = "You asked that other champions look again. They did not decide the first time."
APPEAL = (
    "If you think that this is wrong, you can ask that other champions look again. "
    "You have {days} days after this letter. Your page says how."
)


class Pointed(Protocol):
    """One point, in the same two ways."""

    @property
    def code(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def challenge(self) -> Challenge | None: ...


def draft_letter(
    application: Application,
    *,
    outcome: Outcome,
    feedback: str,
    agreed: Iterable[Agreement],
    points: Sequence[Pointed],
    appealed: bool,
    on: date,
    renewal: Known | None = None,
) -> str:
    """Who saw it otherwise stays with the panel; the letter speaks with one voice.

    `appealed`: it answers an appeal, so it says so; and it is the last word on what was sent.
    `renewal`: of a re-validation, what is known of it; `on` is the day on which this is drafted.
    """
    scheme = edition(application.edition)
    name = scheme.stage(application.stage).name
    first = OPENINGS[outcome].format(organisation=application.organisation, stage=name)
    opening = [first] if renewal is None else opening_of(renewal, outcome, on=on)
    parts = [AGAIN if appealed else "", *opening, feedback, "What the champions found"]
    findings = {finding.code: finding for finding in agreed}
    for asked in asked_of(application):
        finding = findings.get(asked.code)
        if finding is not None:
            said = "you meet this." if finding.met else "not met yet."
            told = said_of(renewal, asked.code) if renewal is not None else ""
            if told:
                said = f"{told}{said.capitalize()}"
            parts.append(f"{asked.name}: {said} {finding.note}".strip())
    if points:
        lines = _as_lines(points, subjects_judged(application))
        parts += [POINTS[outcome], lines]
    if outcome is Outcome.NOT_YET and not appealed:
        parts.append(APPEAL.format(days=scheme.appeal_days))
    return "\n\n".join(part for part in parts if part)


def points_as_lines(decision: Decision) -> str:
    """Numbered; a point on one question or action says which."""
    points = list(decision.points.select_related("challenge"))
    return _as_lines(points, subjects_decided(decision))


def _as_lines(points: Sequence[Pointed], subjects: Iterable[Subject]) -> str:
    name_restricted(point.challenge for point in points if point.challenge is not None)
    names = {each.code: each.name for each in subjects}
    lines = []
    for number, point in enumerate(points, start=1):
        name = point.challenge.subject_name if point.challenge else names.get(point.code, "")
        about = f"{name}: " if point.code and name else ""
        said = point.sentence
        if point.challenge is not None and len(said) > LONGEST_QUOTE:
            # The whole of it stands on the challenge's own page.
            said = Truncator(said).chars(LONGEST_QUOTE)
        lines.append(f"{number}. {about}{said}")
    return "\n".join(lines)

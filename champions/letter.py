"""The draft of a decision's letter, from what the panel agreed. Officers may reword it."""

from django.utils.text import Truncator

from awards.models import Application
from awards.scheme import edition
from champions.choices import Outcome
from champions.models import Decision
from champions.selectors.subjects import subjects_decided
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
    Outcome.NOT_YET: "What would make it",
}


def draft_letter(application: Application, decision: Decision) -> str:
    """Who saw it otherwise stays with the panel; the letter speaks with one voice."""
    outcome = Outcome(decision.outcome)
    scheme = edition(application.edition)
    opening = OPENINGS[outcome].format(
        organisation=application.organisation, stage=scheme.stage(application.stage).name
    )
    parts = [opening, decision.feedback, "What the champions found"]
    agreed = {finding.code: finding for finding in decision.agreed.all()}
    for asked in scheme.asked_of_champions(application.stage):
        finding = agreed.get(asked.code)
        if finding is not None:
            said = "you meet this." if finding.met else "not met yet."
            parts.append(f"{asked.name}: {said} {finding.note}".strip())
    points = points_as_lines(decision)
    if points:
        parts += [POINTS[outcome], points]
    return "\n\n".join(part for part in parts if part)


def points_as_lines(decision: Decision) -> str:
    """Numbered; a point on one question or action says which."""
    points = list(decision.points.select_related("challenge"))
    name_restricted(point.challenge for point in points if point.challenge is not None)
    names: dict[str, str] = {}
    if any(point.code for point in points):
        names = {each.code: each.name for each in subjects_decided(decision)}
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

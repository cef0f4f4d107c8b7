"""What the form of a decision holds at first."""

from collections.abc import Sequence
from typing import Any

from champions.forms.assessments import field_name
from champions.forms.decisions import ROWS
from champions.models import Decision
from champions.selectors import ChallengeThread, Subject
from champions.selectors.deciding import all_see_it, as_line, feedback_from, points_from
from champions.selectors.findings import Question


def begin_with(
    found: Sequence[Question],
    *,
    before: Decision | None,
    subjects: Sequence[Subject],
    challenges: Sequence[ChallengeThread] = (),
) -> dict[str, Any]:
    """What the form holds at first: the decision that was given back, or what the findings suggest.

    Where champions differ nothing is suggested: the panel talks about it. A point that no line says
    was written in a row, and comes back in one.
    """
    initial: dict[str, Any] = {}
    for each in found:
        every = all_see_it(each)
        if every is not None:
            initial[field_name("met", each.asked.code)] = "yes" if every else "no"
    if before is None:
        return initial | {"feedback": feedback_from(found), "points": points_from(found)}
    for row in before.agreed.all():
        initial[field_name("met", row.code)] = "yes" if row.met else "no"
        initial[field_name("note", row.code)] = row.note
        initial[field_name("dissent", row.code)] = row.dissent
    stand = {each.challenge.pk: str(each.challenge.uuid) for each in challenges}
    points = list(before.points.all())
    lines = {p: as_line(p, subjects) for p in points if p.challenge_id is None}
    rows = [point for point, line in lines.items() if line is None]
    for number, point in zip(ROWS, rows, strict=False):
        initial[f"point_{number}_subject"] = point.code
        initial[f"point_{number}_text"] = point.sentence
    return initial | {
        "outcome": before.outcome,
        "feedback": before.feedback,
        "points": "\n".join(line for line in lines.values() if line is not None),
        "go_back": [stand[p.challenge_id] for p in points if p.challenge_id in stand],
    }

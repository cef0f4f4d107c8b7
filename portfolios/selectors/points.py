"""What the champions sent back, with the answers so far; every stage's form shows it (scheme.md 17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from awards.models import Application, Challenge, Remark
from awards.selectors.challenges import challenges_asked, unanswered_challenges
from portfolios.selectors.evidence.restricted import name_restricted
from portfolios.selectors.forms import PLAN, PORTFOLIO, STATEMENT, form_of
from portfolios.selectors.plan.opened import place_of as place_in_plan
from portfolios.selectors.portfolio.opened import place_of as place_in_portfolio
from portfolios.selectors.statement.opened import place_of as place_in_statement

# Where in each form an answer to a challenge is written; a registration is always open as a whole.
PLACES = {PLAN: place_in_plan, PORTFOLIO: place_in_portfolio, STATEMENT: place_in_statement}
UNANSWERED = "Answer each point the champions asked about."


@dataclass(frozen=True)
class PointAsked:
    challenge: Challenge
    # The latest since it was asked.
    answer: Remark | None

    @property
    def waits(self) -> bool:
        return self.answer is None and self.challenge.closed_at is None

    @property
    def sentence(self) -> str:
        return f"Answer what the champions asked: {self.challenge.subject_name}."

    @property
    def change_url(self) -> str:
        """Where it can be put right; empty for a registration, and for the whole."""
        application, subject = self.challenge.application, self.challenge.subject
        place = PLACES.get(form_of(application))
        return place(application, subject) if place is not None else ""

    @property
    def url(self) -> str:
        return reverse("challenge", args=[self.challenge.uuid])


def points_asked(application: Application) -> list[PointAsked]:
    """While it is the organisation's turn to change something. Two queries then, else none."""
    asked = list(challenges_asked(application))
    name_restricted(asked)
    for each in asked:
        each.application = application
    if not asked:
        return []
    rows = Remark.objects.visible_to_organisation().filter(challenge__in=asked)
    answers = {row.challenge_id: row for row in rows.exclude(answer="").order_by("at", "pk")}
    return [
        PointAsked(each, answers.get(each.pk) if _is_answered(each) else None) for each in asked
    ]


def points_unanswered(points: Sequence[PointAsked]) -> list[PointAsked]:
    return [point for point in points if point.waits]


def point_problems(application: Application) -> list[str]:
    """For the workflow: nothing is sent again before every point has its answer."""
    return [UNANSWERED] if unanswered_challenges(application).exists() else []


def _is_answered(challenge: Challenge) -> bool:
    answered: bool = challenge.is_answered  # type: ignore[attr-defined]  # annotated
    return answered

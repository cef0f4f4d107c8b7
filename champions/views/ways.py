"""The way back to the question of one's assessment from which somebody looks at what was sent."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from champions.selectors.assessing import asks_strategies
from champions.selectors.plain import plain_of
from champions.views.loading import Case
from foundation.dates import london_date

# What an address may carry: the code of a question, or the number of a page of the plain way.
QUESTION, STEP = "question", "step"
# The page about the city's plans has no code of its own.
STRATEGIES = "strategies"


@dataclass(frozen=True)
class Way:
    """Never an address that somebody wrote: only a name is carried, and the address made from it."""

    text: str
    url: str
    name: str
    value: str

    @property
    def carried(self) -> str:
        return urlencode({self.name: self.value})


def way_back(request: HttpRequest, case: Case) -> Way | None:
    """None for nonsense, and for everybody who has no assessment to write (any more)."""
    if not case.can_assess:
        return None
    return _to_question(case, request.GET.get(QUESTION, "")) or _to_step(
        case, request.GET.get(STEP, "")
    )


def _to_question(case: Case, code: str) -> Way | None:
    uuid = case.application.uuid
    if code == STRATEGIES and asks_strategies(case.facts):
        url = reverse("assessment-strategies", args=[uuid])
        return Way("Back to the questions about the city’s plans", url, QUESTION, code)
    asked = next((each for each in case.facts.asked if each.code == code), None)
    if asked is None:
        return None
    url = reverse("assessment-question", args=[uuid, code])
    return Way(f"Back to the question “{asked.name}”", url, QUESTION, code)


def _to_step(case: Case, number: str) -> Way | None:
    if case.seat is None or not (number.isascii() and number.isdigit() and len(number) <= 3):
        return None
    plain = plain_of(case.facts, case.seat.assignment, on=london_date(case.now))
    step = plain.step(int(number))
    if step is None:
        return None
    url = reverse("assessment-plain-step", args=[case.application.uuid, step.number])
    return Way(f"Back to question {step.question.number}", url, STEP, str(step.number))

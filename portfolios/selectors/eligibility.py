"""The eligibility check: answers kept in the session, judged by the edition (scheme.md 1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from awards.scheme import EligibilityAnswer, EligibilityQuestion, Scheme


@dataclass(frozen=True)
class Eligibility:
    """The questions, with the answers given so far; answers that this edition does not know are nothing."""

    scheme: Scheme
    answers: Mapping[str, str]

    def answer(self, question: EligibilityQuestion) -> EligibilityAnswer | None:
        given = self.answers.get(question.code)
        return next((answer for answer in question.answers if answer.code == given), None)

    @property
    def answered(self) -> list[tuple[EligibilityQuestion, EligibilityAnswer]]:
        pairs = ((question, self.answer(question)) for question in self.scheme.eligibility)
        return [(question, answer) for question, answer in pairs if answer is not None]

    @property
    def against(self) -> list[EligibilityAnswer]:
        """The answers that speak against applying, each with why and whom to ask."""
        return [answer for _, answer in self.answered if not answer.eligible]

    @property
    def next_question(self) -> EligibilityQuestion | None:
        """The first that is unanswered; none once an answer speaks against, or all are in favour."""
        if self.against:
            return None
        return next((q for q in self.scheme.eligibility if self.answer(q) is None), None)

    @property
    def eligible(self) -> bool:
        return not self.against and self.next_question is None

    def may_open(self, question: EligibilityQuestion) -> bool:
        """One at a time: what is answered may be changed, and the next one answered (T-42)."""
        return self.answer(question) is not None or question == self.next_question

    def before(self, question: EligibilityQuestion) -> EligibilityQuestion | None:
        place = self.scheme.eligibility.index(question)
        return self.scheme.eligibility[place - 1] if place else None

"""The same assessment, one small question at a time (scheme.md 18; ours): it fills the same record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from champions.choices import Fit, Level
from champions.models import Assessment, Assignment, Finding, StrategyFinding
from champions.selectors.assessing import (
    Mine,
    State,
    mine_of,
    pages_with,
    strategies_with,
)
from champions.selectors.facts import CaseFacts
from champions.selectors.touched import ALIGNMENT


class Part(StrEnum):
    """One small page. Named as the column that it fills."""

    LEVEL = "level"
    NOTE = "note"
    STRENGTH = "strength"
    CHALLENGE = "challenge"
    FIT = "fit"

    @property
    def is_choice(self) -> bool:
        return self in (Part.LEVEL, Part.FIT)


OF_FINDINGS = (Part.LEVEL, Part.NOTE, Part.STRENGTH, Part.CHALLENGE)
OF_STRATEGIES = (Part.FIT, Part.NOTE)


@dataclass(frozen=True)
class Picture:
    """An answer as a drawing with words beside it; the record holds `value`."""

    value: str
    file: str
    word: str
    says: str


LEVELS = (
    Picture(Level.NOT_YET, "seed", "Not yet", "I can’t see it."),
    Picture(Level.PARTLY, "sprout", "A bit", "I can see some of it."),
    Picture(Level.MET, "plant", "Yes", "I can see it."),
    Picture(Level.STRONG, "tree", "Yes, and very well", "Others can learn from it."),
)
FITS = (
    Picture(Fit.FITS, "fits", "Yes", "It fits."),
    Picture(Fit.PARTLY, "fits-partly", "A bit", "Some of it fits."),
    Picture(Fit.NOT, "fits-not", "No", "It does not fit."),
    Picture(Fit.UNTOUCHED, "fits-untouched", "It is not about that", "They do other things."),
)


@dataclass(frozen=True)
class Question:
    """One criterion, check or strategy. `first` is the number of its first page."""

    number: int
    code: str
    name: str
    asks: str
    row: Finding | StrategyFinding | None
    state: State
    parts: tuple[Part, ...]
    first: int
    # Of a strategy: the name that the city gave it.
    about: str = ""

    @property
    def is_strategy(self) -> bool:
        return Part.FIT in self.parts

    @property
    def is_answered(self) -> bool:
        return self.state in ("done", "kept")

    def value(self, part: Part) -> str:
        return str(getattr(self.row, part)) if self.row is not None else ""

    @property
    def picture(self) -> Picture | None:
        chosen = self.value(self.parts[0])
        return next((each for each in self.pictures if each.value == chosen), None)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return FITS if self.is_strategy else LEVELS

    @property
    def words(self) -> list[tuple[Part, str]]:
        """What was written, without what was left empty."""
        texts = [(part, self.value(part)) for part in self.parts[1:]]
        return [(part, text) for part, text in texts if text]


@dataclass(frozen=True)
class Step:
    """One page; `number` is in its address."""

    number: int
    question: Question
    part: Part

    @property
    def value(self) -> str:
        return self.question.value(self.part)

    @property
    def seen(self) -> str:
        return seen(self.value)

    @property
    def is_last_part(self) -> bool:
        return self.part is self.question.parts[-1]


def seen(value: str) -> str:
    """What a page showed, for telling later whether another window has changed it (T-44).

    Each page asks for one thing, so only that is compared: going back and forth never clashes.
    """
    return sha256(value.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Plain:
    """All questions of one champion's assessment, and the pages that ask them."""

    mine: Mine
    questions: tuple[Question, ...]

    @property
    def assessment(self) -> Assessment | None:
        return self.mine.assessment

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(question.first + place, question, part)
            for question in self.questions
            for place, part in enumerate(question.parts)
        )

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.questions)

    @property
    def is_whole(self) -> bool:
        return self.answered == len(self.questions)

    @property
    def answered_words(self) -> str:
        return f"{self.answered} of {len(self.questions)}"

    @property
    def has_kept(self) -> bool:
        """Some of it stands from the version before."""
        return any(question.state == "kept" for question in self.questions)

    @property
    def open(self) -> Question | None:
        """Where to go on."""
        return next((each for each in self.questions if not each.is_answered), None)

    def step(self, number: int) -> Step | None:
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None

    def after(self, step: Step) -> Step | None:
        """A strategy is one tap; saying why is there for who wants to."""
        if not step.is_last_part and not step.question.is_strategy:
            return self.steps[step.number]
        return self.beyond(step)

    def beyond(self, step: Step) -> Step | None:
        """The next question that is asked; after the last of them none."""
        later = self.questions[step.question.number :]
        return self._first_of(next((each for each in later if each.state != "kept"), None))

    def before(self, step: Step) -> Step | None:
        if step.part is not step.question.parts[0]:
            return self.steps[step.number - 2]
        earlier = reversed(self.questions[: step.question.number - 1])
        found = next((each for each in earlier if each.state != "kept"), None)
        if found is None or found.is_strategy:
            return self._first_of(found)
        return self.steps[found.first + len(found.parts) - 2]

    def why(self, step: Step) -> Step:
        """The page behind the tap."""
        return self.steps[step.question.first]

    def _first_of(self, question: Question | None) -> Step | None:
        return self.steps[question.first - 1] if question is not None else None


def plain_of(facts: CaseFacts, seat: Assignment, *, on: date) -> Plain:
    mine = mine_of(facts, seat, on=on)
    questions = []
    first = 1
    for number, (parts, told) in enumerate(_asked(facts, mine), start=1):
        questions.append(Question(number=number, parts=parts, first=first, **told))
        first += len(parts)
    return Plain(mine, tuple(questions))


def _asked(facts: CaseFacts, mine: Mine) -> Iterator[tuple[tuple[Part, ...], dict[str, Any]]]:
    """Each strategy comes before the question about all of them."""
    for page in pages_with(facts, mine.findings):
        if page.code == ALIGNMENT:
            for strategy in strategies_with(facts, mine.strategies):
                yield (
                    OF_STRATEGIES,
                    {
                        "code": strategy.policy.code,
                        "name": strategy.policy.name,
                        "asks": f"{strategy.policy.plain} Does their work fit it?",
                        "about": f"It is called “{strategy.policy.name}”.",
                        "row": strategy.finding,
                        "state": strategy.state,
                    },
                )
        yield (
            OF_FINDINGS,
            {
                "code": page.code,
                "name": page.asked.name,
                "asks": page.asked.plain,
                "row": page.finding,
                "state": page.state,
            },
        )

"""Whether a panel goes to see whom it re-validates: a rule that anybody can check (scheme.md 22; ours).

Each input has its value, its threshold, and whether that is reached; one that is reached asks for a
visit. An officer can say otherwise, with the reason; the latest word counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import get_text_list

from awards.choices import ApplicationKind
from awards.models import Application, StatusChange
from awards.scheme import edition
from champions.models import VisitRuling
from champions.selectors.visit_known import Known, known_of
from foundation.dates import months_later
from foundation.forms import show_date
from portfolios.choices import Affirmed
from portfolios.records import AffirmationRecord


@dataclass(frozen=True)
class Input:
    name: str
    # What it is for this case, and from when on it is a reason to visit; empty for a plain yes or no.
    value: str
    threshold: str
    reached: bool
    # The same as part of a sentence, after "because".
    because: str = ""
    # Which ones, one a line.
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class VisitAdvice:
    """What the rule says of one re-validation, and what an officer said of it.

    `for_young`: champions under 18 read whether the rule asks for a visit, and nothing of what people
    told us about the organisation, neither how often nor if at all (T-30). So they read of no input what
    it found: where all others are no reason to go, the one that is left would be.
    """

    known: Known
    for_young: bool = False

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """As they are shown."""
        return () if self.for_young else self._weighed

    @cached_property
    def _weighed(self) -> tuple[Input, ...]:
        return tuple(make(self.known) for make in _INPUTS)

    @property
    def reached(self) -> tuple[Input, ...]:
        """What decides, whoever reads it."""
        return tuple(each for each in self._weighed if each.reached)

    @property
    def by_rule(self) -> bool:
        return bool(self.reached)

    @property
    def ruling(self) -> VisitRuling | None:
        """The latest; earlier ones stand on the timeline."""
        return self.known.rulings[-1] if self.known.rulings else None

    @property
    def visits(self) -> bool:
        return self.ruling.visit if self.ruling is not None else self.by_rule

    @property
    def title(self) -> str:
        return "Why a visit" if self.visits else "Why no visit"

    @property
    def sentence(self) -> str:
        """What the rule found and why; an officer's word stands beside it."""
        asks = f"The rule asks for {'a' if self.by_rule else 'no'} visit before the panel decides"
        if self.for_young:
            return f"{asks}. We do not tell champions under 18 why."
        if not self.by_rule:
            return f"{asks}, because nothing that it looks at is a reason to go."
        reasons = get_text_list([each.because for each in self.reached], "and")
        return f"{asks}, because {reasons}."


def advice_for(cases: Sequence[tuple[Application, StatusChange]]) -> dict[int, VisitAdvice]:
    """By the application's key, of those that are re-validations. The same queries for one and for fifty."""
    asked = [
        (application, change)
        for application, change in cases
        if application.kind == ApplicationKind.REVALIDATION
    ]
    return {key: VisitAdvice(known) for key, known in known_of(asked).items()}


def _changed(known: Known) -> Input:
    every = known.statement.affirmations
    states = {each.code: Affirmed(each.state) for each in every if each.state}
    departed = [each for each in every if each.code in states and states[each.code].departs]
    percent = round(100 * len(departed) / len(every)) if every else 0
    return Input(
        name="Criteria that changed or stopped",
        value=f"{len(departed)} of {len(every)} ({percent}%)",
        threshold=f"{known.rule.changed_percent}% or more",
        reached=bool(departed) and 100 * len(departed) >= known.rule.changed_percent * len(every),
        because=f"{len(departed)} of {len(every)} criteria changed or stopped",
        lines=tuple(
            f"{_name(known, each)}: {states[each.code].label.partition(':')[0].lower()}"
            for each in departed
        ),
    )


def _evidence(known: Known) -> Input:
    months = known.rule.evidence_months
    old = []
    for each in known.statement.affirmations:
        newest = known.newest(each)
        if newest is None:
            old.append(f"{_name(known, each)}: no date")
        elif months_later(newest, months) < known.sent_on:
            old.append(f"{_name(known, each)}: {show_date(newest)}")
    return Input(
        name="The newest evidence for each criterion",
        value=f"Older than {months} months for {len(old)} of {len(known.statement.affirmations)}",
        threshold="1 or more",
        reached=bool(old),
        because=f"the newest evidence for {_criteria(len(old))} is older than {months} months",
        lines=tuple(old),
    )


def _findings(known: Known) -> Input:
    count = known.dissents + len(known.doubts)
    lines = [f"A champion did not find it met: {name}" for name in known.doubts]
    if known.dissents:
        lines.append(f"Seen otherwise by somebody on the panel: {_times(known.dissents)}")
    return Input(
        name="Doubts when the award was last given",
        value=_count(count, "doubt"),
        threshold="1 or more",
        reached=bool(count),
        because="there were doubts when the award was last given",
        lines=tuple(lines),
    )


def _left(known: Known) -> Input:
    """A next step is answered by something new to show for it: its criterion, or else anything."""
    new = {
        affirmed.code
        for affirmed in known.statement.affirmations
        if any(not item.carried for item in affirmed.items)
    }
    criteria = {each.code for each in known.statement.affirmations}
    steps = sum(code not in new if code in criteria else not new for code in known.steps)
    lines = []
    if known.unanswered:
        lines.append(f"Questions of the champions without an answer: {known.unanswered}")
    if steps:
        lines.append(f"Next steps in the last letter, with nothing new to show: {steps}")
    return Input(
        name="Challenges and next steps left open",
        value=_count(known.unanswered + steps, "left open"),
        threshold="1 or more",
        reached=bool(known.unanswered + steps),
        because="something was left open the last time",
        lines=tuple(lines),
    )


def _complaint(known: Known) -> Input:
    """That there is one, and no more: what it says is for officers."""
    since = f" since {show_date(known.award.awarded_on)}" if known.award is not None else ""
    return Input(
        name="Concerns about them that people told us",
        value=f"{known.concerns or 'None'}{since}",
        threshold="1 or more",
        reached=bool(known.concerns),
        because="people told us of a concern about them",
    )


def _seen(known: Known) -> Input:
    years = known.rule.visit_years
    since = known.visited_on or known.first_dated
    if known.visited_on is not None:
        value = f"On {show_date(known.visited_on)}"
    elif since is not None:
        value = f"None since their first award for a year, on {show_date(since)}"
    else:
        value = "None"
    return Input(
        name="The last visit or interview",
        value=value,
        threshold=f"{years} years ago or more",
        reached=since is None or months_later(since, 12 * years) <= known.sent_on,
        because=f"nobody has visited or interviewed them for {years} years",
    )


def _returned(known: Known) -> Input:
    """Sent when the last day of grace was over: the award had lapsed."""
    last = known.award.grace_until if known.award is not None else None
    returns = last is not None and known.first_sent > last
    return Input(
        name="Do they come back after a lapse?",
        value="Yes" if returns else "No",
        threshold="",
        reached=returns,
        because="they come back after a lapse",
    )


_INPUTS = (_changed, _evidence, _findings, _left, _complaint, _seen, _returned)


def _name(known: Known, affirmation: AffirmationRecord) -> str:
    return edition(known.application.edition).asked(affirmation.code).name


def _criteria(number: int) -> str:
    return "1 criterion" if number == 1 else f"{number} criteria"


def _count(number: int, noun: str) -> str:
    if not number:
        return "None"
    return f"{number} {noun}{'s' if number > 1 and noun == 'doubt' else ''}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"

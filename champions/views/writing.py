"""A champion at work on their own assessment: what each of its pages begins from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from awards.choices import Status
from champions.choices import AssessmentState, StepCode
from champions.models import Assessment
from champions.selectors.asked import minutes_asked, spoken_minutes
from champions.selectors.assessing import (
    Mine,
    Page,
    Strategy,
    mine_of,
    pages_with,
    strategies_with,
)
from champions.selectors.touched import ALIGNMENT
from champions.views.loading import Case, load_open
from foundation.dates import london_date
from foundation.refusals import Link, Refused

# How far a step is, as a shape and as words (`_status.html`).
STATES = {
    "todo": ("todo", "Not started"),
    "begun": ("now", "Started"),
    "done": ("done", "Done"),
    "kept": ("done", "Kept from before"),
}


# The answer to `way` of whoever does not want the plain way now.
FULL = "full"


@dataclass(frozen=True)
class Writing:
    """One champion's own, of the version that is judged now."""

    case: Case
    mine: Mine
    pages: Sequence[Page]
    strategies: Sequence[Strategy]

    @property
    def is_sent(self) -> bool:
        row = self.mine.assessment
        return row is not None and row.state == AssessmentState.SUBMITTED

    @property
    def assessment(self) -> Assessment | None:
        return self.mine.assessment

    @property
    def is_plain(self) -> bool:
        """Whether this champion is asked in small steps first."""
        return self.case.seat is not None and self.case.seat.champion.plain_way

    @property
    def list_url(self) -> str:
        """Who went over from the plain way stays here."""
        address = reverse("assessment", args=[self.case.application.uuid])
        return f"{address}?way={FULL}" if self.is_plain else address

    @property
    def time(self) -> str:
        answered = sum(page.is_answered for page in self.pages)
        strategies = sum(strategy.is_answered for strategy in self.strategies)
        minutes = minutes_asked(
            StepCode.ASSESS, self.case.facts, answered=answered, strategies=strategies
        )
        return spoken_minutes(minutes)

    @property
    def check_url(self) -> str:
        return reverse("assessment-check", args=[self.case.application.uuid])

    @property
    def steps(self) -> list[dict[str, str]]:
        """As `_task_list.html` shows them; the city's plans come before the check they belong to."""
        found = []
        for page in self.pages:
            if page.code == ALIGNMENT:
                found.append(self._of_strategies())
            found.append(_step(page.asked.name, page.url, page.state, page.asked.plain))
        return found

    def _of_strategies(self) -> dict[str, str]:
        states = {strategy.state for strategy in self.strategies}
        done = sum(strategy.is_answered for strategy in self.strategies)
        state = states.pop() if len(states) == 1 else "done"
        if done < len(self.strategies):
            state = "begun" if states or done or state == "begun" else "todo"
        url = reverse("assessment-strategies", args=[self.case.application.uuid])
        hint = f"{done} of {len(self.strategies)} answered"
        return _step("The city’s plans, one by one", url, state, hint)

    @property
    def done(self) -> int:
        return sum(step["kind"] == "done" for step in self.steps)

    def onward(self, here: str) -> str:
        """The next step that waits, first those further down; else the check."""
        steps = self.steps
        place = next(i for i, step in enumerate(steps) if step["url"] == here)
        for step in (*steps[place + 1 :], *steps[:place]):
            if step["kind"] != "done":
                return step["url"]
        return self.check_url


def _step(title: str, url: str, state: str, hint: str) -> dict[str, str]:
    kind, text = STATES[state]
    return {"title": title, "url": url, "hint": hint, "kind": kind, "text": text}


def load_writing(request: HttpRequest, uuid: UUID) -> Writing:
    """For champions of the panel only: an officer who does not sit has no assessment (T-38)."""
    case = load_open(request, uuid)
    if case.seat is None or case.facts.judged is None:
        raise Http404
    mine = mine_of(case.facts, case.seat.assignment, on=london_date(case.now))
    return Writing(
        case,
        mine,
        pages_with(case.facts, mine.findings),
        strategies_with(case.facts, mine.strategies),
    )


def need_writing(writing: Writing) -> None:
    """What was sent cannot change (T-31); and there is a time for it."""
    if writing.is_sent:
        link = Link("Read what you sent", writing.list_url)
        raise Refused("You have already sent your assessment.", link=link)
    if writing.case.application.status != Status.IN_REVIEW:
        raise Refused("This application is not being assessed now.", link=writing.case.link)
    if writing.case.facts.decision is not None:
        raise Refused("The panel has already decided.", link=writing.case.link)


def waits_for_meeting(case: Case) -> bool:
    """Everything can be written before; only the sending waits (scheme.md 7)."""
    return case.facts.needs_meeting and not case.facts.meeting_done


def answers(writing: Writing) -> list[dict[str, object]]:
    """What they said, to read: each criterion and check, then each of the city's plans."""
    found: list[dict[str, object]] = [
        {"title": page.asked.name, "url": page.url, "finding": page.finding, "state": page.state}
        for page in writing.pages
    ]
    url = reverse("assessment-strategies", args=[writing.case.application.uuid])
    found += [
        {"title": each.policy.name, "url": url, "strategy": each.finding, "state": each.state}
        for each in writing.strategies
    ]
    return found

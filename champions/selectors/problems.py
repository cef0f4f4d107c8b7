"""What stands in the way, in sentences. The workflow's guards refuse with them (T-36, T-40)."""

from collections.abc import Iterable
from typing import Protocol

from awards.models import Application
from awards.scheme import edition
from awards.selectors.revocations import why_nothing_to_award
from champions.choices import Outcome
from champions.models import Champion
from champions.selectors.appeals import who_decided
from champions.selectors.facts import CaseFacts, rule_of
from champions.selectors.interests import known_links


class Agreement(Protocol):
    """What was agreed on one criterion or check: a row, or what the chair is about to record."""

    @property
    def code(self) -> str: ...
    @property
    def met(self) -> bool: ...
    @property
    def note(self) -> str: ...


def panel_problems(
    application: Application,
    *,
    champions: Iterable[Champion],
    chair: Champion | None,
    waived: bool = False,
) -> list[str]:
    """Why these people cannot be the panel of this application."""
    champions = list(champions)
    problems = mix_problems(application, champions, waived=waived)
    if chair is None or chair not in champions:
        problems.append("Choose one of the panel as its chair.")
    bars = why_not_sit(application, champions)
    for champion in champions:
        if champion.pk in bars:
            problems.append(f"{champion.user} {bars[champion.pk]}, so cannot sit.")
        if champion.served_until is not None or not champion.user.is_active:
            problems.append(f"{champion.user} is no longer a champion.")
    return problems


def why_not_sit(application: Application, champions: Iterable[Champion]) -> dict[int, str]:
    """By their keys: a link with the applicant, or a part in the decision that is appealed (T-36)."""
    decided = dict.fromkeys(who_decided(application), "was part of the decision that is appealed")
    return decided | known_links(application.organisation, champions)


def mix_problems(
    application: Application, champions: Iterable[Champion], *, waived: bool
) -> list[str]:
    """Who is missing by the edition's rule for this stage (scheme.md 3)."""
    gaps = edition(application.edition).panel_gaps(
        rule_of(application), [c.perspective for c in champions], waived=waived
    )
    return [f"The panel needs {' and '.join(gaps)}."] if gaps else []


def readiness_problems(facts: CaseFacts) -> list[str]:
    """Why the panel cannot decide yet, whatever it would decide."""
    if facts.panel is None or facts.judged is None:
        return ["There is no panel yet."]
    problems = []
    sitting = [seat for seat in facts.seats if seat.counts]
    for seat in facts.seats:
        if seat.belongs:
            problems.append(
                f"{seat.champion.user} belongs to this organisation. Take them off the panel."
            )
        elif not seat.cleared:
            problems.append(
                f"{seat.champion.user} has not said yet if they have a link with this organisation."
            )
    problems += mix_problems(
        facts.application, [s.champion for s in sitting], waived=bool(facts.panel.waiver)
    )
    if not any(seat.assignment.is_chair for seat in sitting):
        problems.append("The panel has no chair.")
    if facts.needs_meeting and not facts.meeting_done:
        problems.append("The meeting has not been held and written up.")
    if facts.awaits_visit:
        problems.append(
            "A visit or an interview comes first, and none has been held and written up."
        )
    waiting = [str(seat.champion.user) for seat in sitting if not seat.assessed]
    if waiting:
        problems.append(f"These assessments are not in yet: {', '.join(waiting)}.")
    return problems


def outcome_problems(
    facts: CaseFacts, *, outcome: str, agreed: Iterable[Agreement], points: int
) -> list[str]:
    """Why this outcome does not follow from what was agreed (scheme.md 18).

    Whatever is not met is explained: a letter that only says so tells nobody what to do.
    """
    problems = []
    found = {each.code: each for each in agreed}
    for asked in facts.asked:
        said = found.get(asked.code)
        if said is None:
            problems.append(f"Say what the panel agreed on “{asked.name}”.")
        elif said.met:
            continue
        elif outcome == Outcome.AWARD:
            problems.append(f"“{asked.name}” is not met, so there can be no award yet.")
        elif not said.note.strip():
            problems.append(f"Say why “{asked.name}” is not met yet.")
    if outcome == Outcome.AWARD and (gone := why_nothing_to_award(facts.application)):
        problems.append(gone)
    if outcome == Outcome.CHANGES and not points:
        problems.append("Name at least one point to change.")
    if outcome == Outcome.NOT_YET and not points:
        problems.append("Say at least one thing that is still needed.")
    return problems

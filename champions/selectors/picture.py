"""The journey as a picture: the ring closing, what is next, who has it now, and the one thing to do."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from awards.choices import AwardCondition, Role, Status
from awards.models import Award
from awards.scheme import edition
from awards.selectors import Journey, StageOfJourney
from awards.selectors.renewals import dated_above
from champions.choices import StepCode
from champions.selectors.renewing import RenewalLine
from champions.selectors.steps import BOTH, ORGANISATION, Step, Told
from foundation.dates import london_date
from foundation.forms import show_date

HOLDERS = {"officer": "The SEND officers have", "panel": "The champions have"}
# How each stage is begun: by a form that is posted to this page.
BEGINS = {
    "bronze": "registration-begin",
    "silver": "plan-begin",
    "gold": "gold-begin",
    "platinum": "platinum-begin",
}
AT_THE_FORM = (StepCode.WRITING, StepCode.CHANGES)
AT_THE_MEETING = (StepCode.CHOOSE, StepCode.ANSWER, StepCode.MEET)


@dataclass(frozen=True)
class Action:
    """The one thing to do now."""

    text: str
    url: str


@dataclass(frozen=True)
class StageLine:
    """One stage below the ring."""

    stage: str
    arcs: int
    name: str
    kind: str
    text: str
    detail: str
    url: str


@dataclass(frozen=True)
class JourneyPicture:
    """What `_journey.html` draws."""

    arcs: int
    # The arc that is being worked on; 0 when none is.
    making: int
    label: str
    title: str
    next: str
    who: str
    action: Action | None
    steps: tuple[StageLine, ...]


def picture_of(
    journey: Journey,
    step: Step | None,
    *,
    role: Role | None,
    on: date,
    questions: int = 0,
    visits: int = 0,
    appealed: bool = False,
    renewal: RenewalLine | None = None,
) -> JourneyPicture:
    """`questions`: how many challenges wait for the organisation's answer; `visits`: for its time.

    `appealed`: against the last letter of the current stage, and nobody has taken it on yet. `renewal`:
    of an award, when that is what is asked now; `step` is its statement's then.
    """
    highest = journey.highest
    held, first = journey.held, journey.stages[0].stage
    title = f"You hold {highest.stage.name}" if highest else f"You are on the way to {first.name}"
    closed = (
        f"{held} of {len(journey.stages)} arcs of the ring {'is' if held == 1 else 'are'} closed"
    )
    return JourneyPicture(
        arcs=held,
        making=journey.current.stage.rank
        if step is not None and journey.current and renewal is None
        else 0,
        label=f"{closed}. {title}.",
        title=title,
        next=_asked(renewal, step, questions)
        if renewal
        else _and_by_when(_sentence(step, questions) or _next(journey, appealed), journey, on),
        who=_who(step.organisation, questions, visits) if step else _who_renews(renewal),
        action=_renewing(renewal) if renewal else _action(journey.current, step, role, questions),
        steps=tuple(_line(each, step, on) for each in journey.stages),
    )


def _sentence(step: Step | None, questions: int) -> str:
    if step is None:
        return ""
    if step.code == StepCode.CHANGES and not questions:
        return "Every point of the champions is answered. Check it, and send it again."
    return step.organisation.sentence


def _and_by_when(sentence: str, journey: Journey, on: date) -> str:
    """The date is named from the award on that it is counted from (scheme.md 10)."""
    awaited = journey.current.awaited if journey.current else None
    return f"{sentence} {awaited.sentence(on)}" if awaited else sentence


def _who(told: Told, questions: int, visits: int) -> str:
    since = show_date(london_date(told.since))
    if told.turn == ORGANISATION:
        return f"It is your turn, since {since}."
    if told.turn == BOTH:
        return "Until then there is nothing that you have to do."
    if questions:
        asked = "a question" if questions == 1 else f"{questions} questions"
        return f"{HOLDERS[told.turn]} it now, since {since}. They asked you {asked}."
    if visits:
        return f"{HOLDERS[told.turn]} it now, since {since}. They wait for you to choose a time."
    return f"{HOLDERS[told.turn]} it now, since {since}. You do not need to do anything."


def _asked(renewal: RenewalLine, step: Step | None, questions: int) -> str:
    """Where the statement stands, and until when the award counts."""
    if step is None or step.code == StepCode.WRITING:
        return renewal.sentence
    if step.code == StepCode.CHANGES:
        return f"{_sentence(step, questions)} {renewal.renewal.meanwhile()}"
    return f"{renewal.sentence} {_sentence(step, questions)}"


def _who_renews(renewal: RenewalLine | None) -> str:
    """Before anything is written; after a lapse nobody waits for it."""
    if renewal is None or renewal.renewal.is_lapsed or renewal.renewal.is_kept_by_next:
        return ""
    return f"It is your turn, since {show_date(renewal.renewal.opens_on)}."


def _renewing(renewal: RenewalLine) -> Action | None:
    return Action(renewal.action, renewal.url) if renewal.action else None


def _next(journey: Journey, appealed: bool) -> str:
    """What is next when no application is open, and nothing runs out."""
    current = journey.current
    if current is None:
        return "You hold every stage."
    name = current.stage.name
    status = current.application.status if current.application is not None else ""
    if status == Status.DECLINED and appealed:
        return f"The answer for {name} was “not yet”. You appealed, and a SEND officer reads your appeal."
    if status == Status.DECLINED:
        return f"The answer for {name} was “not yet”. The letter below says what is still needed."
    if status == Status.WITHDRAWN:
        return f"Your {name} application was withdrawn. You can begin again when you are ready."
    if current.is_taken_back:
        return f"Your {name} Award was taken back. You can earn it again when you are ready."
    return f"Next comes {name}. {current.stage.summary}"


def _action(
    current: StageOfJourney | None, step: Step | None, role: Role | None, questions: int
) -> Action | None:
    """Officers look on; they act here only on what they typed in from paper (T-31)."""
    if current is None:
        return None
    if step is None or current.application is None:
        if current.can_start and current.stage.code in BEGINS and role is not Role.OFFICER:
            # To begin is a form of its own, below.
            return None
        return Action(
            f"Read what {current.stage.name} asks", reverse("stage", args=[current.stage.code])
        )
    if role is Role.OFFICER and not current.application.entered_by_officer:
        return None
    if step.code in AT_THE_FORM:
        text = "Go on writing" if step.code == StepCode.WRITING else "Make the changes"
        if step.code == StepCode.CHANGES and not questions:
            text = "Check and send it again"
        return Action(text, reverse("application", args=[current.application.uuid]))
    if questions:
        return Action("Read and answer", reverse("challenges", args=[current.application.uuid]))
    if step.code in AT_THE_MEETING:
        text = "Choose a time" if step.code == StepCode.CHOOSE else "See the meeting"
        return Action(text, reverse("meeting", args=[current.application.uuid]))
    return None


def _line(each: StageOfJourney, step: Step | None, on: date) -> StageLine:
    kind, text, detail = _state(each, step)
    return StageLine(
        stage=each.stage.code,
        arcs=each.stage.rank,
        name=each.stage.name,
        kind=kind,
        text=text,
        detail=detail or (each.awaited.line(on) if each.awaited else ""),
        url=reverse("stage", args=[each.stage.code]),
    )


def _state(each: StageOfJourney, step: Step | None) -> tuple[str, str, str]:
    """Shape, word and date of one stage."""
    award, application = each.award, each.application
    if award is not None and each.condition is not None and each.held:
        if each.condition is AwardCondition.IN_FORCE:
            return "done", each.condition.label, _dates(each, award)
        if award.lapses_on is None:
            # What keeps it is sent, so nobody is called to renew it.
            return "waiting", "In force while it is decided", _dates(each, award)
        return "attention", each.condition.label, _dates(each, award)
    if application is not None and application.is_open:
        status = Status(application.status)
        if step is not None and step.organisation.turn == ORGANISATION:
            return "now", status.label if step.code in AT_THE_FORM else "Your turn", ""
        return "waiting", status.label, ""
    if award is not None and each.condition is AwardCondition.LAPSED and award.lapses_on:
        return "stopped", each.condition.label, f"Lapsed {show_date(award.lapses_on)}"
    if application is not None and application.status == Status.DECLINED:
        return "attention", Status.DECLINED.label, ""
    if each.is_taken_back:
        return "stopped", AwardCondition.REVOKED.label, ""
    return ("todo", "Next", "") if each.can_start else ("todo", "Later", "")


def _dates(each: StageOfJourney, award: Award) -> str:
    """From when to when; a return after a lapse is a new beginning."""
    word = "Awarded again" if each.has_returned else "Renewed" if each.is_renewed else "Awarded"
    return f"{word} on {show_date(award.awarded_on)}{_until(award)}"


def _until(award: Award) -> str:
    if award.due_on is None:
        return ""
    until = f", until {show_date(award.due_on)}"
    if not award.is_kept_by_higher:
        return until
    scheme = edition(award.edition)
    above = " or ".join(scheme.stage(code).name for code in dated_above(scheme, award.stage))
    return f"{until} with {above}"

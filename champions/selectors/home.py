"""An organisation's home: its journey, what is next, and who has it now (look.md: the ring closing)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from awards.choices import AwardCondition, Status
from awards.models import Application, Organisation
from awards.scheme import Stage
from awards.selectors import Journey, StageOfJourney, journey_of
from certificates.models import Certificate
from champions.choices import StepCode
from champions.models import Decision
from champions.selectors.steps import Step, case_step
from foundation.forms import show_date

TURNS = {
    "organisation": "It is your turn.",
    "officer": "The SEND officers have it now. You do not need to do anything.",
    "panel": "The champions have it now. You do not need to do anything.",
    "chair": "The champions have it now. You do not need to do anything.",
    "both": "You and the champions.",
    "": "",
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
    label: str
    title: str
    next: str
    who: str
    action: Action | None
    steps: tuple[StageLine, ...]


@dataclass(frozen=True)
class Home:
    picture: JourneyPicture
    application: Application | None
    can_begin: Stage | None
    certificates: list[Certificate]
    letters: list[Decision]


def home_of(organisation: Organisation, *, at: datetime, on: date) -> Home:
    journey = journey_of(organisation, on=on)
    current = journey.current
    application = current.application if current and current.application else None
    is_open = application is not None and application.is_open
    step = case_step(application, at=at) if application is not None and is_open else None
    can_begin = current.stage if current and current.can_start and current.stage.rank == 1 else None
    return Home(
        picture=_picture(journey, current, step),
        application=application if is_open else None,
        can_begin=can_begin,
        certificates=list(
            Certificate.objects.current()
            .filter(award__organisation=organisation)
            .select_related("award", "file")
        ),
        letters=list(
            Decision.objects.released()
            .filter(panel__application__organisation=organisation)
            .select_related("panel__application")
            .order_by("-released_at", "-pk")
        ),
    )


def _picture(journey: Journey, current: StageOfJourney | None, step: Step | None) -> JourneyPicture:
    highest = journey.highest
    held = journey.held
    title = f"You hold {highest.stage.name}" if highest else "You are on the way to Bronze"
    closed = (
        f"{held} of {len(journey.stages)} arcs of the ring {'is' if held == 1 else 'are'} closed"
    )
    return JourneyPicture(
        arcs=held,
        label=f"{closed}. {title}.",
        title=title,
        next=step.organisation.sentence if step else _next(current),
        who=TURNS[step.organisation.turn] if step else "",
        action=_action(current, step),
        steps=tuple(_line(each) for each in journey.stages),
    )


def _next(current: StageOfJourney | None) -> str:
    if current is None:
        return "You hold every stage."
    if current.application is not None and current.application.status == Status.DECLINED:
        return f"{current.stage.name}: not yet. The letter below says what would make it."
    return f"Next comes {current.stage.name}: {current.stage.summary}"


def _action(current: StageOfJourney | None, step: Step | None) -> Action | None:
    if current is None:
        return None
    if step is None or current.application is None:
        return Action(
            f"Read what {current.stage.name} asks", reverse("stage", args=[current.stage.code])
        )
    if step.code in AT_THE_FORM:
        text = "Go on writing" if step.code == StepCode.WRITING else "Make the changes"
        return Action(text, reverse("registration", args=[current.application.uuid]))
    if step.code in AT_THE_MEETING:
        text = "Choose a time" if step.code == StepCode.CHOOSE else "See the meeting"
        return Action(text, reverse("meeting", args=[current.application.uuid]))
    return None


def _line(step: StageOfJourney) -> StageLine:
    kind, text, detail = _state(step)
    return StageLine(
        stage=step.stage.code,
        arcs=step.stage.rank,
        name=step.stage.name,
        kind=kind,
        text=text,
        detail=detail,
        url=reverse("stage", args=[step.stage.code]),
    )


def _state(step: StageOfJourney) -> tuple[str, str, str]:
    """Shape, word and date of one stage."""
    award, application = step.award, step.application
    if award is not None and step.condition is not None and step.held:
        until = f", until {show_date(award.valid_until)}" if award.valid_until else ""
        kind = "attention" if step.condition is AwardCondition.DUE else "done"
        return kind, step.condition.label, f"Awarded {show_date(award.awarded_on)}{until}"
    if application is not None and application.is_open:
        status = Status(application.status)
        kind = "now" if status.acts_next == "organisation" else "waiting"
        return kind, status.label, ""
    if award is not None and step.condition is AwardCondition.LAPSED and award.valid_until:
        return "stopped", "Lapsed", f"Ended {show_date(award.valid_until)}"
    if application is not None and application.status == Status.DECLINED:
        return "attention", "Not yet", ""
    return ("todo", "Next", "") if step.can_start else ("todo", "Later", "")

"""An organisation's home: its journey, what is next, and who has it now (look.md: the ring closing)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from awards.choices import AwardCondition, Role, Status
from awards.models import Application, Award, Challenge, Organisation
from awards.scheme import Stage, edition
from awards.selectors import Journey, StageOfJourney, journey_of
from certificates.models import Certificate
from champions.choices import Outcome, StepCode
from champions.models import Decision
from champions.selectors.facts import facts_of
from champions.selectors.road import Milestone, road_of
from champions.selectors.steps import BOTH, ORGANISATION, Step, Told, step_of
from foundation.dates import london_date
from foundation.forms import show_date

HOLDERS = {"officer": "The SEND officers have", "panel": "The champions have"}
# How each stage is begun: by a form that is posted to this page.
BEGINS = {"bronze": "registration-begin", "silver": "plan-begin"}
AT_THE_FORM = (StepCode.WRITING, StepCode.CHANGES)
AT_THE_MEETING = (StepCode.CHOOSE, StepCode.ANSWER, StepCode.MEET)
ANSWERS = {
    Outcome.AWARD: Status.APPROVED,
    Outcome.CHANGES: Status.CHANGES_REQUESTED,
    Outcome.NOT_YET: Status.DECLINED,
}


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


@dataclass(frozen=True)
class Paper:
    """A certificate, and what it is worth today."""

    certificate: Certificate
    stage: Stage
    condition: AwardCondition


@dataclass(frozen=True)
class Letter:
    decision: Decision
    stage: Stage
    answer: str


@dataclass(frozen=True)
class Home:
    picture: JourneyPicture
    road: list[Milestone]
    # The application that is open.
    application: Application | None
    # The latest of each stage that was sent.
    sent: list[tuple[Stage, Application]]
    # What they work on, or what comes next; none when they hold all.
    stage: Stage | None
    # The stage that they can begin now; `again` when they tried before.
    can_begin: Stage | None
    begin_url: str
    again: bool
    papers: list[Paper]
    letters: list[Letter]
    # How many challenges wait for their answer.
    questions: int


def home_of(organisation: Organisation, *, role: Role | None, at: datetime, on: date) -> Home:
    journey = journey_of(organisation, on=on)
    current = journey.current
    latest = current.application if current else None
    application = latest if latest is not None and latest.is_open else None
    facts = facts_of(application) if application is not None else None
    step = step_of(facts, at=at) if facts is not None else None
    acts = role in (Role.LEAD, Role.MEMBER)
    begins = acts and current is not None and current.can_start and current.stage.code in BEGINS
    return Home(
        picture=_picture(journey, step, role=role, on=on),
        road=road_of(facts, step) if facts is not None and step is not None else [],
        application=application,
        sent=[
            (each.stage, each.application)
            for each in journey.stages
            if each.application is not None and each.application.submitted_at is not None
        ],
        stage=current.stage if current is not None else None,
        can_begin=current.stage if begins and current is not None else None,
        begin_url=reverse(BEGINS[current.stage.code], args=[organisation.slug])
        if begins and current is not None
        else "",
        again=latest is not None,
        papers=_papers(organisation, on),
        letters=_letters(organisation),
        questions=(
            Challenge.objects.filter(application=application).unanswered().count()
            if application is not None
            else 0
        ),
    )


def _papers(organisation: Organisation, on: date) -> list[Paper]:
    rows = Certificate.objects.current().filter(award__organisation=organisation)
    return [
        Paper(row, edition(row.edition).stage(row.stage), row.condition(on))
        for row in rows.select_related("award")
    ]


def _letters(organisation: Organisation) -> list[Letter]:
    """Only what was released."""
    rows = Decision.objects.released().filter(panel__application__organisation=organisation)
    letters = []
    for row in rows.select_related("panel__application").order_by("-released_at", "-pk"):
        application = row.panel.application
        stage = edition(application.edition).stage(application.stage)
        letters.append(Letter(row, stage, ANSWERS[Outcome(row.outcome)].label.lower()))
    return letters


def _picture(journey: Journey, step: Step | None, *, role: Role | None, on: date) -> JourneyPicture:
    highest = journey.highest
    held, first = journey.held, journey.stages[0].stage
    title = f"You hold {highest.stage.name}" if highest else f"You are on the way to {first.name}"
    closed = (
        f"{held} of {len(journey.stages)} arcs of the ring {'is' if held == 1 else 'are'} closed"
    )
    return JourneyPicture(
        arcs=held,
        making=journey.current.stage.rank if step is not None and journey.current else 0,
        label=f"{closed}. {title}.",
        title=title,
        next=_and_by_when(step.organisation.sentence if step else _next(journey, on), journey, on),
        who=_who(step.organisation) if step else "",
        action=_action(journey.current, step, role),
        steps=tuple(_line(each, step, on) for each in journey.stages),
    )


def _and_by_when(sentence: str, journey: Journey, on: date) -> str:
    """The date is named from the award on that it is counted from (scheme.md 10)."""
    awaited = journey.current.awaited if journey.current else None
    return f"{sentence} {awaited.sentence(on)}" if awaited else sentence


def _who(told: Told) -> str:
    since = show_date(london_date(told.since))
    if told.turn == ORGANISATION:
        return f"It is your turn, since {since}."
    if told.turn == BOTH:
        return "Until then there is nothing that you have to do."
    return f"{HOLDERS[told.turn]} it now, since {since}. You do not need to do anything."


def _next(journey: Journey, on: date) -> str:
    """What is next when no application is open: first what runs out, then the next stage."""
    for each in journey.stages:
        if each.award is not None and each.condition is AwardCondition.DUE:
            return _due(each.stage, each.award, on)
    current = journey.current
    if current is None:
        return "You hold every stage."
    name = current.stage.name
    if current.award is not None and current.award.valid_until is not None:
        return (
            f"{name} ended on {show_date(current.award.valid_until)}. You do not hold it any more."
        )
    status = current.application.status if current.application is not None else ""
    if status == Status.DECLINED:
        return f"{name}: not yet. The letter below says what would make it."
    if status == Status.WITHDRAWN:
        return f"Your {name} application was withdrawn. You can begin again when you are ready."
    return f"Next comes {name}. {current.stage.summary}"


def _due(stage: Stage, award: Award, on: date) -> str:
    """Before its day an award is due; for some days after it, it can still be renewed (scheme.md 22)."""
    if award.valid_until is None or on <= award.valid_until:
        until = f" by {show_date(award.valid_until)}" if award.valid_until else ""
        return f"It is time to renew {stage.name}{until}."
    last = award.valid_until + timedelta(days=edition(award.edition).windows.grace_days)
    return (
        f"The year of {stage.name} ended on {show_date(award.valid_until)}. "
        f"You can still renew it until {show_date(last)}."
    )


def _action(current: StageOfJourney | None, step: Step | None, role: Role | None) -> Action | None:
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
        return Action(text, reverse("application", args=[current.application.uuid]))
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
        until = f", until {show_date(award.valid_until)}" if award.valid_until else ""
        kind = "attention" if each.condition is AwardCondition.DUE else "done"
        return kind, each.condition.label, f"Awarded {show_date(award.awarded_on)}{until}"
    if application is not None and application.is_open:
        status = Status(application.status)
        if step is not None and step.organisation.turn == ORGANISATION:
            return "now", status.label if step.code in AT_THE_FORM else "Your turn", ""
        return "waiting", status.label, ""
    if award is not None and each.condition is AwardCondition.LAPSED and award.valid_until:
        return "stopped", each.condition.label, f"Ended {show_date(award.valid_until)}"
    if application is not None and application.status == Status.DECLINED:
        return "attention", Status.DECLINED.label, ""
    return ("todo", "Next", "") if each.can_start else ("todo", "Later", "")

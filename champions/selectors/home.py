"""An organisation's home: its journey, its papers and letters, its evidence, and how its plan goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from awards.choices import AwardCondition, Role, Status
from awards.models import Application, Award, Challenge, Organisation
from awards.scheme import Stage, edition
from awards.selectors import Journey, journey_of
from awards.selectors.kinds import is_renewal, title_of
from awards.selectors.renewals import Renewal, renewals_of
from awards.selectors.revocations import taken_back
from certificates.models import Certificate
from champions.choices import AppealState, Outcome
from champions.models import Appeal, Decision
from champions.selectors.facts import facts_of
from champions.selectors.letters import ReleasedLetter, Standing, letters_of, standing_of
from champions.selectors.picture import BEGINS, JourneyPicture, picture_of
from champions.selectors.renewing import RenewalLine, open_statement, renewal_line
from champions.selectors.road import Milestone, road_of
from champions.selectors.steps import step_of
from champions.selectors.visits import takes_visits, visits_to_choose
from portfolios.choices import PLAN_STAGE, MilestoneState
from portfolios.selectors.plan.progress import MilestoneProgress, progress_of
from portfolios.selectors.portfolio.counting import gathered

ANSWERS = {
    Outcome.AWARD: Status.APPROVED,
    Outcome.CHANGES: Status.CHANGES_REQUESTED,
    Outcome.NOT_YET: Status.DECLINED,
}


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
    # "Gold", "Gold re-validation".
    title: str
    answer: str
    # The last day for an appeal against it; none when there can be none.
    appeal_until: date | None
    # There could have been one until this day.
    appeal_ended: date | None
    appeal: Appeal | None
    # Where that appeal stands.
    standing: Standing | None
    # This letter is what came of an appeal.
    answers_appeal: bool

    @property
    def anchor(self) -> str:
        return f"letter-{self.decision.uuid}"


@dataclass(frozen=True)
class Changed:
    """An appeal changed what was decided, and nothing has happened since."""

    letter: Letter
    # Where it brought the award.
    paper: Paper | None


@dataclass(frozen=True)
class PlanLine:
    """How the approved plan goes on (scheme.md 13)."""

    application: Application
    done: int
    total: int
    overdue: int
    next: MilestoneProgress | None


@dataclass(frozen=True)
class TakenBack:
    """Until they hold that stage again."""

    award: Award
    stage: Stage
    # Its certificate, where one was made.
    paper: Paper | None


@dataclass(frozen=True)
class EvidenceLine:
    """What has been gathered so far. It can begin with Bronze, long before Gold asks for it."""

    gathered: int
    # Nobody has said yet what they show.
    tray: int


@dataclass(frozen=True)
class Home:
    picture: JourneyPicture
    road: list[Milestone]
    # The application that is open.
    application: Application | None
    # What has to be renewed, the highest first, and what of it is asked in the picture above.
    renewals: list[RenewalLine]
    asked: RenewalLine | None
    # The latest of each stage, and of each statement, that was sent: "Gold re-validation".
    sent: list[tuple[str, Application]]
    # What they work on, or what comes next; none when they hold all.
    stage: Stage | None
    # The stage that they can begin now; `again` when they tried before.
    can_begin: Stage | None
    begin_url: str
    again: bool
    papers: list[Paper]
    letters: list[Letter]
    changed: Changed | None
    # An appeal against the current stage's letter waits for an officer: to begin again would end it.
    appeal_waits: bool
    # How many challenges wait for their answer.
    questions: int
    # How many visits and interviews wait for their choice of a time; none where there are no such.
    visits: int | None
    plan: PlanLine | None
    # From Bronze on.
    evidence: EvidenceLine | None
    # Awards that they do not hold any more, and were told why.
    taken_back: list[TakenBack]


def home_of(organisation: Organisation, *, role: Role | None, at: datetime, on: date) -> Home:
    rows = list(organisation.applications.order_by("created_at"))
    every = list(organisation.awards.all())
    for award in every:
        award.organisation = organisation
    awards = [each for each in every if each.revoked_on is None and each.superseded_on is None]
    journey = journey_of(organisation, on=on, awards=awards, applications=rows)
    renewals = renewals_of(organisation, on=on, awards=awards, applications=rows)
    current = journey.current
    latest = current.application if current else None
    writes_stage = latest is not None and latest.is_open
    application = latest if writes_stage else open_statement(renewals)
    facts = facts_of(application) if application is not None else None
    step = step_of(facts, at=at) if facts is not None else None
    acts = role in (Role.LEAD, Role.MEMBER)
    letters = [
        _letter(each)
        for each in letters_of(
            Decision.objects.filter(panel__application__organisation=organisation), at=at
        )
    ]
    waits = any(
        letter.appeal is not None
        and letter.appeal.state == AppealState.RECEIVED
        and letter.decision.panel.application == latest
        for letter in letters
    )
    questions = (
        Challenge.objects.filter(application=application).unanswered().count()
        if application is not None
        else 0
    )
    visits = _visits(application, at)
    papers = _papers(organisation, on)
    lines = _renewal_lines(renewals, application, letters, role=role, on=on, questions=questions)
    asked = None if writes_stage else next((each for each in lines if not each.is_calm), None)
    # Who held it once is not asked the stage's questions again.
    lapsed = current is not None and current.condition is AwardCondition.LAPSED
    begins = acts and current is not None and current.can_start and current.stage.code in BEGINS
    return Home(
        picture=picture_of(
            journey,
            step,
            role=role,
            on=on,
            questions=questions,
            visits=visits or 0,
            appealed=waits,
            renewal=asked,
        ),
        renewals=lines,
        asked=asked,
        road=road_of(facts, step) if facts is not None and step is not None else [],
        application=application,
        sent=_sent(journey, rows),
        stage=current.stage if current is not None and not lapsed else None,
        can_begin=current.stage if begins and current is not None else None,
        begin_url=reverse(BEGINS[current.stage.code], args=[organisation.slug])
        if begins and current is not None
        else "",
        again=latest is not None,
        papers=papers,
        letters=letters,
        changed=_changed(letters, papers, application),
        appeal_waits=waits,
        questions=questions,
        visits=visits,
        plan=_plan(journey, on),
        evidence=EvidenceLine(*gathered(organisation)) if journey.held else None,
        taken_back=[
            TakenBack(award, edition(award.edition).stage(award.stage), _paper_of(award, papers))
            for award in taken_back(every)
        ],
    )


def _renewal_lines(
    renewals: Sequence[Renewal],
    application: Application | None,
    letters: Sequence[Letter],
    *,
    role: Role | None,
    on: date,
    questions: int,
) -> list[RenewalLine]:
    """A statement beside an application for the next stage has its own count of questions; one query."""
    lines, written = [], open_statement(renewals)
    for renewal in renewals:
        if renewal.told_with_higher and written not in (None, renewal.application):
            # The higher award is being brought back, and this one with it.
            continue
        count = questions
        if renewal.application is not None and renewal.application != application:
            asked = Challenge.objects.filter(application=renewal.application)
            count = asked.unanswered().count() if renewal.is_with_champions else 0
        before = _before_again(renewal, letters)
        lines.append(renewal_line(renewal, role=role, on=on, questions=count, before=before))
    return lines


def _before_again(renewal: Renewal, letters: Sequence[Letter]) -> str:
    """After a “not yet” to a statement: whoever begins a new one cannot appeal any more."""
    letter = next(
        (each for each in letters if each.decision.panel.application == renewal.application), None
    )
    if letter is None:
        return ""
    if letter.appeal is not None and letter.appeal.state == AppealState.RECEIVED:
        return "Your appeal waits for a SEND officer. If you begin a new statement, nobody can take it on."
    if letter.appeal_until is not None:
        return "Do you want other champions to look again? Ask them before you begin: afterwards you cannot."
    return ""


def _sent(journey: Journey, rows: Sequence[Application]) -> list[tuple[str, Application]]:
    """`rows`: every application, the oldest first. A statement stays here when it has renewed its award."""
    statements = {row.stage: row for row in rows if is_renewal(row) and row.submitted_at}
    found = [each.application for each in journey.stages] + list(statements.values())
    return [
        (title_of(each), each)
        for each in found
        if each is not None and each.submitted_at is not None
    ]


def _visits(application: Application | None, at: datetime) -> int | None:
    """While what they sent is with the champions, from Silver on; one query then."""
    with_champions = (Status.IN_REVIEW, Status.CHANGES_REQUESTED)
    if application is None or application.status not in with_champions:
        return None
    return visits_to_choose(application, at=at) if takes_visits(application) else None


def _paper_of(award: Award, papers: Sequence[Paper]) -> Paper | None:
    return next((each for each in papers if each.certificate.award_id == award.pk), None)


def _papers(organisation: Organisation, on: date) -> list[Paper]:
    rows = Certificate.objects.current().filter(award__organisation=organisation)
    return [
        Paper(row, edition(row.edition).stage(row.stage), row.condition(on))
        for row in rows.select_related("award")
    ]


def _letter(letter: ReleasedLetter) -> Letter:
    """Only what was released."""
    return Letter(
        decision=letter.decision,
        stage=letter.stage,
        title=title_of(letter.application),
        answer=_answer(letter),
        appeal_until=letter.until if letter.can_be_appealed else None,
        appeal_ended=letter.until if letter.is_late else None,
        appeal=letter.appeal,
        standing=standing_of(letter.appeal) if letter.appeal is not None else None,
        answers_appeal=letter.decision.answers_appeal,  # type: ignore[attr-defined]  # by `letters_of`
    )


def _answer(letter: ReleasedLetter) -> str:
    outcome = Outcome(letter.decision.outcome)
    if outcome is Outcome.AWARD and is_renewal(letter.application):
        return "renewed"
    return ANSWERS[outcome].label.lower()


def _changed(
    letters: list[Letter], papers: list[Paper], application: Application | None
) -> Changed | None:
    """Of the latest letter, until they go on: begin the next stage, or send the changes."""
    latest = letters[0] if letters else None
    if latest is None or not latest.answers_appeal:
        return None
    if latest.decision.outcome == Outcome.AWARD and application is None:
        theirs = (each for each in papers if each.stage.code == latest.stage.code)
        return Changed(latest, next(theirs, None))
    asks = latest.decision.panel.application.status == Status.CHANGES_REQUESTED
    return Changed(latest, None) if asks else None


def _plan(journey: Journey, on: date) -> PlanLine | None:
    """Once the plan has the award; four queries then."""
    for each in journey.stages:
        application = each.application
        if each.stage.code == PLAN_STAGE and application is not None:
            if application.status != Status.APPROVED:
                return None
            progress = progress_of(application)
            return PlanLine(
                application,
                done=progress.count(MilestoneState.DONE),
                total=len(progress.milestones),
                overdue=len(progress.overdue(on)),
                next=progress.next_due(on),
            )
    return None

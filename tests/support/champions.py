"""Takes an application from sent to released, through the services, as people would.

Every step gives back what it made. The moments follow from `at`: an hour between acts, a week to the
meeting.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from awards.choices import Answer, Audience, Interest, Role
from awards.models import Application, Challenge, Remark, StatusChange, User
from awards.selectors.challenges import unanswered_challenges
from awards.workflow import apply_transition
from certificates.models import Signatory
from certificates.services import add_signatory
from champions.choices import Capacity, Fit, Level, MeetingOutcome, Outcome, Perspective, PlaceKind
from champions.models import Appointment, Assessment, Assignment, Champion, Decision, Panel
from champions.selectors import facts_of
from champions.selectors.assessing import asks_strategies
from champions.services.assessments import Found, begin, save_finding, save_strategies
from champions.services.assessments import send as send_assessment
from champions.services.challenges import raise_challenge
from champions.services.decisions import Agreed, Point, record_decision, release_decision
from champions.services.meetings import accept_time, offer_times
from champions.services.minutes import Attendee, hold_and_minute
from champions.services.panels import declare_interest, settle_panel
from champions.services.people import appoint_champion
from champions.services.remarks import answer_challenge
from foundation.dates import london_date

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
SNAPSHOT = {"edition": "birmingham-2026", "organisation": "Acorn Lane School"}


def make_champion(
    person: User,
    *,
    officer: User,
    at: datetime,
    perspective: Perspective = Perspective.PROFESSIONAL,
    turns_18_on: date | None = None,
) -> Champion:
    return appoint_champion(
        person=person,
        perspective=perspective,
        sector="education" if perspective is Perspective.PROFESSIONAL else "",
        turns_18_on=turns_18_on,
        actor=officer,
        at=at,
    )


def ensure_signatory(officer: User, *, at: datetime) -> None:
    if not Signatory.objects.filter(signs_until=None).exists():
        add_signatory(
            name="Pat Signer",
            role="Director",
            organisation_line="Birmingham",
            signs_from=date(2020, 1, 1),
            picture=None,
            actor=officer,
            at=at,
        )


def send(
    application: Application, lead: User, *, at: datetime, snapshot: dict[str, object] | None = None
) -> StatusChange:
    """Submit or resubmit, for tests that need no real registration form."""
    name = "submit" if application.status == "draft" else "resubmit"
    return apply_transition(
        application,
        name,
        actor=lead,
        role=Role.LEAD,
        at=at,
        problems=[],
        snapshot=snapshot or SNAPSHOT,
    )


def settle(
    application: Application,
    champions: Sequence[Champion],
    officer: User,
    *,
    at: datetime,
    chair: Champion | None = None,
) -> Panel:
    return settle_panel(
        application=application,
        champions=champions,
        chair=chair or champions[0],
        actor=officer,
        at=at,
    )


def clear_all(panel: Panel, *, at: datetime) -> list[Assignment]:
    """Everybody on the panel says that they have no link."""
    seats = list(panel.assignments.active().select_related("champion__user"))
    for seat in seats:
        if not seat.declarations.filter(nature=Interest.NONE).exists():
            declare_interest(assignment=seat, nature=Interest.NONE, actor=seat.champion.user, at=at)
    return seats


def ask(
    panel: Panel,
    champion: Champion,
    *,
    at: datetime,
    subject: str = "",
    text: str = "How do parents take part?",
    audience: Audience = Audience.PANEL,
) -> Challenge:
    return raise_challenge(
        panel=panel,
        subject=subject,
        text=text,
        audience=audience,
        key=uuid4(),
        actor=champion.user,
        at=at,
    )


def answer(
    challenge: Challenge,
    member: User,
    *,
    at: datetime,
    kind: Answer = Answer.CHANGE,
    text: str = "They sit on the board now.",
) -> Remark:
    return answer_challenge(
        challenge=challenge, answer=kind, text=text, key=uuid4(), actor=member, at=at
    )


def answer_all(application: Application, member: User, *, at: datetime) -> None:
    """Everything that the last letter sent back."""
    for challenge in unanswered_challenges(application):
        answer(challenge, member, at=at)


def agree_to_meet(
    application: Application, lead: User, *, at: datetime, starts_at: datetime | None = None
) -> Appointment:
    chair = facts_of(application).chair.champion.user
    appointment = offer_times(
        application=application,
        times=[starts_at or at + WEEK, (starts_at or at + WEEK) + HOUR],
        place_kind=PlaceKind.VIDEO,
        place="https://meet.example/acorn",
        minutes=60,
        actor=chair,
        at=at,
    )
    return accept_time(offered=appointment.offers.open().first(), actor=lead, at=at + HOUR)


def hold(
    appointment: Appointment,
    lead: User,
    *,
    outcome: MeetingOutcome = MeetingOutcome.READY,
    at: datetime | None = None,
) -> Appointment:
    """Held when it was agreed, written up an hour after it ended by the chair."""
    application = appointment.application
    chair = facts_of(application).chair.champion.user
    return hold_and_minute(
        appointment=appointment,
        held_on=london_date(appointment.starts_at),
        attendance=[
            Attendee(str(chair), Capacity.CHAMPION, user=chair),
            Attendee(str(lead), Capacity.ORGANISATION, user=lead),
        ],
        summary="We talked about what the school does with its families.",
        commitment_assessed="They mean it: the head and two parents told us how.",
        next_steps="They write their delivery plan.",
        outcome=outcome,
        actor=chair,
        at=at or appointment.starts_at + 2 * HOUR,
    )


def write(
    panel: Panel,
    champion: Champion,
    *,
    at: datetime,
    level: Level = Level.MET,
    note: str = "This is clear from what they wrote and said.",
    codes: Sequence[str] | None = None,
) -> Assessment:
    """A draft with an answer to each question, or to those that are named."""
    draft = begin(panel=panel, actor=champion.user, at=at)
    versions = dict(draft.findings.values_list("code", "version"))
    facts = facts_of(panel.application)
    for asked in facts.asked:
        if codes is None or asked.code in codes:
            save_finding(
                panel=panel,
                code=asked.code,
                found=Found(level, note),
                expected_version=versions.get(asked.code, 0),
                actor=champion.user,
                at=at,
            )
    if codes is None and asks_strategies(facts):
        fits = {policy.code: (Fit.FITS, "") for policy in facts.scheme.policies}
        save_strategies(panel=panel, fits=fits, actor=champion.user, at=at)
    draft.refresh_from_db()
    return draft


def assess(
    panel: Panel,
    champion: Champion,
    *,
    at: datetime,
    level: Level = Level.MET,
    note: str = "This is clear from what they wrote and said.",
) -> Assessment:
    draft = write(panel, champion, at=at, level=level, note=note)
    return send_assessment(
        panel=panel, expected_version=draft.version, minutes=None, actor=champion.user, at=at
    )


def assess_all(panel: Panel, *, at: datetime, level: Level = Level.MET) -> list[Assessment]:
    return [
        assess(panel, seat.champion, at=at, level=level)
        for seat in panel.assignments.active().select_related("champion__user")
    ]


def decide(
    panel: Panel,
    *,
    at: datetime,
    outcome: Outcome = Outcome.AWARD,
    feedback: str = "You work with families from the start, and it shows.",
    points: Sequence[str] | None = None,
) -> Decision:
    """The chair records; without an award, the first question is not met and there is a point."""
    facts = facts_of(panel.application)
    agreed = [
        Agreed(asked.code, met=outcome is Outcome.AWARD or place > 0, note="We agreed on this.")
        for place, asked in enumerate(facts.asked)
    ]
    if points is None:
        points = [] if outcome is Outcome.AWARD else ["Say how parents take part in decisions."]
    return record_decision(
        panel=panel,
        outcome=outcome,
        feedback=feedback,
        agreed=agreed,
        points=[Point(sentence) for sentence in points],
        actor=facts.chair.champion.user,
        at=at,
    )


def release(decision: Decision, officer: User, *, at: datetime) -> Decision:
    return release_decision(
        decision=decision, expected_version=decision.version, actor=officer, at=at
    )


def bring_to_assessment(
    application: Application,
    *,
    lead: User,
    champions: Sequence[Champion],
    officer: User,
    at: datetime,
) -> Panel:
    """From sent to the meeting written up. Ends nine days and two hours after `at`."""
    panel = settle(application, champions, officer, at=at)
    clear_all(panel, at=at + HOUR)
    meeting = agree_to_meet(application, lead, at=at + 2 * HOUR, starts_at=at + 9 * (WEEK / 7))
    hold(meeting, lead)
    return panel


def bring_to_decision(
    application: Application,
    *,
    lead: User,
    champions: Sequence[Champion],
    officer: User,
    at: datetime,
    outcome: Outcome = Outcome.AWARD,
) -> Decision:
    """From sent to recorded. Ends eleven days after `at`."""
    panel = bring_to_assessment(application, lead=lead, champions=champions, officer=officer, at=at)
    assess_all(panel, at=at + timedelta(days=10))
    return decide(panel, at=at + timedelta(days=11), outcome=outcome)


def bring_to_release(
    application: Application,
    *,
    lead: User,
    champions: Sequence[Champion],
    officer: User,
    at: datetime,
    outcome: Outcome = Outcome.AWARD,
) -> Decision:
    """From sent to the letter. Ends twelve days after `at`."""
    ensure_signatory(officer, at=at)
    decision = bring_to_decision(
        application, lead=lead, champions=champions, officer=officer, at=at, outcome=outcome
    )
    return release(decision, officer, at=at + timedelta(days=12))

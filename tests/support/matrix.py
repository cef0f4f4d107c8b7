"""One Gold case, walked through all that can become of it, with everybody who may stand before its doors.

`LEGS` are ways through the case. Each yields its states in turn; what was done stays done for the next. A
`Scene` says who is who in a state: a role is what somebody is on this case, so after an appeal other people
stand for "chair", "young" and "third", and those of before are "first-…".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from awards.choices import Audience, Interest, Role
from awards.models import Application, Challenge, Organisation, User
from champions.choices import Level, Outcome, Perspective
from champions.models import Appeal, Appointment, AppointmentPhoto, Champion, Decision, Panel
from champions.services.appeals import hear_appeal, make_appeal
from champions.services.closing import withdraw_case
from champions.services.meetings import propose_other_times
from champions.services.panels import declare_interest, step_back, take_off
from champions.services.standing import tell_of_link
from foundation.dates import london_date
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.services.shedding import shed
from tests.conftest import make_user
from tests.support.champions import (
    HOUR,
    WEEK,
    answer_all,
    ask,
    assess,
    assess_all,
    clear_all,
    decide,
    ensure_signatory,
    make_champion,
    release,
    settle,
    write,
)
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.judging import small_picture
from tests.support.photos import photo_of
from tests.support.visits import agreed_visit, ask_for
from tests.support.visits import write as write_up

DAY = timedelta(days=1)
# Who is there from the first state to the last.
ALWAYS = ("public", "stranger", "lead", "member", "spare", "officer", "bound")


@dataclass
class Scene:
    """The case as it stands. `at` is what the clock says; the acts of the walk go by it, too."""

    at: datetime
    lead: User
    officer: User
    # Lets the first letters out.
    releaser: User
    application: Application
    item: EvidenceItem
    file: EvidenceFile
    people: dict[str, User | None]
    champions: dict[str, Champion]
    # Whom an officer would settle now, the chair first.
    wanted: tuple[Champion, ...] = ()
    panel: Panel | None = None
    visits: dict[str, Appointment] = field(default_factory=dict)
    photo: AppointmentPhoto | None = None
    challenges: dict[str, Challenge] = field(default_factory=dict)
    decision: Decision | None = None
    appeal: Appeal | None = None

    def user(self, role: str) -> User:
        found = self.people[role]
        assert found is not None
        return found

    def later(self, by: timedelta = 2 * HOUR) -> datetime:
        self.at += by
        self.application.refresh_from_db()
        return self.at


def build(
    organisation: Organisation,
    *,
    lead: User,
    member: User,
    stranger: User,
    officer: User,
    at: datetime,
) -> Scene:
    """Sent an hour ago. Nobody has been asked to judge it yet."""
    hold_silver(organisation, lead=lead, officer=officer, at=at)
    ensure_signatory(officer, at=at)
    application = portfolio_for(organisation, lead=lead, at=at)
    item = evidence(
        organisation,
        "gold.voice",
        lead=lead,
        at=at,
        file=False,
        consent=CHILDREN | {"given_on": london_date(at)},
    )
    file = clean_file(item, lead=lead, at=at)
    small_picture(file)
    send_portfolio(application, lead=lead, at=at)
    champions = _champions(officer, at)
    bound = make_user("Bona Bound", is_officer=True)
    tell_of_link(
        person=bound,
        organisation_name=organisation.name,
        nature=Interest.RELATIVE,
        actor=bound,
        at=at,
    )
    return Scene(
        at=at + HOUR,
        lead=lead,
        officer=officer,
        releaser=make_user("Rhea Releaser", is_officer=True),
        application=application,
        item=item,
        file=file,
        champions=champions,
        wanted=_named(champions, "chair", "young", "third", "seated"),
        people={
            "public": None,
            "stranger": stranger,
            "lead": lead,
            "member": member,
            "spare": champions["spare"].user,
            "officer": officer,
            "bound": bound,
        },
    )


def _champions(officer: User, at: datetime) -> dict[str, Champion]:
    """By what they are on the case; with "-2" those who come when others have gone."""
    young, parent, professional = (
        Perspective.YOUNG_PERSON,
        Perspective.PARENT_CARER,
        Perspective.PROFESSIONAL,
    )
    cast = {
        "young": ("Yusuf Young", young),
        "chair": ("Pat Parent", parent),
        "third": ("Paula Professional", professional),
        "seated": ("Oscar Officer", professional),
        "stepped": ("Stephen Stepped", professional),
        "recused": ("Rita Recused", professional),
        "tied": ("Tina Tied", professional),
        "spare": ("Sam Spare", professional),
        "young-2": ("Yara Young", young),
        "chair-2": ("Parveen Parent", parent),
        "third-2": ("Peter Professional", professional),
    }
    return {
        role: make_champion(
            make_user(name, is_officer=role == "seated"),
            officer=officer,
            at=at,
            perspective=perspective,
            turns_18_on=date(2028, 6, 1) if role == "young" else None,
        )
        for role, (name, perspective) in cast.items()
    }


def _named(champions: dict[str, Champion], *roles: str) -> tuple[Champion, ...]:
    return tuple(champions[role] for role in roles)


# The steps of a case, each as people would take it.


def _settle(scene: Scene) -> None:
    """Seven are asked; three leave again before anything was opened, each in another way."""
    at = scene.later()
    leavers = _named(scene.champions, "stepped", "recused", "tied")
    panel = settle(scene.application, [*scene.wanted, *leavers], scene.officer, at=at)
    stepped, recused, tied = (panel.assignments.get(champion=each) for each in leavers)
    step_back(panel=panel, reason="I am ill.", actor=stepped.champion.user, at=at)
    take_off(panel=panel, champion=recused.champion, reason="Asked to.", actor=scene.officer, at=at)
    declare_interest(assignment=tied, nature=Interest.GOVERNOR, actor=tied.champion.user, at=at)
    scene.panel = panel
    for role in ("young", "chair", "third", "seated", "stepped", "recused", "tied"):
        scene.people[role] = scene.champions[role].user


def _declare_one(scene: Scene) -> None:
    seat = scene.panel.assignments.get(champion=scene.champions["young"])
    at = scene.later()
    declare_interest(assignment=seat, nature=Interest.NONE, actor=seat.champion.user, at=at)


def _declare_all(scene: Scene) -> None:
    """Nine days pass: of five visits one has begun. Everybody has answered everything, and sent nothing."""
    at, case, chair = scene.later(), scene.application, scene.user("chair")
    clear_all(scene.panel, at=at)
    begun = agreed_visit(case, scene.lead, chair, at=at)
    held = write_up(agreed_visit(case, scene.lead, chair, at=at), chair)
    at = scene.later(9 * DAY)
    theirs = ask_for(case, chair, at=at)
    propose_other_times(appointment=theirs, times=[at + WEEK], actor=scene.lead, at=at)
    scene.visits = {
        "begun": begun,
        "held": held,
        "theirs": theirs,
        "agreed": agreed_visit(case, scene.lead, chair, at=at),
        "offered": ask_for(case, chair, at=at),
    }
    scene.photo = photo_of(held, scene.user("third"), at=at)
    third = scene.champions["third"]
    scene.challenges = {
        "hidden": ask(scene.panel, third, at=at),
        "shown": ask(scene.panel, scene.champions["chair"], at=at, audience=Audience.ORGANISATION),
    }
    _write_all(scene)


def _write_all(scene: Scene) -> None:
    at = scene.later(HOUR)
    for seat in scene.panel.assignments.active().select_related("champion__user"):
        write(scene.panel, seat.champion, at=at)


def _assess_one(scene: Scene) -> None:
    assess(scene.panel, scene.champions["young"], at=scene.later())


def _assess_rest(scene: Scene) -> None:
    at = scene.later()
    for role in ("chair", "third", "seated"):
        assess(scene.panel, scene.champions[role], at=at)


def _record(outcome: Outcome) -> Callable[[Scene], None]:
    def record(scene: Scene) -> None:
        scene.decision = decide(scene.panel, at=scene.later(), outcome=outcome)

    return record


def _release(scene: Scene) -> None:
    at = scene.later()
    scene.people.setdefault("releaser", scene.releaser)
    by = scene.releaser if scene.appeal is None else scene.officer
    scene.decision = release(scene.decision, by, at=at)
    scene.application.refresh_from_db()


def _send_again(scene: Scene) -> None:
    at = scene.later()
    answer_all(scene.application, scene.lead, at=at)
    send_portfolio(scene.application, lead=scene.lead, at=at + HOUR)
    scene.later(HOUR)
    _write_all(scene)


def _assess_all(scene: Scene) -> None:
    assess_all(scene.panel, at=scene.later(), level=Level.MET)


def _appeal(scene: Scene) -> None:
    scene.appeal = make_appeal(
        decision=scene.decision, grounds="Page 3 shows it.", actor=scene.lead, at=scene.later()
    )


def _hear(scene: Scene) -> None:
    hear_appeal(appeal=scene.appeal, actor=scene.officer, at=scene.later())
    for role in ("chair", "young", "third"):
        scene.people[f"first-{role}"] = scene.people.pop(role)
    scene.wanted = _named(scene.champions, "chair-2", "young-2", "third-2")
    scene.later(HOUR)


def _settle_second(scene: Scene) -> None:
    """Others; one of them has sent what they found."""
    at = scene.later()
    panel = settle(scene.application, scene.wanted, scene.officer, at=at)
    for role in ("chair", "young", "third"):
        scene.people[role] = scene.champions[f"{role}-2"].user
    clear_all(panel, at=at)
    scene.panel = panel
    assess(panel, scene.champions["young-2"], at=scene.later())
    _write_rest(scene)


def _write_rest(scene: Scene) -> None:
    at = scene.later(HOUR)
    for role in ("chair-2", "third-2"):
        write(scene.panel, scene.champions[role], at=at)


def _assess_second(scene: Scene) -> None:
    at = scene.later()
    for role in ("chair-2", "third-2"):
        assess(scene.panel, scene.champions[role], at=at)


def _late_conflict(scene: Scene) -> None:
    """After the decision was recorded the only young person finds that they have a link (T-37)."""
    seat = scene.panel.assignments.active().get(champion=scene.champions["young"])
    declare_interest(
        assignment=seat, nature=Interest.CHILD, actor=seat.champion.user, at=scene.later()
    )
    scene.people["conflicted"] = scene.people.pop("young")
    scene.wanted = _named(scene.champions, "chair", "young-2", "third", "seated")
    scene.later(HOUR)


def _refill(scene: Scene) -> None:
    at = scene.later()
    settle(scene.application, scene.wanted, scene.officer, at=at)
    scene.people["young"] = scene.champions["young-2"].user


def _declare_new(scene: Scene) -> None:
    """The new member has answered everything, and sent nothing."""
    clear_all(scene.panel, at=scene.later())
    write(scene.panel, scene.champions["young-2"], at=scene.later())


def _withdraw(scene: Scene) -> None:
    withdraw_case(
        application=scene.application,
        actor=scene.lead,
        role=Role.LEAD,
        note="We moved.",
        at=scene.later(),
    )
    scene.later(HOUR)


def _forget(scene: Scene) -> None:
    """What they wrote and sent is deleted, as two years after a "not yet"."""
    shed(scene.application, at=scene.later(), why="It was kept long enough.")
    scene.later(HOUR)


Step = tuple[str, Callable[[Scene], None]]
FIRST_ROUND: tuple[Step, ...] = (
    ("waiting", lambda scene: None),
    ("settled", _settle),
    ("one-declared", _declare_one),
    ("declared", _declare_all),
    ("one-in", _assess_one),
    ("all-in", _assess_rest),
    ("recorded", _record(Outcome.CHANGES)),
)
SECOND_ROUND: tuple[Step, ...] = (
    ("changes", _release),
    ("sent-again", _send_again),
    ("in-again", _assess_all),
    ("recorded-2", _record(Outcome.NOT_YET)),
    ("not-yet", _release),
)
APPEAL: tuple[Step, ...] = (
    ("appealed", _appeal),
    ("heard", _hear),
    ("second-panel", _settle_second),
    ("recorded-3", lambda scene: (_assess_second(scene), _record(Outcome.AWARD)(scene))),
    ("awarded", _release),
)
# Where the story of most cases goes another way.
CONFLICT: tuple[Step, ...] = (
    ("conflict", _late_conflict),
    ("refilled", _refill),
    ("reopened", _declare_new),
)
# The states before a leg's own are walked through and not looked at again.
LEGS: dict[str, tuple[tuple[Step, ...], tuple[Step, ...]]] = {
    "first round": ((), FIRST_ROUND),
    "second round": (FIRST_ROUND, SECOND_ROUND),
    "appeal": ((*FIRST_ROUND, *SECOND_ROUND), APPEAL),
    "late conflict": (FIRST_ROUND, CONFLICT),
    "withdrawn": (FIRST_ROUND, (("withdrawn", _withdraw),)),
    "forgotten": ((*FIRST_ROUND, *SECOND_ROUND), (("forgotten", _forget),)),
}
STATES = tuple(name for _, own in LEGS.values() for name, _ in own)


def walk(leg: str, scene: Scene) -> Iterator[str]:
    """The names of a leg's own states, each when the case stands there."""
    before, own = LEGS[leg]
    for _, step in before:
        step(scene)
    for name, step in own:
        step(scene)
        scene.application.refresh_from_db()
        yield name

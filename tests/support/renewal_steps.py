"""The year of an award by its steps alone: nothing is written, nobody judges (scheme.md 22).

gold = up_to(organisation, "gold", lead=lead, officer=officer, at=now)
statement = begin(gold, lead, gold.opens_on)
send(statement, lead, gold.due_on)
judge(statement, officer, gold.due_on)          # renewed
"""

from datetime import UTC, date, datetime
from typing import Any

from awards.choices import Role
from awards.models import Application, Award, Organisation, User
from awards.services.applications import grant_award, start_renewal
from awards.workflow import apply_transition
from tests.support.awards import hold

STAGES = ("bronze", "silver", "gold", "platinum")


def up_to(
    organisation: Organisation, stage: str, *, lead: User, officer: User, at: datetime
) -> Award:
    """Every stage up to this one, all at one moment."""
    awards = [
        hold(organisation, each, lead=lead, officer=officer, at=at)
        for each in STAGES[: STAGES.index(stage) + 1]
    ]
    return awards[-1]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def begin(award: Award, lead: User, day: date) -> Application:
    return start_renewal(award=award, actor=lead, at=noon(day))


def step(
    application: Application,
    name: str,
    actor: User,
    day: date,
    role: Role = Role.LEAD,
    **more: Any,
) -> None:
    more.setdefault("problems", [])
    if name in ("submit", "resubmit", "appeal"):
        more.setdefault("snapshot", {"kind": "statement"})
    apply_transition(application, name, actor=actor, role=role, at=noon(day), **more)


def send(application: Application, lead: User, day: date) -> None:
    step(application, "submit", lead, day)


def judge(application: Application, officer: User, day: date) -> Award:
    """The award that the decision gives."""
    step(application, "start_review", officer, day, Role.OFFICER)
    step(application, "approve", officer, day, Role.OFFICER)
    return grant_award(application=application, actor=officer, at=noon(day))


def refuse(application: Application, officer: User, day: date) -> None:
    """ "Not yet"."""
    step(application, "start_review", officer, day, Role.OFFICER)
    step(application, "decline", officer, day, Role.OFFICER)

"""How long the work of panels is kept, and with it what tells who the champions were."""

from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from awards.choices import OPEN_STATUSES
from awards.models import Challenge, Remark
from awards.selectors.holds import by_hold
from champions.models import (
    AgreedFinding,
    Appointment,
    Assessment,
    Assignment,
    Attendance,
    Champion,
    Decision,
    DecisionPoint,
    DeclarationOfInterest,
    Finding,
    OfferedTime,
    Panel,
)
from champions.services.anonymising import anonymise_panel
from foundation.clock import DutyContext
from foundation.retention import Holding
from foundation.retention_table import months_ago

YEARS = 6


def panels(at: datetime, *, held: bool = False) -> "QuerySet[Panel]":
    """A hold on one champion keeps the whole case: what one did there cannot be told apart."""
    closed = Panel.objects.filter(
        anonymised_at=None, application__status_since__lt=months_ago(at, YEARS * 12)
    ).exclude(application__status__in=OPEN_STATUSES)
    return by_hold(
        closed,
        held=held,
        organisation=["application__organisation"],
        person=["assignments__champion__user"],
    )


def sits_in_kept_panel(user: str = "pk") -> Exists:
    """Whether a person is named in the work of a panel that still has its names."""
    return Exists(
        Assignment.objects.filter(champion__user=OuterRef(user), panel__anonymised_at=None)
    )


def _anonymise(panel: Panel, context: DutyContext) -> None:
    anonymise_panel(panel, at=context.now)


HOLDINGS = [
    Holding(
        code="panels",
        name="The work of panels: findings, minutes, links they declared, questions, letters",
        kept="6 years after the decision, or after the application was closed.",
        then=(
            "Nobody can tell any more who the champions were, and what they wrote in words is "
            "deleted. Levels, dates and the outcome stay."
        ),
        models=(
            Panel,
            Assignment,
            DeclarationOfInterest,
            Assessment,
            Finding,
            Decision,
            DecisionPoint,
            AgreedFinding,
            Appointment,
            OfferedTime,
            Attendance,
            Challenge,
            Remark,
        ),
        past=panels,
        held=partial(panels, held=True),
        act=_anonymise,
    ),
    Holding(
        code="champions",
        name="That somebody is or was a champion",
        kept="As long as the account.",
        then="It goes with the account. The perspective stays, without a name.",
        models=(Champion,),
    ),
]

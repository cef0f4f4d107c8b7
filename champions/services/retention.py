"""How long the work of panels is kept, and with it what tells who the champions were."""

from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.choices import CLOSED_STATUSES, OPEN_STATUSES
from awards.models import Challenge, Remark
from awards.selectors.holds import by_hold
from champions.models import (
    Absence,
    AgreedFinding,
    Appeal,
    Appointment,
    AppointmentFinding,
    AppointmentPhoto,
    Assessment,
    Assignment,
    Attendance,
    CalendarLink,
    Champion,
    Claim,
    Decision,
    DecisionPoint,
    DeclarationOfInterest,
    Finding,
    OfferedTime,
    Panel,
    StrategyFinding,
    Training,
    VisitRuling,
)
from champions.services.anonymising import anonymise_panel
from champions.services.erasure import forget_needs
from foundation.clock import DutyContext
from foundation.dates import london_date, started_by
from foundation.retention import Holding
from foundation.retention_table import OURS, delete_row, months_ago
from portfolios.models import EvidenceItem
from portfolios.services.evidence import forget

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


def claims(at: datetime, *, held: bool = False) -> "QuerySet[Claim]":
    """An offer was for a case that needed somebody. Who did sit is told by the panel."""
    rows = Claim.objects.filter(
        application__status__in=CLOSED_STATUSES, application__status_since__lt=months_ago(at, 12)
    )
    return by_hold(
        rows, held=held, organisation=["application__organisation"], person=["champion__user"]
    )


def needs(at: datetime, *, held: bool = False) -> "QuerySet[Champion]":
    """Of whoever has stopped: what they said of their health and their week served that alone."""
    rows = Champion.objects.filter(served_until__lte=london_date(at)).exclude(
        access_needs="", suits=[], term_ends_on=None, plain_way=False
    )
    return by_hold(rows, held=held, person=["user"])


def supporters(at: datetime, *, held: bool = False) -> "QuerySet[Assessment]":
    rows = Assessment.objects.filter(
        assignment__champion__served_until__lte=london_date(at)
    ).exclude(supporter="")
    return by_hold(
        rows,
        held=held,
        organisation=["assignment__panel__application__organisation"],
        person=["assignment__champion__user"],
    )


def photos(at: datetime, *, held: bool = False) -> "QuerySet[EvidenceItem]":
    """Counted from the day on which the case was closed: nobody needs them to judge anything then."""
    rows = EvidenceItem.objects.of_panels().filter(
        photo__appointment__application__status__in=CLOSED_STATUSES,
        photo__appointment__application__status_since__lt=months_ago(at, 12),
        consent__forgotten_at=None,
    )
    return by_hold(rows, held=held, organisation=["organisation"])


def absences(at: datetime, *, held: bool = False) -> "QuerySet[Absence]":
    today = london_date(at)
    rows = Absence.objects.filter(
        Q(until_on__lte=started_by(today, months=3)) | Q(champion__served_until__lte=today)
    )
    return by_hold(rows, held=held, person=["champion__user"])


def _anonymise(panel: Panel, context: DutyContext) -> None:
    anonymise_panel(panel, at=context.now)


def _forget_photo(item: EvidenceItem, context: DutyContext) -> None:
    """A hold may have come, or the case be open again, while others of the batch went before it."""
    if photos(context.now).filter(pk=item.pk).exists():
        forget(item, at=context.now, why="The case of the visit was closed a year ago.")


def _forget_needs(champion: Champion, context: DutyContext) -> None:
    forget_needs(champion)


def _forget_supporter(assessment: Assessment, context: DutyContext) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(supporter="")


HOLDINGS = [
    Holding(
        code="panels",
        name=(
            "The work of panels: findings, minutes, visits and interviews, links they declared, "
            "questions, letters, appeals"
        ),
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
            StrategyFinding,
            Decision,
            DecisionPoint,
            AgreedFinding,
            Appeal,
            Appointment,
            AppointmentFinding,
            OfferedTime,
            Attendance,
            VisitRuling,
            Challenge,
            Remark,
        ),
        past=panels,
        held=partial(panels, held=True),
        act=_anonymise,
    ),
    Holding(
        code="visit-photos",
        name="Photos that champions took at a visit",
        kept=(
            "12 months after the decision, or after the application was closed; no longer than the "
            "people in them agree."
        ),
        then="The picture, what was said of it, and who agreed are deleted. That there was one stays.",
        models=(AppointmentPhoto,),
        past=photos,
        held=partial(photos, held=True),
        act=_forget_photo,
        source=OURS,
    ),
    Holding(
        code="champions",
        name="That somebody is or was a champion, and which training they did",
        kept="As long as the account.",
        then="It goes with the account. The perspective stays, without a name.",
        models=(Champion, Training),
    ),
    Holding(
        code="calendar-links",
        name="The private link by which your calendar reads your dates",
        kept="Until you stop it, and no longer than the account.",
        then="Deleted. Your calendar gets nothing more from us.",
        models=(CalendarLink,),
        source=OURS,
    ),
    Holding(
        code="needs",
        name="What helps a champion to take part, and the times that suit them",
        kept="As long as they serve as a champion.",
        then="Deleted on the day on which they stop.",
        models=(),
        past=needs,
        held=partial(needs, held=True),
        act=_forget_needs,
        source=OURS,
    ),
    Holding(
        code="supporters",
        name="Who helped a champion to read and write",
        kept="As long as that champion serves, and no longer than the work of the panel.",
        then="The name of the helper is deleted.",
        models=(),
        past=supporters,
        held=partial(supporters, held=True),
        act=_forget_supporter,
        source=OURS,
    ),
    Holding(
        code="absences",
        name="Days on which a champion is away",
        kept="3 months after the last of them, and no longer than they serve.",
        then="Deleted.",
        models=(Absence,),
        past=absences,
        held=partial(absences, held=True),
        act=delete_row,
        source=OURS,
    ),
    Holding(
        code="claims",
        name="That a champion offered to sit on a panel",
        kept="12 months after the case was closed.",
        then="Deleted. Who sat on the panel is kept with its work.",
        models=(Claim,),
        past=claims,
        held=partial(claims, held=True),
        act=delete_row,
        source=OURS,
    ),
]

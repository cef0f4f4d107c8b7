"""What was found at visits and interviews: the panel's own evidence, and who may read it (scheme.md 20)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from awards.models import Application, StatusChange, User
from awards.scheme import edition
from awards.selectors.kinds import asked_of
from champions.calendars import name_of
from champions.choices import AppointmentState, Side
from champions.models import (
    Appointment,
    AppointmentFinding,
    Assessment,
    Assignment,
    OfferedTime,
)
from champions.selectors.facts import needs_meeting


@dataclass(frozen=True)
class VisitFinding:
    """What was seen or heard about one criterion or check."""

    code: str
    name: str
    text: str
    # "Monitoring visit" or "Interview with staff".
    title: str
    held_on: date | None
    appointment: UUID
    # Whether the organisation reads it, too.
    shown: bool


def takes_visits(application: Application) -> bool:
    """From Silver on; Bronze has its meeting instead."""
    return not needs_meeting(application)


def findings_by_code(application: Application) -> dict[str, list[VisitFinding]]:
    """All that visits and interviews of this case found, oldest first. One query.

    For the panel and officers only: the caller has checked who reads.
    """
    found: dict[str, list[VisitFinding]] = defaultdict(list)
    rows = AppointmentFinding.objects.filter(
        appointment__application=application, appointment__state=AppointmentState.HELD
    ).select_related("appointment")
    for row in rows.order_by("appointment__held_on", "appointment__pk", "pk"):
        found[row.code].append(_finding(row, row.appointment, application))
    return dict(found)


def findings_of(appointment: Appointment) -> list[VisitFinding]:
    """Of one visit, in the order in which the stage asks. One query."""
    application = appointment.application
    order = {each.code: place for place, each in enumerate(asked_of(application))}
    rows = sorted(appointment.findings.all(), key=lambda row: order.get(row.code, len(order)))
    return [_finding(row, appointment, application) for row in rows]


def _finding(
    row: AppointmentFinding, appointment: Appointment, application: Application
) -> VisitFinding:
    return VisitFinding(
        code=row.code,
        name=edition(application.edition).asked(row.code).name,
        text=row.text,
        title=name_of(appointment),
        held_on=appointment.held_on,
        appointment=appointment.uuid,
        shown=appointment.shown_at is not None,
    )


def visits_for_panel(application: Application, reader: User) -> "QuerySet[Appointment]":
    """What a champion or an officer may see, in the order in which they were made.

    Whoever decides after an appeal reads what the first panel wrote up once their own assessment is
    in, unless the organisation reads it too.
    """
    rows = Appointment.objects.visits().filter(application=application)
    appealed = StatusChange.objects.filter(application=application, name="appeal")
    since = appealed.order_by("-at", "-pk").values_list("at", flat=True).first()
    if since is None or _has_assessed(application, reader) or not _sits(application, reader):
        return rows
    # One that began and was never written up may have photos.
    over = Q(minuted_at__lt=since) | Q(state=AppointmentState.CANCELLED, state_since__lt=since)
    return rows.exclude(over, shown_at=None)


def _sits(application: Application, reader: User) -> bool:
    seats = Assignment.objects.active().filter(panel__application=application)
    return seats.filter(champion__user=reader).exists()


def _has_assessed(application: Application, reader: User) -> bool:
    """Of those who sit now: every place ends with an appeal, so theirs came after it."""
    sent = Assessment.objects.counting().filter(assignment__panel__application=application)
    return sent.filter(assignment__champion__user=reader).exists()


def visits_to_choose(application: Application, *, at: datetime) -> int:
    """How many wait for the organisation to choose a time. One query from Silver on."""
    if not takes_visits(application):
        return 0
    waiting = OfferedTime.objects.open().filter(side=Side.PANEL, starts_at__gt=at)
    mine = Appointment.objects.visits().open().filter(application=application)
    return waiting.filter(appointment__in=mine).values("appointment").distinct().count()

"""Figures for lists of cases: one query each, however long the list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from awards.choices import ApplicationKind, Status
from awards.models import Application, StatusChange
from awards.scheme import Panel as PanelRule
from awards.scheme import installed
from champions.choices import AppointmentState, MeetingOutcome, Missing, Purpose
from champions.models import Appointment, Assessment, Assignment, Decision, OfferedTime, Panel


@dataclass(frozen=True)
class Progress:
    done: int
    of: int


def panel_sizes(applications: Iterable[Application]) -> dict[int, int]:
    """How many champions sit now; a case without a panel is left out."""
    rows = (
        Assignment.objects.active()
        .filter(panel__application__in=[each.pk for each in applications])
        .values_list("panel__application")
        .annotate(size=Count("pk"))
        .order_by()
    )
    return dict(rows)


def meeting_states(applications: Iterable[Application]) -> dict[int, AppointmentState]:
    """The state of the latest meeting that was not cancelled."""
    rows = (
        Appointment.objects.meetings()
        .filter(application__in=[each.pk for each in applications])
        .exclude(state=AppointmentState.CANCELLED)
        .order_by("created_at", "pk")
        .values_list("application", "state")
    )
    return {application: AppointmentState(state) for application, state in rows}


def assessment_progress(applications: Iterable[Application]) -> dict[int, Progress]:
    """How many of those who sit have sent their assessment of the latest version."""
    rows = (
        Assignment.objects.active()
        .filter(panel__application__in=[each.pk for each in applications])
        .annotate(sent=_sent_on_latest())
        .values_list("panel__application")
        .annotate(of=Count("pk"), done=Count("pk", filter=Q(sent=True)))
        .order_by()
    )
    return {application: Progress(done=done, of=of) for application, of, done in rows}


def decision_states(applications: Iterable[Application]) -> dict[int, str]:
    """`recorded` or `released`, for the latest decision that was not taken back."""
    rows = (
        Decision.objects.filter(
            panel__application__in=[each.pk for each in applications], cancelled_at=None
        )
        .order_by("recorded_at", "pk")
        .values_list("panel__application", "released_at")
    )
    return {application: "released" if at else "recorded" for application, at in rows}


def lacking(
    applications: QuerySet[Application], what: Missing, *, at: datetime
) -> QuerySet[Application]:
    """The cases where this is the thing that has not been done, found in the database."""
    panel = Assignment.objects.active().filter(panel__application=OuterRef("pk"))
    meetings = Appointment.objects.filter(application=OuterRef("pk"), purpose=Purpose.MEETING)
    first = Q(kind=ApplicationKind.STAGE, stage__in=_first_stages())
    held = ~first | Exists(
        meetings.filter(state=AppointmentState.HELD, outcome=MeetingOutcome.READY)
    )
    unassessed = Exists(panel.annotate(sent=_sent_on_latest()).filter(sent=False))
    recorded = Exists(Decision.objects.waiting().filter(panel__application=OuterRef("pk")))
    chaired = Exists(panel.filter(is_chair=True))
    reviewed = applications.filter(status=Status.IN_REVIEW)
    match what:
        case Missing.PANEL:
            return applications.filter(
                Q(status=Status.SUBMITTED) | (Q(status=Status.IN_REVIEW) & lacks_panel())
            )
        case Missing.OFFER:
            coming = OfferedTime.objects.open().filter(appointment=OuterRef("pk"), starts_at__gt=at)
            arranged = meetings.open().filter(Q(state=AppointmentState.AGREED) | Exists(coming))
            return reviewed.filter(first, ~held, ~Exists(arranged))
        case Missing.MINUTES:
            due = meetings.filter(state=AppointmentState.AGREED, starts_at__lte=at)
            return reviewed.filter(Exists(due))
        case Missing.ASSESSMENT:
            return reviewed.filter(held, unassessed)
        case Missing.DECISION:
            return reviewed.filter(held, chaired, ~unassessed, ~recorded)
        case Missing.RELEASE:
            return reviewed.filter(recorded)


def lacks_panel() -> Q:
    """Of a case in review: its panel cannot go on, because of its chair, its mix or a new tie (T-36).

    What `champions.selectors.problems` says of one case, asked of all of them at once.
    """
    seats = Assignment.objects.active().filter(panel__application=OuterRef("pk"))
    joined = seats.filter(champion__user__memberships__organisation=OuterRef("organisation"))
    unwaived = Exists(Panel.objects.filter(application=OuterRef("pk"), waiver=""))
    per_panel = seats.order_by().values("panel").annotate(size=Count("pk")).values("size")
    size = Coalesce(Subquery(per_panel), Value(0))
    found = ~Q(Exists(seats.filter(is_chair=True))) | Q(Exists(joined))
    for rule, cases in _panel_rules().items():
        short = Q(LessThan(size, rule.minimum_champions))
        for need in rule.needs:
            short |= ~Q(Exists(seats.filter(champion__perspective__in=need)))
        for need in rule.needs_unless_waived:
            short |= Q(unwaived) & ~Q(Exists(seats.filter(champion__perspective__in=need)))
        found |= cases & short
    return found


def _panel_rules() -> dict[PanelRule, Q]:
    """Every rule of the installed editions, with the cases it is for (scheme.md 3)."""
    rules: dict[PanelRule, Q] = defaultdict(Q)
    for scheme in installed().values():
        for stage in scheme.stages:
            rules[stage.panel] |= Q(
                edition=scheme.code, stage=stage.code, kind=ApplicationKind.STAGE
            )
        rules[scheme.renewal.panel] |= Q(edition=scheme.code, kind=ApplicationKind.REVALIDATION)
    return rules


def _sent_on_latest() -> Exists:
    """For an assignment: an assessment was sent, and no newer version has come since."""
    newer = StatusChange.objects.filter(
        application=OuterRef("change__application"),
        name__in=["submit", "resubmit"],
        pk__gt=OuterRef("change"),
    )
    return Exists(
        Assessment.objects.submitted().filter(assignment=OuterRef("pk")).filter(~Exists(newer))
    )


def _first_stages() -> list[str]:
    return [s.code for scheme in installed().values() for s in scheme.stages if s.requires is None]

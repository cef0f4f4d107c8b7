"""Figures for lists of cases: one query each, however long the list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from awards.choices import OPEN_STATUSES, SENT, ApplicationKind, Status
from awards.models import Application, Award, Extension, StatusChange
from awards.scheme import Panel as PanelRule
from awards.scheme import installed
from champions.choices import AppointmentState, MeetingOutcome, Missing, Purpose
from champions.models import Appointment, Assessment, Assignment, Decision, OfferedTime, Panel
from foundation.dates import london_date, months_later


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
        case Missing.PLAN:
            return applications.filter(of_awaited(_past(london_date(at))))
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


def awaiting(on: date) -> QuerySet[Any]:
    """Awards whose next stage has a date and did not come in yet: `StageOfJourney.awaited`, of all at once.

    Each with `next_stage`, and with the latest date that an officer gave for it as `more`.
    """
    nexts: list[When] = []
    for scheme in installed().values():
        for stage in scheme.stages:
            if stage.due is not None and stage.requires is not None:
                requires = Q(edition=scheme.code, stage=stage.requires)
                nexts.append(When(requires, then=Value(stage.code)))
    same = {"organisation": OuterRef("organisation"), "stage": OuterRef("next_stage")}
    sent = Application.objects.filter(
        **same, kind=ApplicationKind.STAGE, submitted_at__isnull=False
    ).exclude(status=Status.WITHDRAWN)
    given = Extension.objects.of_stages().filter(**same).order_by("-pk").values("due_on")
    return (
        Award.objects.held_on(on)
        .annotate(next_stage=Case(*nexts, default=None))
        .filter(
            ~Exists(sent),
            ~Exists(Award.objects.standing().filter(**same)),
            next_stage__isnull=False,
        )
        .annotate(more=Subquery(given[:1]))
    )


def of_awaited(awards: QuerySet[Any]) -> Q:
    """Of an application: it is what the organisation writes for one of these dates, or it is over."""
    theirs = awards.filter(organisation=OuterRef("organisation"))
    writing = Q(status=Status.DRAFT, kind=ApplicationKind.STAGE)
    return (writing & Q(Exists(theirs.filter(next_stage=OuterRef("stage"))))) | (
        ~Q(status__in=OPEN_STATUSES) & Q(Exists(theirs))
    )


def _past(on: date) -> QuerySet[Any]:
    """Awaited, and the date is over. More time counts only when it is the later date."""
    counted = Q()
    for scheme in installed().values():
        for stage in scheme.stages:
            if stage.due is not None:
                last = last_day_past(on, stage.due.months)
                counted |= Q(edition=scheme.code, next_stage=stage.code, awarded_on__lte=last)
    return awaiting(on).filter(counted, Q(more=None) | Q(more__lt=on))


def last_day_past(on: date, months: int) -> date:
    """The last day from which so many months are over on that day (T-88).

    Databases count months in different ways, so they are given a day to compare with.
    """
    day = months_later(on, -months)
    while months_later(day, months) >= on:
        day -= timedelta(days=1)
    return day


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
        name__in=SENT,
        pk__gt=OuterRef("change"),
    )
    return Exists(
        Assessment.objects.submitted().filter(assignment=OuterRef("pk")).filter(~Exists(newer))
    )


def _first_stages() -> list[str]:
    return [s.code for scheme in installed().values() for s in scheme.stages if s.requires is None]

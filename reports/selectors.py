"""Where every organisation stands, for officers. A constant number of queries for any number of rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import CharField
from django.db.models.functions import Coalesce

from awards.choices import OPEN_STATUSES, AwardCondition, Status
from awards.models import Application, Award, Organisation, StatusChange
from awards.scheme import Scheme, Stage
from champions.choices import AppointmentState, Interest, Missing, Side
from champions.models import Assignment, Decision, DeclarationOfInterest, OfferedTime
from champions.selectors.bulk import lacking
from champions.selectors.steps import Step, case_steps
from reports.choices import Order, WaitingOn


@dataclass(frozen=True)
class Filters:
    """What an officer asked to see; an empty value means "any"."""

    query: str = ""
    held: str = ""
    stage: str = ""
    status: str = ""
    sector: str = ""
    waiting_on: str = ""
    missing: str = ""
    order: str = Order.NAME


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    organisation: Organisation
    held: Stage | None
    stage: Stage | None
    status: Status | None
    waiting_on: WaitingOn | None
    step: Step | None


def with_waiting(applications: QuerySet[Application], *, at: datetime) -> QuerySet[Any]:
    """Adds `waiting_on`, worked out by the database so that a list of any length can be filtered by it.

    It says of a case what `champions.selectors.steps` says of it in words; a test holds them together.
    """
    mine = OuterRef("pk")
    seats = Assignment.objects.active().filter(panel__application=mine)
    has_joined = seats.filter(champion__user__memberships__organisation=OuterRef("organisation"))
    said_no = DeclarationOfInterest.objects.filter(assignment=OuterRef("pk"), nature=Interest.NONE)
    undeclared = seats.filter(~Exists(said_no))
    asked_of_organisation = OfferedTime.objects.open().filter(
        appointment__application=mine,
        appointment__state=AppointmentState.OFFERED,
        side=Side.PANEL,
        starts_at__gt=at,
    )
    reviewed = Q(status=Status.IN_REVIEW)
    officer = Q(status=Status.SUBMITTED) | (
        reviewed
        & (
            Exists(Decision.objects.waiting().filter(panel__application=mine))
            | ~Exists(seats.filter(is_chair=True))
            | Exists(has_joined)
        )
    )
    organisation = Q(status__in=[Status.DRAFT, Status.CHANGES_REQUESTED]) | (
        reviewed & ~Exists(undeclared) & Exists(asked_of_organisation)
    )
    return applications.annotate(
        waiting_on=Case(
            When(officer, then=Value(WaitingOn.OFFICER.value)),
            When(organisation, then=Value(WaitingOn.ORGANISATION.value)),
            When(reviewed, then=Value(WaitingOn.CHAMPIONS.value)),
            default=Value(""),
            output_field=CharField(),
        )
    )


def organisations(filters: Filters, *, at: datetime, on: date) -> QuerySet[Organisation]:
    """The organisations that an officer asked for, in the order they asked for."""
    newest = Application.objects.filter(organisation=OuterRef("pk")).order_by(
        Case(When(status__in=OPEN_STATUSES, then=Value(0)), default=Value(1)), "-created_at", "-pk"
    )
    found = Organisation.objects.annotate(
        current=Subquery(newest.values("pk")[:1]),
        waiting_since=Subquery(newest.values("status_since")[:1]),
    )
    if filters.query:
        found = found.filter(_matches(filters.query)).distinct()
    if filters.sector:
        found = found.filter(sector=filters.sector)
    if filters.held:
        found = found.filter(
            Exists(
                Award.objects.standing()
                .filter(organisation=OuterRef("pk"), stage=filters.held)
                .filter(Q(valid_until=None) | Q(valid_until__gte=on))
            )
        )
    applications = _wanted(filters, at=at)
    if applications is not None:
        found = found.filter(current__in=applications.values("pk"))
    return found.order_by(*_ORDERS[Order(filters.order)], "pk")


_ORDERS: dict[Order, tuple[str | Combinable, ...]] = {
    Order.NAME: ("name",),
    Order.LONGEST: (Coalesce("waiting_since", F("created_at")).asc(),),
    Order.NEWEST: ("-created_at",),
}


def _wanted(filters: Filters, *, at: datetime) -> QuerySet[Any] | None:
    """The applications that the filters speak of; None when they speak of none."""
    before: QuerySet[Any] = Application.objects.order_by()
    rows = before
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.missing:
        rows = lacking(rows, Missing(filters.missing), at=at)
    if filters.waiting_on:
        rows = with_waiting(rows, at=at).filter(waiting_on=filters.waiting_on)
    return None if rows is before else rows


def _matches(query: str) -> Q:
    """Taken literally; `%` and `_` find themselves (T-87)."""
    return (
        Q(name__icontains=query)
        | Q(printed_name__icontains=query)
        | Q(postcode__icontains=query)
        | Q(applications__reference__iexact=query)
        | Q(memberships__user__name__icontains=query)
        | Q(memberships__user__email__iexact=query)
    )


def rows_of(page: list[Organisation], *, scheme: Scheme, at: datetime, on: date) -> list[Row]:
    """The lines for one page: nine more queries, whatever its length."""
    keys = [organisation.pk for organisation in page]
    awards: dict[int, list[Award]] = {key: [] for key in keys}
    for award in Award.objects.standing().filter(organisation__in=keys):
        awards[award.organisation_id].append(award)
    current = {organisation.current for organisation in page}  # type: ignore[attr-defined]  # annotated above
    applications: list[Application] = list(
        with_waiting(Application.objects.filter(pk__in=current), at=at)
    )
    steps = case_steps(applications, at=at)
    by_organisation = {each.organisation_id: each for each in applications}
    rows = []
    for organisation in page:
        application = by_organisation.get(organisation.pk)
        rows.append(
            Row(
                organisation=organisation,
                held=_highest_held(awards[organisation.pk], scheme, on),
                stage=scheme.stage(application.stage) if application else None,
                status=Status(application.status) if application else None,
                waiting_on=_waiting_on(application),
                step=steps[application.pk] if application else None,
            )
        )
    return rows


def _highest_held(awards: list[Award], scheme: Scheme, on: date) -> Stage | None:
    held = None
    conditions = {award.stage: award.condition(on) for award in awards}
    for stage in scheme.stages:
        if conditions.get(stage.code) in (AwardCondition.IN_FORCE, AwardCondition.DUE):
            held = stage
    return held


def _waiting_on(application: Application | None) -> WaitingOn | None:
    value: str = getattr(application, "waiting_on", "")
    return WaitingOn(value) if value else None


def counts(*, at: datetime) -> dict[WaitingOn, int]:
    """How much waits on whom, drafts left out, for the head of the list; one query."""
    sent = Application.objects.filter(status__in=OPEN_STATUSES).exclude(status=Status.DRAFT)
    waiting = list(with_waiting(sent, at=at).order_by().values_list("waiting_on", flat=True))
    return {choice: waiting.count(choice.value) for choice in WaitingOn}


def history_of(organisation: Organisation) -> list[StatusChange]:
    return list(
        StatusChange.objects.filter(application__organisation=organisation)
        .select_related("application", "actor")
        .defer("snapshot")
        .order_by("-at", "-pk")
    )

"""Whose turn it is, worked out by the database, so that a list of any length can be filtered by it."""

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from awards.choices import OPEN_STATUSES, Interest, Status
from awards.models import Application
from champions.choices import AppointmentState, Purpose, Side
from champions.models import Assignment, Decision, DeclarationOfInterest, OfferedTime
from champions.selectors.bulk import awaiting, lacks_panel, of_awaited
from foundation.dates import london_date
from reports.choices import WaitingOn
from reports.selectors.renewing import Near, keys_waiting

# What `champions.selectors.steps` calls a turn, as the list calls it.
BY_TURN = {
    "organisation": WaitingOn.ORGANISATION,
    "officer": WaitingOn.OFFICER,
    "panel": WaitingOn.CHAMPIONS,
    "chair": WaitingOn.CHAMPIONS,
    "both": WaitingOn.CHAMPIONS,
}


def with_waiting(applications: QuerySet[Application], *, at: datetime) -> QuerySet[Any]:
    """Adds `waiting_on`.

    It says of a case what `champions.selectors.steps` says of it in words; a test holds them together.
    """
    mine = OuterRef("pk")
    reviewed = Q(status=Status.IN_REVIEW)
    recorded = Exists(Decision.objects.waiting().filter(panel__application=mine))
    said_no = DeclarationOfInterest.objects.filter(assignment=OuterRef("pk"), nature=Interest.NONE)
    seats = Assignment.objects.active().filter(panel__application=mine)
    undeclared = Exists(seats.filter(~Exists(said_no)))
    asked_to_choose = Exists(
        OfferedTime.objects.open().filter(
            appointment__application=mine,
            appointment__purpose=Purpose.MEETING,
            appointment__state=AppointmentState.OFFERED,
            side=Side.PANEL,
            starts_at__gt=at,
        )
    )
    officer = Q(status=Status.SUBMITTED) | (reviewed & (Q(recorded) | lacks_panel()))
    organisation = Q(status__in=[Status.DRAFT, Status.CHANGES_REQUESTED]) | (
        reviewed & ~Q(undeclared) & Q(asked_to_choose)
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


def with_turn(applications: QuerySet[Application], *, at: datetime, near: Near) -> QuerySet[Any]:
    """Adds `turn`: `waiting_on`, and the organisation where nothing is open and a plan is awaited, or an
    award is to be renewed.
    """
    awaited = of_awaited(awaiting(london_date(at)))
    renewing = Q(organisation__in=keys_waiting(near, on=london_date(at)))
    turn = Case(
        When(awaited, then=Value(WaitingOn.ORGANISATION.value)),
        When(renewing & ~Q(status__in=OPEN_STATUSES), then=Value(WaitingOn.ORGANISATION.value)),
        default=F("waiting_on"),
        output_field=CharField(),
    )
    found: QuerySet[Any] = with_waiting(applications, at=at).annotate(turn=turn)
    return found

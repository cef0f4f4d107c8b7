"""What this room forgets of a person, and of an organisation whose name is deleted."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model, Q

from awards.choices import Interest
from awards.models import Application, Challenge, Remark, StatusChange, User
from champions.choices import Capacity
from champions.models import (
    AgreedFinding,
    Appointment,
    Attendance,
    Champion,
    Decision,
    DecisionPoint,
    DeclarationOfInterest,
    Finding,
    Panel,
)

DELETED = "Deleted"


@transaction.atomic
def forget_champion(person: User) -> None:
    """What a champion said about themselves and their family; what they found about others stays."""
    Champion.objects.filter(user=person).update(turns_18_on=None)
    declared = DeclarationOfInterest.objects.filter(assignment__champion__user=person)
    declared.filter(nature=Interest.OTHER).update(details=DELETED)
    declared.exclude(nature=Interest.OTHER).update(details="")
    for capacity in Capacity:
        Attendance.objects.filter(user=person, capacity=capacity).update(name=capacity.label)


@transaction.atomic
def empty_case(application: Application) -> None:
    """Every text that was written about one application. Steps, dates, levels and outcomes stay."""
    panel = Panel.objects.filter(application=application)
    texts: list[tuple[type[Model], Q, Mapping[str, str]]] = [
        (
            Challenge,
            Q(application=application),
            {"text": DELETED, "subject_name": DELETED, "closing_note": ""},
        ),
        (Remark, Q(application=application), {"text": DELETED}),
        (
            Appointment,
            Q(application=application),
            {"place": "", "access_needs": "", "summary": DELETED, "next_steps": DELETED},
        ),
        (Appointment, Q(application=application), {"commitment_assessed": DELETED}),
        (
            Appointment,
            Q(application=application) & ~Q(cancelled_reason=""),
            {"cancelled_reason": DELETED},
        ),
        (Panel, Q(application=application), {"waiver": ""}),
        (Finding, Q(assessment__assignment__panel__in=panel), {"note": ""}),
        (Decision, Q(panel__in=panel), {"feedback": DELETED, "letter": DELETED}),
        (Decision, Q(panel__in=panel) & ~Q(cancelled_reason=""), {"cancelled_reason": DELETED}),
        (DecisionPoint, Q(decision__panel__in=panel), {"sentence": DELETED}),
        (AgreedFinding, Q(decision__panel__in=panel), {"note": "", "dissent": ""}),
        (StatusChange, Q(application=application), {"note": ""}),
    ]
    for model, which, values in texts:
        model._default_manager.filter(which).update(**values)
    declared = DeclarationOfInterest.objects.filter(assignment__panel__in=panel)
    declared.filter(nature=Interest.OTHER).update(details=DELETED)
    declared.exclude(nature=Interest.OTHER).update(details="")
    for capacity in Capacity:
        Attendance.objects.filter(appointment__application=application, capacity=capacity).update(
            name=capacity.label
        )

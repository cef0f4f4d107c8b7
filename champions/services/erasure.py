"""What this room forgets of a person, and of an organisation whose name is deleted."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model, Q

from awards.choices import Interest
from awards.models import Application, Challenge, Remark, StatusChange, User
from champions.choices import Capacity, Ended
from champions.models import (
    Absence,
    AgreedFinding,
    Appeal,
    Appointment,
    AppointmentFinding,
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
    Panel,
    StrategyFinding,
    Training,
    VisitRuling,
)
from foundation.models import Draft

DELETED = "Deleted"


@transaction.atomic
def forget_champion(person: User) -> None:
    """What a champion said about themselves and their family; what they found about others stays."""
    for champion in Champion.objects.filter(user=person):
        forget_needs(champion)
    Champion.objects.filter(user=person).update(turns_18_on=None)
    Assessment.objects.filter(assignment__champion__user=person).update(supporter="")
    Absence.objects.filter(champion__user=person).delete()
    Training.objects.filter(champion__user=person).delete()
    Claim.objects.filter(champion__user=person).delete()
    CalendarLink.objects.filter(user=person).delete()
    _forget_why_left(Q(champion__user=person))
    declared = DeclarationOfInterest.objects.filter(assignment__champion__user=person)
    declared.filter(nature=Interest.OTHER).update(details=DELETED)
    declared.exclude(nature=Interest.OTHER).update(details="")
    for capacity in Capacity:
        Attendance.objects.filter(user=person, capacity=capacity).update(name=capacity.label)


def forget_needs(champion: Champion) -> None:
    """What helps them to take part, and when: needed for as long as they serve."""
    Champion.objects.filter(pk=champion.pk).update(
        access_needs="", suits=[], term_ends_on=None, plain_way=False
    )


@transaction.atomic
def forget_writing(application: Application) -> None:
    """What an organisation wrote to ask for another look, and what anybody typed here and did not send."""
    Appeal.objects.filter(decision__panel__application=application).update(grounds=DELETED)
    letters = Decision.objects.filter(panel__application=application)
    meetings = Appointment.objects.filter(application=application)
    keys = Q(key__contains=application.uuid)
    for uuid in [*letters.values_list("uuid", flat=True), *meetings.values_list("uuid", flat=True)]:
        keys |= Q(key__contains=uuid)
    Draft.objects.filter(keys).delete()


def _forget_why_left(seats: Q) -> None:
    """Who was taken off keeps that there was a reason; the reason goes."""
    noted = Assignment.objects.filter(seats).exclude(ended_note="")
    noted.filter(ended_reason=Ended.RECUSED).update(ended_note=DELETED)
    noted.exclude(ended_reason=Ended.RECUSED).update(ended_note="")


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
            {
                "place": "",
                "access_needs": "",
                "about": "",
                "summary": DELETED,
                "next_steps": DELETED,
            },
        ),
        (AppointmentFinding, Q(appointment__application=application), {"text": DELETED}),
        (Appointment, Q(application=application), {"commitment_assessed": DELETED}),
        (
            Appointment,
            Q(application=application) & ~Q(cancelled_reason=""),
            {"cancelled_reason": DELETED},
        ),
        (Panel, Q(application=application), {"waiver": ""}),
        (VisitRuling, Q(application=application), {"reason": DELETED}),
        (Assessment, Q(assignment__panel__in=panel), {"supporter": ""}),
        (
            Finding,
            Q(assessment__assignment__panel__in=panel),
            {"note": "", "strength": "", "challenge": ""},
        ),
        (StrategyFinding, Q(assessment__assignment__panel__in=panel), {"note": ""}),
        (Decision, Q(panel__in=panel), {"feedback": DELETED, "letter": DELETED}),
        (Decision, Q(panel__in=panel) & ~Q(cancelled_reason=""), {"cancelled_reason": DELETED}),
        (DecisionPoint, Q(decision__panel__in=panel), {"sentence": DELETED}),
        (AgreedFinding, Q(decision__panel__in=panel), {"note": "", "dissent": ""}),
        (Appeal, Q(decision__panel__in=panel), {"grounds": DELETED}),
        (Appeal, Q(decision__panel__in=panel) & ~Q(refused_why=""), {"refused_why": DELETED}),
        (StatusChange, Q(application=application), {"note": ""}),
    ]
    for model, which, values in texts:
        model._default_manager.filter(which).update(**values)
    _forget_why_left(Q(panel__in=panel))
    declared = DeclarationOfInterest.objects.filter(assignment__panel__in=panel)
    declared.filter(nature=Interest.OTHER).update(details=DELETED)
    declared.exclude(nature=Interest.OTHER).update(details="")
    for capacity in Capacity:
        Attendance.objects.filter(appointment__application=application, capacity=capacity).update(
            name=capacity.label
        )

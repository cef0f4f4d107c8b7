from champions.models.appeals import Appeal
from champions.models.appointments import (
    Appointment,
    AppointmentFinding,
    Attendance,
    OfferedTime,
)
from champions.models.assessments import Assessment, Finding, StrategyFinding
from champions.models.champions import Absence, Champion, Training
from champions.models.decisions import AgreedFinding, Decision, DecisionPoint
from champions.models.panels import Assignment, Claim, DeclarationOfInterest, Panel

__all__ = [
    "Absence",
    "AgreedFinding",
    "Appeal",
    "Appointment",
    "AppointmentFinding",
    "Assessment",
    "Assignment",
    "Attendance",
    "Champion",
    "Claim",
    "Decision",
    "DecisionPoint",
    "DeclarationOfInterest",
    "Finding",
    "OfferedTime",
    "Panel",
    "StrategyFinding",
    "Training",
]

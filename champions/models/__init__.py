from champions.models.appointments import Appointment, Attendance, OfferedTime
from champions.models.assessments import Assessment, Finding
from champions.models.champions import Champion
from champions.models.decisions import AgreedFinding, Decision, DecisionPoint
from champions.models.panels import Assignment, DeclarationOfInterest, Panel

__all__ = [
    "AgreedFinding",
    "Appointment",
    "Assessment",
    "Assignment",
    "Attendance",
    "Champion",
    "Decision",
    "DecisionPoint",
    "DeclarationOfInterest",
    "Finding",
    "OfferedTime",
    "Panel",
]

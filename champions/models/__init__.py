from champions.models.appeals import Appeal
from champions.models.appointments import (
    Appointment,
    AppointmentFinding,
    AppointmentPhoto,
    Attendance,
    OfferedTime,
)
from champions.models.assessments import Assessment, Finding, StrategyFinding
from champions.models.calendars import CalendarLink
from champions.models.champions import Absence, Champion, Training
from champions.models.decisions import AgreedFinding, Decision, DecisionPoint
from champions.models.panels import Assignment, Claim, DeclarationOfInterest, Panel
from champions.models.rulings import VisitRuling

__all__ = [
    "Absence",
    "AgreedFinding",
    "Appeal",
    "Appointment",
    "AppointmentFinding",
    "AppointmentPhoto",
    "Assessment",
    "Assignment",
    "Attendance",
    "CalendarLink",
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
    "VisitRuling",
]

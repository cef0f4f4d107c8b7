from portfolios.models.commitments import Commitment
from portfolios.models.plans import (
    Action,
    ActionPrinciple,
    Barrier,
    DeliveryPlan,
    Measure,
    Milestone,
    MilestoneReport,
    PolicyFit,
    Printout,
)
from portfolios.models.registrations import RegistrationForm, RegistrationLead
from portfolios.models.shared import EngagementLevel, ListItem, Partner, SectionEdit, Work

__all__ = [
    "Action",
    "ActionPrinciple",
    "Barrier",
    "Commitment",
    "DeliveryPlan",
    "EngagementLevel",
    "ListItem",
    "Measure",
    "Milestone",
    "MilestoneReport",
    "Partner",
    "PolicyFit",
    "Printout",
    "RegistrationForm",
    "RegistrationLead",
    "SectionEdit",
    "Work",
]

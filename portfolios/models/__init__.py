from portfolios.models.commitments import Commitment
from portfolios.models.evidence import Consent, EvidenceFile, EvidenceItem, EvidenceTag
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
from portfolios.models.portfolios import (
    ActionOutcome,
    MeasureOutcome,
    Narrative,
    Portfolio,
    SentFile,
    SentItem,
)
from portfolios.models.registrations import RegistrationForm, RegistrationLead
from portfolios.models.shared import EngagementLevel, ListItem, Partner, SectionEdit, Work
from portfolios.models.statements import Affirmation, AffirmedItem, Statement

__all__ = [
    "Action",
    "ActionOutcome",
    "ActionPrinciple",
    "Affirmation",
    "AffirmedItem",
    "Barrier",
    "Commitment",
    "Consent",
    "DeliveryPlan",
    "EngagementLevel",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceTag",
    "ListItem",
    "Measure",
    "MeasureOutcome",
    "Milestone",
    "MilestoneReport",
    "Narrative",
    "Partner",
    "PolicyFit",
    "Portfolio",
    "Printout",
    "RegistrationForm",
    "RegistrationLead",
    "SectionEdit",
    "SentFile",
    "SentItem",
    "Statement",
    "Work",
]

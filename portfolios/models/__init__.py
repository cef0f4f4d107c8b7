from portfolios.models.commitments import Commitment
from portfolios.models.registrations import RegistrationForm, RegistrationLead
from portfolios.models.shared import EngagementLevel, Partner, SectionEdit

__all__ = [
    "Commitment",
    "EngagementLevel",
    "Partner",
    "RegistrationForm",
    "RegistrationLead",
    "SectionEdit",
]

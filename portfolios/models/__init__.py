from portfolios.models.commitments import Commitment
from portfolios.models.registrations import (
    EngagementLevel,
    Partner,
    RegistrationForm,
    RegistrationLead,
    SectionEdit,
)

__all__ = [
    "Commitment",
    "EngagementLevel",
    "Partner",
    "RegistrationForm",
    "RegistrationLead",
    "SectionEdit",
]

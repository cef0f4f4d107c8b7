from reports.services.erasure.doing import (
    erase_organisation_now,
    erase_person_now,
    erase_terms_now,
)
from reports.services.erasure.ordering import (
    cancel_erasure,
    carry_out,
    confirm_erasure,
    order_erasure,
    progress_of,
)

__all__ = [
    "cancel_erasure",
    "carry_out",
    "confirm_erasure",
    "erase_organisation_now",
    "erase_person_now",
    "erase_terms_now",
    "order_erasure",
    "progress_of",
]

from portfolios.services.evidence.consent import (
    FOR_GOOD,
    is_taken_down,
    record_consent,
    withdraw_consent,
)
from portfolios.services.evidence.editing import bytes_kept, draft_key
from portfolios.services.evidence.files import (
    add_file,
    capture_file,
    capture_together,
    describe_file,
    remove_file,
)
from portfolios.services.evidence.forgetting import forget
from portfolios.services.evidence.gathered import drop_photo, gather_photo, show_gathered
from portfolios.services.evidence.items import (
    add_item,
    change_item,
    leave_out,
    place_item,
    remove_item,
    tag_items,
)
from portfolios.services.evidence.several import tell_several

__all__ = [
    "FOR_GOOD",
    "add_file",
    "add_item",
    "bytes_kept",
    "capture_file",
    "capture_together",
    "change_item",
    "describe_file",
    "draft_key",
    "drop_photo",
    "forget",
    "gather_photo",
    "is_taken_down",
    "leave_out",
    "place_item",
    "record_consent",
    "remove_file",
    "remove_item",
    "show_gathered",
    "tag_items",
    "tell_several",
    "withdraw_consent",
]

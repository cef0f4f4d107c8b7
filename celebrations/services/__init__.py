from celebrations.services.answering import approve_spotlight, ask_for_changes, take_down
from celebrations.services.sending import send_spotlight, take_back
from celebrations.services.writing import (
    begin_spotlight,
    choose_pictures,
    describe_picture,
    draft_key,
    drop_draft,
    save_story,
)

__all__ = [
    "approve_spotlight",
    "ask_for_changes",
    "begin_spotlight",
    "choose_pictures",
    "describe_picture",
    "draft_key",
    "drop_draft",
    "save_story",
    "send_spotlight",
    "take_back",
    "take_down",
]

"""Who sits on a panel: settled by an officer, offered for by champions, left for many reasons.

Other rooms and modules use these names.
"""

from champions.services.panels.claims import make_offer, need_champion, take_offer_back
from champions.services.panels.leaving import (
    declare_interest,
    end_tied_place,
    stand_aside,
    step_back,
    take_off,
)
from champions.services.panels.seats import (
    OPEN_FOR_PANELS,
    end_seat,
    reopen_if_quorum_lost,
    take_back,
)
from champions.services.panels.settling import need_other_officer, settle_panel

__all__ = [
    "OPEN_FOR_PANELS",
    "declare_interest",
    "end_seat",
    "end_tied_place",
    "make_offer",
    "need_champion",
    "need_other_officer",
    "reopen_if_quorum_lost",
    "settle_panel",
    "stand_aside",
    "step_back",
    "take_back",
    "take_off",
    "take_offer_back",
]

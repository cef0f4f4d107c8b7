"""Offering, choosing, moving and calling off a meeting, a visit or an interview (scheme.md 7, 20)."""

from champions.services.meetings.arranging import (
    accept_time,
    agree,
    offer_again,
    offer_times,
    offer_visit,
    propose_other_times,
)
from champions.services.meetings.changing import call_off, cancel, change_place, move
from champions.services.meetings.rounds import MOST_TIMES

__all__ = [
    "MOST_TIMES",
    "accept_time",
    "agree",
    "call_off",
    "cancel",
    "change_place",
    "move",
    "offer_again",
    "offer_times",
    "offer_visit",
    "propose_other_times",
]

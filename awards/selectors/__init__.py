"""Reads that more than one page needs."""

from awards.selectors.deadlines import Deadline, awaited_deadlines
from awards.selectors.journeys import Journey, StageOfJourney, journey_of
from awards.selectors.lookups import membership_of, scheme_in_force

__all__ = [
    "Deadline",
    "Journey",
    "StageOfJourney",
    "awaited_deadlines",
    "journey_of",
    "membership_of",
    "scheme_in_force",
]

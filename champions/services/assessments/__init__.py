"""Each champion assesses alone (scheme.md 18, 19; T-38)."""

from champions.services.assessments.answers import (
    Found,
    describe,
    save_finding,
    save_strategies,
)
from champions.services.assessments.drafts import begin
from champions.services.assessments.sending import MOST_MINUTES, draft_key, send
from foundation.versions import Stale

__all__ = [
    "MOST_MINUTES",
    "Found",
    "Stale",
    "begin",
    "describe",
    "draft_key",
    "save_finding",
    "save_strategies",
    "send",
]

"""One answer at a time; a second window with the same page never overwrites the first (T-44)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from awards.models import User
from champions.choices import Fit, Level
from champions.models import Assessment, Finding, Panel, StrategyFinding
from champions.selectors.assessing import asks_strategies, fingerprint
from champions.services.assessments.drafts import moved_on, opened
from foundation.refusals import Refused
from foundation.versions import Stale, save_versioned

FIELDS = ["level", "note", "strength", "challenge"]


@dataclass(frozen=True)
class Found:
    """One answer; a draft may have words and no level yet."""

    level: Level | None
    note: str = ""
    strength: str = ""
    challenge: str = ""

    @property
    def values(self) -> dict[str, str]:
        return {
            "level": self.level.value if self.level else "",
            "note": self.note,
            "strength": self.strength,
            "challenge": self.challenge,
        }


@transaction.atomic
def save_finding(
    *, panel: Panel, code: str, found: Found, expected_version: int, actor: User, at: datetime
) -> Finding:
    """Keep what they found on one criterion or check; 0 is the version of what was never saved.

    `Stale` comes up when they saved something else in another window meanwhile. The same twice is fine.
    """
    facts, assessment = opened(panel, actor, at)
    if code not in {asked.code for asked in facts.asked}:
        raise Refused("This is not asked at this stage.")
    row, _ = Finding.objects.get_or_create(assessment=assessment, code=code)
    if row.version > expected_version and all(
        getattr(row, name) == value for name, value in found.values.items()
    ):
        return row
    for name, value in found.values.items():
        setattr(row, name, value)
    # They looked at it again, on this version.
    row.carried = False
    save_versioned(row, expected_version=expected_version, fields=[*FIELDS, "carried"])
    moved_on(assessment)
    return row


@transaction.atomic
def save_strategies(
    *,
    panel: Panel,
    fits: Mapping[str, tuple[Fit | None, str]],
    actor: User,
    at: datetime,
    seen: str | None = None,
) -> Assessment:
    """How the work fits each policy that is named here, with a few words; the others stay as they are.

    `seen` is the `fingerprint` of all of them when the page was made: `Stale` if they changed since.
    """
    facts, assessment = opened(panel, actor, at)
    policies = {policy.code for policy in facts.scheme.policies}
    if not asks_strategies(facts) or not fits.keys() <= policies:
        raise Refused("This is not asked at this stage.")
    rows = {row.code: row for row in assessment.strategies.all()}
    wanted = {code: (fit.value if fit else "", note) for code, (fit, note) in fits.items()}
    is_same = all(
        code in rows and (rows[code].fit, rows[code].note) == told for code, told in wanted.items()
    )
    if not is_same and seen is not None and seen != fingerprint(rows.values()):
        raise Stale
    for code, (fit, note) in wanted.items():
        StrategyFinding.objects.update_or_create(
            assessment=assessment, code=code, defaults={"fit": fit, "note": note, "carried": False}
        )
    if not is_same:
        moved_on(assessment)
    return assessment


@transaction.atomic
def describe(*, panel: Panel, supporter: str, actor: User, at: datetime) -> Assessment:
    """Who helped to read and write, if anybody did."""
    _, assessment = opened(panel, actor, at)
    assessment.supporter = supporter
    assessment.save(update_fields=["supporter"])
    return assessment

"""The delivery plans of the demo, as their files sketch them: one for each organisation that has begun."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "plans"
PHRASES = FOLDER.parent / "plan_phrases.toml"
Table = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class PlanSketch:
    """A plan as far as it is written. Days within it are counted from the day it is sent."""

    story: str
    # Days of the organisation's story on which it was begun, and on which it is sent.
    begun: int
    sent: int
    # Keys of champions, the chair first.
    panel: list[str] = field(default_factory=list)
    # What fills the gaps of `plan_phrases.toml`.
    notes: dict[str, str] = field(default_factory=dict)
    feedback: str = ""
    points: list[str] = field(default_factory=list)
    # Codes of what the panel is not won over by.
    doubted: list[str] = field(default_factory=list)
    # Why there is more time, and how many days from today.
    more_time: str = ""
    more_days: int = 0
    partners: list[Table] = field(default_factory=list)
    measures: list[Table] = field(default_factory=list)
    actions: list[Table] = field(default_factory=list)
    barriers: list[Table] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    # What the panel asks, and what else is said.
    challenges: list[Table] = field(default_factory=list)
    remarks: list[Table] = field(default_factory=list)
    # Milestones that came after the plan was sent back, by action.
    again: list[Table] = field(default_factory=list)


def read_plans() -> dict[str, PlanSketch]:
    """By the name before `.example`, which is the file's name too."""
    return {path.stem: PlanSketch(**_table(path)) for path in sorted(FOLDER.glob("*.toml"))}


def read_plan_phrases() -> dict[str, list[str]]:
    return _table(PHRASES)


def _table(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))

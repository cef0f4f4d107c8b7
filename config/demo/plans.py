"""The delivery plans of the demo, as their files sketch them: one for each organisation that has begun."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from config.demo.judged import JudgedSketch, Table

FOLDER = Path(__file__).parent / "plans"
PHRASES = FOLDER.parent / "plan_phrases.toml"


@dataclass(frozen=True, kw_only=True)
class PlanSketch(JudgedSketch):
    """A plan as far as it is written. Days within it are counted from the day it is sent."""

    PHRASES: ClassVar[str] = "plan"
    SPOKEN_OF: ClassVar[dict[str, str]] = {
        "silver.actions": "actions",
        "silver.barriers": "barriers",
        "silver.resources": "resources",
        "silver.review": "review",
    }
    AGREED_ON: ClassVar[tuple[str, ...]] = ("silver.actions", "silver.barriers")

    # Days of the organisation's story on which it was begun, and on which it is sent.
    begun: int
    sent: int
    # Why there is more time, and how many days from today.
    more_time: str = ""
    more_days: int = 0
    partners: list[Table] = field(default_factory=list)
    measures: list[Table] = field(default_factory=list)
    actions: list[Table] = field(default_factory=list)
    barriers: list[Table] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    # Milestones that came after the plan was sent back, by action.
    again: list[Table] = field(default_factory=list)


def read_plans() -> dict[str, PlanSketch]:
    """By the name before `.example`, which is the file's name too."""
    return {path.stem: PlanSketch(**_table(path)) for path in sorted(FOLDER.glob("*.toml"))}


def read_plan_phrases() -> dict[str, list[str]]:
    return _table(PHRASES)


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

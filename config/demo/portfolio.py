"""The portfolios of the demo, as their files sketch them.

Gold is in `<site>.toml`, and Platinum after it in `<site>.platinum.toml`.
"""

import tomllib
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

from config.demo.judged import JudgedSketch, Table

FOLDER = Path(__file__).parent / "portfolios"
PHRASES = FOLDER.parent / "portfolio_phrases.toml"


@dataclass(frozen=True, kw_only=True)
class PortfolioSketch(JudgedSketch):
    """A portfolio as far as it is written. All days are counted from the day the plan was sent."""

    PHRASES: ClassVar[str] = "portfolio"
    SPOKEN_OF: ClassVar[dict[str, str]] = {
        "gold.voice": "voice",
        "gold.barriers": "barriers",
        "gold.training": "training",
        "gold.outcomes": "outcomes",
    }
    AGREED_ON: ClassVar[tuple[str, ...]] = ("gold.voice", "gold.outcomes")

    # From the name of its file.
    site: str
    stage: str
    begun: int
    # 0 while nobody has sent it.
    sent: int = 0
    evidence: list[Table] = field(default_factory=list)
    # Answers by the last part of their code; impact has text, before and after for each principle.
    criteria: dict[str, str] = field(default_factory=dict)
    working: dict[str, str] = field(default_factory=dict)
    impact: dict[str, list[str]] = field(default_factory=dict)
    sustain: dict[str, str] = field(default_factory=dict)
    # By their whole code.
    law: dict[str, str] = field(default_factory=dict)
    # As in plans; those that are left out stay as the plan had them.
    levels: dict[str, str] = field(default_factory=dict)
    # What became of the plan, by the names of its file.
    actions: dict[str, Table] = field(default_factory=dict)
    measures: dict[str, Table] = field(default_factory=dict)


def read_portfolios() -> list[PortfolioSketch]:
    """An organisation's Gold before its Platinum."""
    found = []
    for path in sorted(FOLDER.glob("*.toml"), key=attrgetter("stem")):
        site, _, stage = path.stem.partition(".")
        found.append(PortfolioSketch(site=site, stage=stage or "gold", **_table(path)))
    return found


def read_portfolio_phrases() -> dict[str, list[str]]:
    return _table(PHRASES)


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

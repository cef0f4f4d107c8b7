"""Organisations whose award has run for a year, told in brief.

What they did for Silver, Gold and Platinum is one story with gaps (`renewal_plan.toml` and its neighbours),
which each file of `renewals/` fills with its own words. How the year ended is each one's own.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from config.demo.judged import JudgedSketch, Table
from config.demo.plans import PlanSketch
from config.demo.portfolio import PortfolioSketch

HERE = Path(__file__).parent
FOLDER = HERE / "renewals"
_NAMES = ("plan", "gold", "platinum")


@dataclass(frozen=True, kw_only=True)
class StatementSketch(JudgedSketch):
    """A re-validation statement as far as it is written. Days are counted from the day the plan was sent."""

    PHRASES: ClassVar[str] = PortfolioSketch.PHRASES
    SPOKEN_OF: ClassVar[dict[str, str]] = PortfolioSketch.SPOKEN_OF
    AGREED_ON: ClassVar[tuple[str, ...]] = PortfolioSketch.AGREED_ON

    story: str = "statement"
    begun: int
    # 0 while nobody has sent it.
    sent: int = 0
    who: str
    how: str = ""
    # By the last part of their code: state and text, whether what was carried over was looked at again
    # (`checked`), and the key of the piece that is new (`add`).
    criteria: dict[str, Table] = field(default_factory=dict)
    # What an officer says about a visit otherwise than the rule, so many days after it was sent.
    ruling: Table | None = None


@dataclass(frozen=True, kw_only=True)
class YearSketch:
    # From the name of its file.
    site: str
    story: str
    plan: PlanSketch
    gold: PortfolioSketch
    platinum: PortfolioSketch | None = None
    statement: StatementSketch | None = None
    # What was gathered since the award.
    evidence: tuple[Table, ...] = ()
    # What somebody told the officers of it.
    concerns: tuple[Table, ...] = ()


def read_years() -> list[YearSketch]:
    """In the order of their files' names."""
    templates = {name: _table(HERE / f"renewal_{name}.toml") for name in _NAMES}
    return [_year(path.stem, _table(path), templates) for path in sorted(FOLDER.glob("*.toml"))]


def _year(site: str, told: Table, templates: dict[str, Table]) -> YearSketch:
    words = told["words"] | {
        f"{name}_": text[:1].upper() + text[1:] for name, text in told["words"].items()
    }
    plan, gold, platinum = (_filled(templates[name], words) for name in _NAMES)
    # Two are enough for a plan.
    plan |= {
        "panel": told["panel"][:2],
        "notes": told["notes"],
        "feedback": told["plan_feedback"],
    }
    gold |= {
        "panel": told["panel"],
        "notes": told["notes"],
        "feedback": told["gold_feedback"],
        "points": told["points"],
    }
    if "platinum_feedback" in told:
        platinum |= {
            "panel": told["platinum_panel"],
            "notes": told["platinum_notes"],
            "feedback": told["platinum_feedback"],
            "points": told["platinum_points"],
        }
    else:
        platinum = {}
    return YearSketch(
        site=site,
        story=told["story"],
        plan=PlanSketch(**plan),
        gold=PortfolioSketch(site=site, stage="gold", **gold),
        platinum=PortfolioSketch(site=site, stage="platinum", **platinum) if platinum else None,
        statement=StatementSketch(**told["statement"]) if "statement" in told else None,
        evidence=tuple(told.get("evidence", ())),
        concerns=tuple(told.get("concern", ())),
    )


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**words)
    if isinstance(value, dict):
        return {key: _filled(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    return value


def _table(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))

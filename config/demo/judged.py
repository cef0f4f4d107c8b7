"""What the sketch of anything that a panel judges has in common."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

Table = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class JudgedSketch:
    # How the kinds of its phrases begin, and what a champion is likely to say something about.
    PHRASES: ClassVar[str]
    SPOKEN_OF: ClassVar[dict[str, str]]
    # Of these the panel says something in its decision as well.
    AGREED_ON: ClassVar[tuple[str, ...]]

    story: str
    # Keys of champions, the chair first.
    panel: list[str] = field(default_factory=list)
    # What fills the gaps of its phrases.
    notes: dict[str, str] = field(default_factory=dict)
    feedback: str = ""
    points: list[str] = field(default_factory=list)
    # Codes of what the panel is not won over by.
    doubted: list[str] = field(default_factory=list)
    # What the panel asks, and what else is said.
    challenges: list[Table] = field(default_factory=list)
    remarks: list[Table] = field(default_factory=list)
    # Where the panel goes, and with whom it talks.
    visits: list[Table] = field(default_factory=list)

"""The organisations of the demo, as their files sketch them."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "city"


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """One organisation. `story` says how far it has come; a story uses only the texts it needs."""

    name: str
    kind: str
    # The name before `.example` of its web and e-mail addresses.
    site: str
    address: list[str]
    postcode: str
    story: str
    # Name and job title.
    lead: list[str]
    member: list[str] = field(default_factory=list)
    lead_email: str = ""
    member_email: str = ""
    # As it was typed for the certificate, when that is not the name.
    printed: str = ""
    # The printed name that a second certificate put right, and why.
    corrected: str = ""
    correction: str = ""
    # How many days ago it began, for stories that do not say it themselves.
    days: int = 0
    # Keys of champions, the chair first.
    panel: list[str] = field(default_factory=list)
    # Who looks again when it appeals.
    appeal_panel: list[str] = field(default_factory=list)
    description: str = ""
    promise: str = ""
    board: str = ""
    leaders: str = ""
    team: str = ""
    community: str = ""
    parents: str = ""
    children: str = ""
    # Levels, of the six above, where nobody is involved yet.
    planned: list[str] = field(default_factory=list)
    partners: list[dict[str, str]] = field(default_factory=list)
    # What fills the gaps of `phrases.toml`.
    did: str = ""
    plan: str = ""
    voice: str = ""
    proof: str = ""
    doubt: str = ""
    minutes: str = ""
    feedback: str = ""
    points: list[str] = field(default_factory=list)
    # What they say to each point before they send again, and what closes the first of them.
    answers: list[str] = field(default_factory=list)
    settled: str = ""
    # While champions read: what one asks, the organisation's reply, a doubt kept within the panel, and praise.
    question: str = ""
    reply: str = ""
    aside: str = ""
    praise: str = ""
    access: str = ""
    interest: str = ""
    withdrawal: str = ""
    # What they wrote the second time.
    again: dict[str, str] = field(default_factory=dict)

    @property
    def gaps(self) -> dict[str, str]:
        partner = self.partners[0]["name"] if self.partners else ""
        return {
            "did": self.did,
            "plan": self.plan,
            "voice": self.voice,
            "proof": self.proof,
            "doubt": self.doubt,
            "lead": self.lead[0],
            "partner": partner,
        }


def read_city() -> list[Sketch]:
    """Every file of the folder, in the order of their names."""
    return [
        Sketch(**table)
        for path in sorted(FOLDER.glob("*.toml"))
        for table in _tables(path)["organisation"]
    ]


def read_phrases() -> dict[str, list[str]]:
    return _tables(FOLDER.parent / "phrases.toml")


def _tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

"""What an officer finds among the awards to take back: one that is done, and one to decide."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from awards.models import Award, Revocation
from awards.services.revocations import confirm_revocation, propose_revocation
from config.demo.people import Cast

FILE = Path(__file__).with_name("taken_back.toml")


def tell_of_taking_back(cast: Cast, *, now: datetime) -> None:
    """Proposed by the other officer, so that whoever tries the demo can decide the second."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    taken = _propose(told["taken"], cast, now=now)
    confirm_revocation(
        revocation=taken, actor=cast.officer, at=taken.proposed_at + timedelta(days=2)
    )
    _propose(told["waiting"], cast, now=now)


def _propose(table: dict[str, Any], cast: Cast, *, now: datetime) -> Revocation:
    return propose_revocation(
        award=Award.objects.standing().get(
            organisation__name=table["organisation"], stage="bronze"
        ),
        reason=table["reason"],
        public_reason=table["public_reason"],
        actor=cast.second_officer,
        at=now - timedelta(days=table["days"]),
    )

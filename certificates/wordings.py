"""Ready words for those who show their award (scheme.md 26); they stand in publicity.toml."""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certificates.artwork import alt_text
from certificates.models import Certificate
from foundation.forms import show_date

FILE = Path(__file__).parent / "publicity.toml"
# Letters that one post may have where people post most. Some of them count an address shorter than it is,
# so what fits by our count fits by theirs.
LIMITS = (("X", 280), ("Bluesky", 300), ("Mastodon", 500), ("Instagram", 2200), ("LinkedIn", 3000))
_GAP = re.compile(r"\(\((\w+)\)\)")


@dataclass(frozen=True)
class Limit:
    """How many letters a place takes, and whether a text fits."""

    place: str
    most: int
    fits: bool


@dataclass(frozen=True)
class Text:
    """One text for one place."""

    code: str
    title: str
    hint: str
    text: str
    is_post: bool = False

    @property
    def letters(self) -> int:
        return len(self.text)

    @property
    def limits(self) -> list["Limit"]:
        """Where it can be posted as it is, and where not."""
        return [Limit(place, most, self.letters <= most) for place, most in LIMITS]


_KINDS = (
    ("website", "For your website", "News on your own pages.", False),
    ("newsletter", "For a newsletter", "For families, staff and friends.", False),
    ("short", "For social media, short", "For a post under your own name.", True),
    ("long", "For social media, longer", "For places with more room.", True),
    ("press", "For the press", "For a local paper or radio station.", False),
)


def texts_for(certificate: Certificate) -> list[Text]:
    """All texts, with what is known filled in and gaps in [ ] for the rest."""
    words = _words(certificate)
    values = {
        "name": certificate.printed_name,
        "award": alt_text(certificate.stage, year=certificate.logo_year),
        "date": show_date(certificate.awarded_on),
        "check": certificate.verify_url,
    }
    return [
        Text(code, title, hint, filled(_whole(code, words), values).strip(), is_post)
        for code, title, hint, is_post in _KINDS
    ]


def card_words(certificate: Certificate) -> str:
    """One sentence for a picture."""
    return _words(certificate)["card"]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Each gap filled once: what somebody typed into a name is never a gap itself."""
    return _GAP.sub(lambda gap: values[gap[1]], text)


def _words(certificate: Certificate) -> Mapping[str, str]:
    """Who comes back after a lapse holds it anew, so the words of a first award are true of them."""
    stage = table()[certificate.stage]
    still = certificate.is_renewal and not certificate.is_return
    words: Mapping[str, str] = stage["renewal" if still else "first"]
    return words


def _whole(code: str, words: Mapping[str, str]) -> str:
    end: str = table()["press_end"] if code == "press" else ""
    return words[code] + end


@functools.cache
def table() -> dict[str, Any]:
    """The whole file: stages, each with its texts."""
    return tomllib.loads(FILE.read_text())

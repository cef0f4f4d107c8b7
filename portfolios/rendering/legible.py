"""Letters that no font of ours has: their names instead, so that a plan with an emoji is printed too.

A certificate refuses such a letter while it is typed (T-66). A plan is written over months by many
people; there it is the print that gives way, visibly, and says so.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from foundation.printing.scripts import unprintable
from foundation.printing.typefaces import BUNDLED
from foundation.text import clean_text
from portfolios.records import PlanRecord, as_json, record_from

# What no XML file may hold: control characters, halves of characters, and U+FFFE and U+FFFF.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Say only how the character before them is drawn: as a picture, or in which skin.
_SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x1F3FB, 0x1F400))}
# From here on symbols are pictures, which every machine takes from a font of its own, ours or not.
_FIRST_PICTURE = "\u2600"
_SIGNS = frozenset("✓✔✗✘★☆")
# In one print; after that only a sign stands where a letter is missing.
MOST_NAMES = 300
BARE = "[?]"


class Letters:
    """Makes texts printable, and remembers what it put names for."""

    def __init__(self) -> None:
        self.replaced: dict[str, str] = {}
        self._named = 0

    def in_record(self, record: PlanRecord) -> PlanRecord:
        return record_from(self.within(as_json(record)))

    def within(self, value: Any) -> Any:
        return every_text(value, self.of)

    def of(self, text: str) -> str:
        text = well_formed(text)
        missing = {*unprintable(text, fonts=BUNDLED), *_SELECTORS}
        letters: list[str] = []
        base = ""
        for letter in text:
            if unicodedata.category(letter)[0] != "M":
                base = letter
            if letter in _SELECTORS:
                continue
            if letter in missing or _is_picture(letter) or not _go_together(base, letter):
                letter = self._name(letter)
            letters.append(letter)
        return "".join(letters)

    def _name(self, letter: str) -> str:
        """A page full of pictures would become a book of their names (T-67)."""
        self._named += 1
        if self._named > MOST_NAMES:
            return BARE
        return self.replaced.setdefault(letter, name_of(letter))


def _is_picture(letter: str) -> bool:
    """Or a private character, behind which every font draws what it likes."""
    kind = unicodedata.category(letter)
    is_symbol = letter >= _FIRST_PICTURE and letter not in _SIGNS and kind in ("So", "Sk")
    return is_symbol or kind == "Co"


@functools.lru_cache(maxsize=4096)
def _go_together(base: str, mark: str) -> bool:
    """An accent is set with its letter, so one font must have both."""
    if base == mark:
        return True
    return any(not unprintable(base + mark, fonts=[font]) for font in BUNDLED)


def well_formed(text: str) -> str:
    """As it would be kept if it were typed, and nothing that breaks a file (T-58, T-83)."""
    return clean_text(_NOT_XML.sub("", text))


def every_text(value: Any, change: Callable[[str], str]) -> Any:
    """What JSON knows, with each text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [every_text(each, change) for each in value]
    if isinstance(value, dict):
        return {key: every_text(each, change) for key, each in value.items()}
    return value


@functools.lru_cache(maxsize=1024)
def name_of(character: str) -> str:
    """`[party popper]`; its number where it has no name."""
    name = unicodedata.name(character, "").lower()
    return f"[{name or f'U+{ord(character):04X}'}]"

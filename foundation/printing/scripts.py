"""Whether a text can be printed, and in which hand (T-65, T-66).

A box in place of a letter never leaves the house, so what has no letter is refused while the person
who typed it is still there.
"""

import functools
import unicodedata
from collections.abc import Sequence

from fontTools.ttLib import TTCollection, TTFont

from foundation.printing.typefaces import CJK_FAMILY, FONTS, SCRIPTS, SERIF, Font, cjk_file
from foundation.text import VISIBLE_FORMAT

# Letters that Urdu has and Arabic has not: readers of Urdu expect its own hand, Nastaliq.
_URDU = frozenset("ٹڈڑںھہۂۃےۓ")
_MOST_SHOWN = 5


class CannotPrint(Exception):
    """A sentence for the person who typed it: what has no letter in any font we have."""


def unprintable(text: str, *, fonts: Sequence[Font] = SCRIPTS) -> list[str]:
    """The characters of `text` that no font of ours has, each once, in order.

    Only fonts that a name is set in count by themselves; the text font is not one of them.
    """
    return [
        character
        for character in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not _drawn_by_nobody(character) and not _has_letter(ord(character), fonts)
    ]


def require_printable(text: str) -> None:
    """Refuse text that would come out as empty boxes."""
    missing = unprintable(text)
    if not missing:
        return
    shown = ", ".join(map(_shown, missing[:_MOST_SHOWN]))
    if any(unicodedata.east_asian_width(c) in "WF" and c.isalpha() for c in missing) and (
        cjk_file() is None
    ):
        raise CannotPrint(
            f"We can’t print {shown}. Whoever runs this service must first install the font "
            "“Noto Serif CJK” (Debian: fonts-noto-cjk)."
        )
    raise CannotPrint(f"We can’t print {shown}. Leave it out, or write it in letters.")


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def hand(text: str) -> str:
    """How much room lines need: `urdu` (Nastaliq, which climbs), `tall` or `plain`.

    Plain is what the Latin serif prints by itself: Latin, Greek and Cyrillic letters.
    """
    if any(character in _URDU for character in text):
        return "urdu"
    plain = _letters_of(SERIF)
    if all(ord(c) in plain or _drawn_by_nobody(c) for c in unicodedata.normalize("NFC", text)):
        return "plain"
    return "tall"


def _shown(character: str) -> str:
    """The character itself, or its number where there is nothing to see."""
    if unicodedata.category(character)[0] in "CMZ":
        return f"the character U+{ord(character):04X}"
    return f"“{character}”"


def _drawn_by_nobody(character: str) -> bool:
    """Spaces and joiners: they shape a word and have no picture of their own."""
    if character in VISIBLE_FORMAT:
        return False
    return character.isspace() or unicodedata.category(character) == "Cf"


def _has_letter(code: int, fonts: Sequence[Font]) -> bool:
    return any(code in _letters_of(font) for font in fonts) or code in _cjk_letters()


@functools.cache
def _letters_of(font: Font) -> frozenset[int]:
    with TTFont(FONTS / font.file, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


@functools.cache
def _cjk_letters() -> frozenset[int]:
    file = cjk_file()
    if file is None:
        return frozenset()
    with TTCollection(str(file), lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(1) == CJK_FAMILY:
                return frozenset(font.getBestCmap())
    return frozenset()

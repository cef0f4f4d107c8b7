"""Which fonts print a name, and whether they can (T-65, T-66).

A box in place of a letter never leaves the house.
"""

import functools
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
# Chinese, Japanese and Korean come from the system (Debian: fonts-noto-cjk): 26 MB is too much to
# carry along.
CJK_FAMILY = "Noto Serif CJK SC"
CJK_FILES = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc"),
)
# Letters that Urdu has and Arabic has not: readers of Urdu expect its own hand, Nastaliq.
_URDU = frozenset("ٹڈڑںھہۂۃےۓ")


class CannotPrint(Exception):
    """Something on the page has no letter in any font we have; the text says what."""


@dataclass(frozen=True)
class Font:
    family: str
    file: str
    weight: int = 400


TEXT = Font("Certificate Text", "Inter-Regular.otf")
TEXT_BOLD = Font("Certificate Text", "Inter-SemiBold.otf", 600)
SERIF = Font("Certificate Serif", "EBGaramond12-Regular.otf")
NASKH = Font("Certificate Naskh", "NotoNaskhArabic-Regular.ttf")
NASTALIQ = Font("Certificate Nastaliq", "NotoNastaliqUrdu-Regular.ttf")
OTHERS = (
    Font("Certificate Bengali", "NotoSerifBengali-Regular.ttf"),
    Font("Certificate Devanagari", "NotoSerifDevanagari-Regular.ttf"),
    Font("Certificate Gujarati", "NotoSerifGujarati-Regular.ttf"),
    Font("Certificate Gurmukhi", "NotoSerifGurmukhi-Regular.ttf"),
    Font("Certificate Tamil", "NotoSerifTamil-Regular.ttf"),
    Font("Certificate Hebrew", "NotoSerifHebrew-Regular.ttf"),
    Font("Certificate Ethiopic", "NotoSerifEthiopic-Regular.ttf"),
)
BUNDLED = (TEXT, TEXT_BOLD, SERIF, NASKH, NASTALIQ, *OTHERS)


def unprintable(text: str) -> list[str]:
    """The characters of `text` that no font of ours has, each once, in order."""
    return [
        character
        for character in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not _drawn_by_nobody(character) and not _has_letter(ord(character))
    ]


def require_printable(text: str) -> None:
    """Refuse text that would come out as empty boxes."""
    missing = unprintable(text)
    if not missing:
        return
    shown = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in missing[:5])
    hint = ""
    if any(unicodedata.east_asian_width(c) in "WF" for c in missing) and cjk_file() is None:
        hint = " Install the font “Noto Serif CJK” (Debian: fonts-noto-cjk)."
    raise CannotPrint(f"There is no printed letter for {shown}.{hint}")


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
    """`urdu`, `arabic` or `plain`: which hand Arabic letters are printed in."""
    if any(character in _URDU for character in text):
        return "urdu"
    if any(unicodedata.bidirectional(character) == "AL" for character in text):
        return "arabic"
    return "plain"


@functools.cache
def cjk_file() -> Path | None:
    """Where the system keeps its Chinese, Japanese and Korean font."""
    return next((file for file in CJK_FILES if file.is_file()), None)


def _drawn_by_nobody(character: str) -> bool:
    """Spaces and joiners: they shape a word and have no picture of their own."""
    return character.isspace() or unicodedata.category(character) == "Cf"


def _has_letter(code: int) -> bool:
    return code in _bundled_letters() or code in _cjk_letters()


@functools.cache
def _bundled_letters() -> frozenset[int]:
    """Only fonts that a name is set in count; the text font is not one of them."""
    letters: set[int] = set()
    for font in (SERIF, NASKH, NASTALIQ, *OTHERS):
        letters.update(TTFont(FONTS / font.file, lazy=True).getBestCmap())
    return frozenset(letters)


@functools.cache
def _cjk_letters() -> frozenset[int]:
    file = cjk_file()
    if file is None:
        return frozenset()
    for font in TTCollection(str(file), lazy=True).fonts:
        if font["name"].getDebugName(1) == CJK_FAMILY:
            return frozenset(font.getBestCmap())
    return frozenset()

"""The fonts that print: each whole, from one file of ours, with its licence beside it (T-65).

Subsets split by script print wrong letters ("Łódź" becomes "ŁŠl ź") while their text still reads
right, so nothing here is a subset.
"""

import functools
from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# Chinese, Japanese and Korean come from the system (Debian: fonts-noto-cjk): 26 MB is too much to
# carry along.
CJK_FAMILY = "Noto Serif CJK SC"
CJK_FILES = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc"),
)


@dataclass(frozen=True)
class Font:
    family: str
    file: str
    weight: int = 400


TEXT = Font("Printed Text", "Inter-Regular.otf")
TEXT_BOLD = Font("Printed Text", "Inter-SemiBold.otf", 600)
SERIF = Font("Printed Serif", "EBGaramond12-Regular.otf")
NASKH = Font("Printed Naskh", "NotoNaskhArabic-Regular.ttf")
NASTALIQ = Font("Printed Nastaliq", "NotoNastaliqUrdu-Regular.ttf")
OTHERS = (
    Font("Printed Bengali", "NotoSerifBengali-Regular.ttf"),
    Font("Printed Devanagari", "NotoSerifDevanagari-Regular.ttf"),
    Font("Printed Gujarati", "NotoSerifGujarati-Regular.ttf"),
    Font("Printed Gurmukhi", "NotoSerifGurmukhi-Regular.ttf"),
    Font("Printed Tamil", "NotoSerifTamil-Regular.ttf"),
    Font("Printed Hebrew", "NotoSerifHebrew-Regular.ttf"),
    Font("Printed Ethiopic", "NotoSerifEthiopic-Regular.ttf"),
)
# Those of any script, in the order in which they are asked for a letter.
SCRIPTS = (SERIF, NASKH, *OTHERS, NASTALIQ)
BUNDLED = (TEXT, TEXT_BOLD, *SCRIPTS)


def _stack(*fonts: Font) -> str:
    return ", ".join(f"'{family}'" for family in (*(font.family for font in fonts), CJK_FAMILY))


# What a style sheet may write in place of a font-family. Each stack ends with every script, so a
# letter that any of our fonts has is never looked for among the fonts of the machine.
STACKS = {
    "TEXT_FONTS": _stack(TEXT, *SCRIPTS),
    "SERIF_FONTS": _stack(*SCRIPTS),
    "NASTALIQ_FONTS": _stack(SERIF, NASTALIQ, NASKH, *OTHERS),
}


@functools.cache
def cjk_file() -> Path | None:
    """Where the system keeps its Chinese, Japanese and Korean font."""
    return next((file for file in CJK_FILES if file.is_file()), None)

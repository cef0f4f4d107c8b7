"""Cleans what people type: one normal form, no character that hides or reorders text."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# The joiners belong to the spelling of scripts that shape their letters (Urdu, Bengali, Punjabi)
# and to composed emoji. Between Latin letters they only hide things.
_JOINERS = {"\u200c", "\u200d"}
# Visible signs that Unicode files under "format" all the same.
VISIBLE_FORMAT = {*map(chr, range(0x0600, 0x0606)), "\u06dd", "\u070f", "\u08e2"}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean_text(value: str) -> str:
    """Give the text as we keep it: NFC, "\\n" line ends, trimmed, with nothing invisible in it.

    Control, bidirectional and zero-width characters go (T-58); the result is NFC, so that search
    finds both spellings (T-85). NUL is refused rather than dropped: nobody types it, and a database
    cannot keep it (T-83).
    """
    if "\x00" in value:
        raise ValidationError(
            "This text has a character in it that cannot be kept. Type it again.",
            code="null_characters_not_allowed",
        )
    text = _LINE_ENDS.sub("\n", value)
    kept = [char for place, char in enumerate(text) if _is_kept(text, place, char)]
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _is_kept(text: str, place: int, char: str) -> bool:
    if char in "\n\t":
        return True
    if char in _JOINERS:
        around = text[place - 1 : place] + text[place + 1 : place + 2]
        return len(around) == 2 and all(map(_takes_joiner, around))
    category = unicodedata.category(char)
    # Cs: half of a character, which no database takes. Cn: not a character (yet).
    return category not in {"Cc", "Cf", "Cs"} or char in VISIBLE_FORMAT


def _takes_joiner(char: str) -> bool:
    # From Hebrew to Khmer, then symbols, emoji and the later planes; no Latin, Greek or Cyrillic.
    return 0x0590 <= ord(char) < 0x1E00 or ord(char) >= 0x2190

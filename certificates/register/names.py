"""Names as people look for them: without case, accents and the signs they leave out."""

import re
import unicodedata

# Letters that Unicode does not take apart, as a keyboard without them writes them.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t"}
)
_LEFT_OUT = re.compile(r"['’‘ʼ`´.,:;!?\"“”()]")
_APART = re.compile(r"[\s\-‐‑–—/]+")


def folded(text: str) -> str:
    """ "Łódź & St. Mary’s" becomes "lodz and st marys". Signs such as `%` stand for themselves (T-87)."""
    plain = text.casefold()
    # Most names are, and a list has thousands of them.
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in apart if not unicodedata.combining(char))
        plain = plain.translate(_PLAIN)
    return _APART.sub(" ", _LEFT_OUT.sub("", plain).replace("&", " and ")).strip()

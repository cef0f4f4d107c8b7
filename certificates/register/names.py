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
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    plain = _LEFT_OUT.sub("", plain.translate(_PLAIN)).replace("&", " and ")
    return _APART.sub(" ", plain).strip()
